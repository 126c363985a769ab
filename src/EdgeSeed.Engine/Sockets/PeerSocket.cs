using System.Runtime.InteropServices;
using EdgeSeed.Engine.Network;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sockets;

/// <summary>
/// The non-blocking TCP socket of one peer. Every call returns at once; what it could not do is told by <see cref="SocketOutcome"/>.
/// </summary>
internal unsafe struct PeerSocket(int descriptor)
{
    /// <summary>The descriptor; -1 when closed.</summary>
    public int Descriptor { get; private set; } = descriptor;

    /// <summary>Payload bytes of one segment on this path, or the Ethernet value when the kernel does not say.</summary>
    public readonly int SegmentPayload
    {
        get
        {
            int value = 0;
            uint length = sizeof(int);
            int failed = Libc.GetOption(Descriptor, Libc.TcpLevel, Libc.MaxSegmentOption, &value, &length);
            return failed == 0 && value > 0 ? value : Budget.PacketOverhead.DefaultSegmentPayload;
        }
    }

    /// <summary>The error of an attempt to connect that has ended; 0 when it succeeded.</summary>
    public readonly int PendingError
    {
        get
        {
            int value = 0;
            uint length = sizeof(int);
            return Libc.GetOption(Descriptor, Libc.SocketLevel, Libc.ErrorOption, &value, &length) == 0 ? value : Errno.TryAgain;
        }
    }

    /// <summary>Begins to connect; the socket turns writable when that has ended.</summary>
    /// <param name="egress">Opens the socket.</param>
    /// <param name="peer">To whom.</param>
    /// <param name="family">The socket's family.</param>
    /// <param name="socket">The socket.</param>
    /// <returns>False when it failed at once; the socket is closed then.</returns>
    public static bool TryConnect(Egress egress, PeerEndPoint peer, int family, out PeerSocket socket)
    {
        socket = new PeerSocket(egress.Open(family, Libc.StreamNonBlockingCloseOnExec));
        if (socket.Descriptor < 0) return false;
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        int length = KernelSocket.WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), peer, family);
        bool isDone = Libc.Connect(socket.Descriptor, address, (uint)length) == 0;
        if (isDone || Marshal.GetLastPInvokeError() == Errno.InProgress) return true;
        socket.Close();
        return false;
    }

    /// <summary>Whether the other side has ended it already, so that nothing more can be said or will come; what came before is not taken.</summary>
    public readonly bool IsOver
    {
        get
        {
            byte first;
            nint count = Libc.Receive(Descriptor, &first, 1, Libc.Peek | Libc.DoNotWait);
            return count == 0 || (count < 0 && Marshal.GetLastPInvokeError() is not (Errno.TryAgain or Errno.Interrupted));
        }
    }

    /// <summary>Sets what every peer's socket has: no Nagle delay, and a bound on what the kernel queues unsent.</summary>
    /// <param name="notSentBytes">As for <see cref="BoundUnsent"/>.</param>
    public readonly void Prepare(int notSentBytes)
    {
        KernelSocket.SetOption(Descriptor, Libc.TcpLevel, Libc.NoDelayOption, 1);
        BoundUnsent(notSentBytes);
    }

    /// <summary>Bounds what the kernel queues unsent.</summary>
    /// <param name="notSentBytes">The kernel takes no more while so many bytes wait unsent.</param>
    public readonly void BoundUnsent(int notSentBytes) => KernelSocket.SetOption(Descriptor, Libc.TcpLevel, Libc.NotSentLowWatermarkOption, notSentBytes);

    /// <summary>Receives what is there.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="count">Bytes received; with <see cref="SocketOutcome.Done"/> at least 1.</param>
    /// <returns>
    /// <see cref="SocketOutcome.WouldBlock"/> when nothing is there, <see cref="SocketOutcome.Closed"/> when nothing will come.
    /// </returns>
    public readonly SocketOutcome Receive(Span<byte> buffer, out int count)
    {
        fixed (byte* pointer = buffer) count = (int)Libc.Receive(Descriptor, pointer, buffer.Length, 0);
        if (count > 0) return SocketOutcome.Done;
        return count == 0 ? SocketOutcome.Closed : Failed(out count);
    }

    /// <summary>Receives what is there into two places, the first one first.</summary>
    /// <param name="first">Not empty.</param>
    /// <param name="second">What the first has no room for.</param>
    /// <param name="count">Bytes received; with <see cref="SocketOutcome.Done"/> at least 1.</param>
    public readonly SocketOutcome Receive(Span<byte> first, Span<byte> second, out int count)
    {
        nint* vectors = stackalloc nint[4];
        fixed (byte* one = first, two = second)
        {
            (vectors[0], vectors[1], vectors[2], vectors[3]) = ((nint)one, first.Length, (nint)two, second.Length);
            count = (int)Libc.Read(Descriptor, vectors, 2);
        }
        if (count > 0) return SocketOutcome.Done;
        return count == 0 ? SocketOutcome.Closed : Failed(out count);
    }

    /// <summary>Sends what the socket takes.</summary>
    /// <param name="bytes">What to send; copied by the kernel.</param>
    /// <param name="count">Bytes taken, maybe fewer than given.</param>
    public readonly SocketOutcome Send(ReadOnlySpan<byte> bytes, out int count)
    {
        fixed (byte* pointer = bytes) count = (int)Libc.Send(Descriptor, pointer, bytes.Length, Libc.NoSignal);
        return count >= 0 ? SocketOutcome.Done : Failed(out count);
    }

    /// <summary>Closes the socket without waiting for what was not sent: the other end learns of it by one packet, whatever it waits for.</summary>
    public void Reset()
    {
        var atOnce = new Libc.Linger { IsOn = 1, Seconds = 0 };
        if (Descriptor >= 0) _ = Libc.SetOption(Descriptor, Libc.SocketLevel, Libc.LingerOption, &atOnce, (uint)sizeof(Libc.Linger));
        Close();
    }

    /// <summary>Closes the socket; again has no effect.</summary>
    public void Close()
    {
        if (Descriptor >= 0) _ = Libc.Close(Descriptor);
        Descriptor = -1;
    }

    private static SocketOutcome Failed(out int count)
    {
        count = 0;
        return Marshal.GetLastPInvokeError() switch
        {
            Errno.TryAgain => SocketOutcome.WouldBlock,
            Errno.Interrupted => SocketOutcome.Interrupted,
            _ => SocketOutcome.Closed,
        };
    }
}
