using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Udp;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Udp;

public sealed class UdpTrackerTests : IDisposable
{
    private readonly TestTracker _tracker = new(new TrackerOptions { UdpWorkers = 2 });

    public void Dispose() => _tracker.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    public async Task Client_connects_announces_and_is_stored(string bind, string dial)
    {
        await using UdpTracker tracker = UdpTracker.Start(_tracker.Handler, new IPEndPoint(IPAddress.Parse(bind), 0), TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        // Several sources, so that every worker gets some.
        for (int i = 0; i < 16; i++)
        {
            using var client = new UdpClient(dial, tracker.EndPoint.Port);
            client.Client.ReceiveTimeout = 10_000;
            byte[] packet = new byte[UdpAnnounceRequest.Length];
            UdpRequestHeader.Connect(9).Write(packet);
            byte[] connected = await ExchangeAsync(client, packet.AsMemory(0, 16));
            Assert.True(UdpConnectReply.TryParse(connected, out UdpConnectReply reply));
            UdpAnnounceRequest.Write(reply.ConnectionId, 10, new AnnounceRequest { InfoHash = Torrent(1), Port = (ushort)(6881 + i) }, packet);
            Assert.True(UdpAnnounceReply.TryParse(await ExchangeAsync(client, packet), out UdpAnnounceReply answer, out _));
            Assert.Equal(Math.Min(i + 1, new TrackerOptions().MaxPeersPerSource), answer.Leechers);
        }
        Assert.Equal(16, _tracker.Handler.Status().Announces);
    }

    [Fact]
    public async Task Dispose_idle_tracker_ends_its_threads_and_frees_the_port()
    {
        UdpTracker tracker = UdpTracker.Start(_tracker.Handler, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        IPEndPoint endPoint = tracker.EndPoint;
        await tracker.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(endPoint);
    }

    [Fact]
    public async Task Start_port_taken_by_another_tracker_throws()
    {
        await using UdpTracker first = UdpTracker.Start(_tracker.Handler, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        Assert.Throws<SocketException>(() => UdpTracker.Start(_tracker.Handler, first.EndPoint, TimeProvider.System, Supervisor.Alone(TimeProvider.System)));
    }

    private static async Task<byte[]> ExchangeAsync(UdpClient client, ReadOnlyMemory<byte> packet)
    {
        await client.SendAsync(packet);
        return (await client.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(10))).Buffer;
    }
}
