using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A UDP tracker (BEP 15) on loopback. By default it behaves; a test may put its own answer in place of any.</summary>
internal sealed class UdpTrackerFake : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Channel<byte[]> _packets = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;
    private ulong _connections;

    public UdpTrackerFake(IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(address, 0));
        _run = ServeAsync();
    }

    /// <summary>Given a request and the honest answer, returns what to send; null sends nothing.</summary>
    public Func<byte[], byte[], byte[]?> Twist { get; set; } = (_, honest) => honest;

    public string Announce => $"udp://{_socket.LocalEndPoint}/announce";

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public PeerEndPoint[] Peers { get; set; } = [];

    public static UdpTrackerAction ActionOf(byte[] packet) => (UdpTrackerAction)BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(8));

    /// <summary>The next packet that came, answered or not.</summary>
    public async Task<byte[]> PacketAsync()
    {
        using var timeout = new CancellationTokenSource(AnnouncerFixture.Limit);
        return await _packets.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>The next packet, which must be an announce.</summary>
    public async Task<AnnounceRequest> AnnounceAsync()
    {
        byte[] packet = await PacketAsync();
        Assert.True(UdpAnnounceRequest.TryParse(packet, out AnnounceRequest request), $"{ActionOf(packet)} came");
        return request;
    }

    /// <summary>Passes by one connect request and returns the announce after it.</summary>
    public async Task<AnnounceRequest> ConnectAndAnnounceAsync()
    {
        Assert.Equal(UdpTrackerAction.Connect, ActionOf(await PacketAsync()));
        return await AnnounceAsync();
    }

    public bool HasPacket => _packets.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run;
        _socket.Dispose();
    }

    private async Task ServeAsync()
    {
        byte[] buffer = new byte[2048];
        EndPoint anywhere = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(buffer, anywhere, _end.Token);
                byte[] packet = buffer.AsSpan(0, received.ReceivedBytes).ToArray();
                byte[]? answer = Twist(packet, Honest(packet));
                if (answer is not null) await _socket.SendToAsync(answer, received.RemoteEndPoint);
                _packets.Writer.TryWrite(packet);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private byte[] Honest(byte[] packet)
    {
        Assert.True(UdpRequestHeader.TryParse(packet, out UdpRequestHeader header));
        byte[] answer = new byte[2048];
        int length;
        if (header.IsConnect) length = new UdpConnectReply(header.TransactionId, ++_connections).Write(answer);
        else if (header.ConnectionId != _connections) length = UdpErrorReply.Write(header.TransactionId, "unknown connection"u8, answer);
        else
        {
            length = new UdpAnnounceReply(header.TransactionId, IntervalSeconds: 1800, Leechers: 3, Seeders: 5).WriteHeader(answer);
            length += CompactPeers.Write(Peers, _socket.AddressFamily == AddressFamily.InterNetwork, answer.AsSpan(length));
        }
        return answer[..length];
    }
}
