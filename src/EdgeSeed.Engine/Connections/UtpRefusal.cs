using System.Buffers.Binary;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Says at once that nobody speaks uTP (BEP 29) here: to whoever would begin a connection over UDP at the port for peers a reset is sent, and it comes by TCP
/// instead of waiting for seconds. One packet for one, no larger, and a bounded number of them; what has no room aside of the data is not answered.
/// </summary>
/// <param name="state">The clock.</param>
/// <param name="poll">Watches the sockets.</param>
/// <param name="budgets">Pay for it.</param>
/// <param name="firstKey">Under which the poll knows the first socket; those after it count down.</param>
internal sealed class UtpRefusal(SessionState state, ReadinessPoll poll, UploadBudgets budgets, ulong firstKey) : IDisposable
{
    /// <summary>Packets of all sockets that are read in a second; others wait with the kernel, or are lost there.</summary>
    public const int MaxHeardSecond = 200;

    /// <summary>Bytes of a header.</summary>
    public const int HeaderBytes = 20;

    /// <summary>Version 1, ST_SYN.</summary>
    private const byte Begin = 0x41;

    /// <summary>Version 1, ST_RESET.</summary>
    private const byte Reset = 0x31;

    /// <summary>A header with those of IPv4 and UDP.</summary>
    private const int PacketBytes = HeaderBytes + 28;

    private readonly List<DatagramSocket> _sockets = [];
    private int _left = MaxHeardSecond;
    private bool _isDeaf;

    /// <summary>Opens the ports of these listeners for UDP; one that another program has is left to it.</summary>
    public void ListenBeside(IReadOnlyList<PeerListener> listeners)
    {
        foreach (PeerListener listener in listeners)
        {
            if (DatagramSocket.TryOpenBeside(listener) is { } socket) _sockets.Add(socket);
        }
        Watch();
    }

    /// <summary>Takes what has come, as much as is read in a second.</summary>
    public void Hear(int index)
    {
        DatagramSocket socket = _sockets[index];
        Span<byte> packet = stackalloc byte[HeaderBytes];
        for (; _left > 0; _left--)
        {
            int length = socket.Receive(packet, out PeerEndPoint source);
            if (length < 0) return;
            if (length < HeaderBytes || packet[0] != Begin) continue;
            UploadBudget budget = budgets.For(source);
            if (!budget.MayGoAside(PacketBytes)) continue;
            budget.ChargeAside(PacketBytes);
            MakeReset(packet, (uint)(state.Now * 1000));
            socket.Send(packet, source);
        }
        foreach (DatagramSocket open in _sockets) poll.Remove(open.Descriptor);
        _isDeaf = true;
    }

    /// <summary>Once a second: there is room for more.</summary>
    public void Tick()
    {
        _left = MaxHeardSecond;
        if (_isDeaf) Watch();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DatagramSocket socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    /// <summary>Makes of a packet that begins a connection the one that refuses it: the same connection, and its number acknowledged.</summary>
    /// <param name="packet">Exactly the header: type and version, extension, connection (2), time, difference and window (4 each), number and acknowledged (2 each).</param>
    /// <param name="microseconds">The clock's.</param>
    internal static void MakeReset(Span<byte> packet, uint microseconds)
    {
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(packet[16..]);
        packet[0] = Reset;
        packet[1] = 0;
        packet[4..].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], microseconds);
        BinaryPrimitives.WriteUInt16BigEndian(packet[18..], number);
    }

    private void Watch()
    {
        _isDeaf = false;
        for (int i = 0; i < _sockets.Count; i++) poll.TryAdd(_sockets[i].Descriptor, firstKey - (ulong)i, Libc.ReadableEvent);
    }
}
