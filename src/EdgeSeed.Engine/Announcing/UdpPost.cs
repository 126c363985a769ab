using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// One UDP socket over which requests to many trackers go out, and which gives each answer to who asked: by its transaction id, which
/// strangers cannot guess, and its source. May be used from any thread.
/// </summary>
internal sealed class UdpPost : IDisposable
{
    /// <summary>Room for 200 IPv6 peers; the rest of a longer answer is cut off.</summary>
    private const int MaxPacketBytes = 4096;

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly Dictionary<uint, Letter> _open = [];
    private volatile bool _isDisposed;

    /// <summary>Takes a socket over, and binds it.</summary>
    /// <param name="socket">A UDP socket, new.</param>
    /// <param name="deviceIndex">The number of the device it keeps to; 0 for any.</param>
    /// <param name="source">The local address.</param>
    /// <param name="supervisor">Runs what listens.</param>
    /// <exception cref="SocketException">This machine does not have the address.</exception>
    public UdpPost(Socket socket, int deviceIndex, IPAddress source, Supervisor supervisor)
    {
        (_socket, DeviceIndex) = (socket, deviceIndex);
        try
        {
            if (_socket.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = false;
            _socket.Bind(new IPEndPoint(source, 0));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        _ = supervisor.RunAsync("udp announces", ReceiveAsync, CancellationToken.None);
    }

    /// <summary>The number of the device it keeps to; 0 for any.</summary>
    public int DeviceIndex { get; }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="to">The tracker.</param>
    /// <param name="packet">The request; its transaction id, bytes 12 to 15, is written here.</param>
    /// <param name="patience">Cancelled when the wait is over.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>The whole answer, at least a header; null when none came in time.</returns>
    /// <exception cref="SocketException">It cannot be sent.</exception>
    public async Task<byte[]?> AskAsync(IPEndPoint to, Memory<byte> packet, CancellationToken patience, CancellationToken cancellation)
    {
        var letter = new Letter(new PeerEndPoint(to.Address, (ushort)to.Port));
        uint transactionId = Register(letter);
        try
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet.Span[12..], transactionId);
            using CancellationTokenRegistration tired = patience.UnsafeRegister(static l => ((Letter)l!).Answer.TrySetResult(null), letter);
            using CancellationTokenRegistration ended =
                cancellation.UnsafeRegister(static (l, token) => ((Letter)l!).Answer.TrySetCanceled(token), letter);
            await _socket.SendToAsync(packet, to, cancellation).ConfigureAwait(false);
            return await letter.Answer.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _open.Remove(transactionId);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _socket.Dispose();
    }

    private uint Register(Letter letter)
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        lock (_gate)
        {
            uint transactionId;
            do
            {
                RandomNumberGenerator.Fill(random);
                transactionId = BinaryPrimitives.ReadUInt32BigEndian(random);
            }
            while (!_open.TryAdd(transactionId, letter));
            return transactionId;
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[MaxPacketBytes];
        var from = new SocketAddress(_socket.AddressFamily);
        var template = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                int length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, CancellationToken.None).ConfigureAwait(false);
                Deliver(buffer.AsSpan(0, length), from, template);
            }
            catch (Exception) when (_isDisposed)
            {
                return;
            }
            catch (SocketException)
            {
                // What the network reports of one packet is no reason to stop listening for the others.
            }
        }
    }

    private void Deliver(ReadOnlySpan<byte> packet, SocketAddress from, IPEndPoint template)
    {
        if (!UdpReplyHeader.TryParse(packet, out UdpReplyHeader header)) return;
        Letter? letter;
        lock (_gate) _open.TryGetValue(header.TransactionId, out letter);
        if (letter is null) return;
        var source = (IPEndPoint)template.Create(from);
        if (letter.To == new PeerEndPoint(source.Address, (ushort)source.Port)) letter.Answer.TrySetResult(packet.ToArray());
    }

    private sealed record Letter(PeerEndPoint To)
    {
        public TaskCompletionSource<byte[]?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
