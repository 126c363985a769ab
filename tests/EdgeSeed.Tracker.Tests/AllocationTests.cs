using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Tests;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Udp;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests;

public sealed class AllocationTests : IDisposable
{
    private static readonly InfoHash TheTorrent = Torrent(1);

    private readonly TestTracker _tracker = new(new TrackerOptions { BurstPerSource = 1_000_000, LimitsLoopback = true });

    public void Dispose() => _tracker.Dispose();

    [Fact]
    public void Udp_announce_allocates_nothing()
    {
        var responder = new UdpResponder(_tracker.Handler, _tracker.Time);
        byte[] packet = new byte[UdpAnnounceRequest.Length], reply = new byte[UdpResponder.MaxReplyBytes];
        UdpRequestHeader.Connect(1).Write(packet);
        Assert.True(UdpConnectReply.TryParse(reply.AsSpan(0, responder.Respond(packet.AsSpan(0, 16), new RequestSource(IPv4(1)), reply)), out UdpConnectReply connected));
        AssertNothing(i =>
        {
            UdpAnnounceRequest.Write(connected.ConnectionId, 1, new AnnounceRequest { InfoHash = TheTorrent, Port = (ushort)(1 + (i % 100)) }, packet);
            Assert.True(responder.Respond(packet, new RequestSource(IPv4(1)), reply) > 0);
        });
    }

    [Fact]
    public void Http_announce_and_scrape_allocate_nothing()
    {
        var http = new HttpTracker(_tracker.Handler);
        var body = new ArrayBufferWriter<byte>(HttpTracker.MaxReplyBytes);
        byte[] announce = new byte[AnnounceQuery.MaxWrittenBytes], scrape = new byte[100];
        Array.Resize(ref scrape, ScrapeQuery.Write([Torrent(1)], scrape));
        AssertNothing(i =>
        {
            int length = AnnounceQuery.Write(new AnnounceRequest { InfoHash = TheTorrent, Port = (ushort)(1 + (i % 100)) }, announce);
            body.ResetWrittenCount();
            Assert.True(http.Handle("/announce"u8, announce.AsSpan(0, length), new RequestSource(IPv4(1)), body).Status == 200);
            body.ResetWrittenCount();
            Assert.True(http.Handle("/scrape"u8, scrape, new RequestSource(IPv4(1)), body).Status == 200);
        });
    }

    private static void AssertNothing(Action<int> act)
    {
        for (int i = 0; i < 1000; i++) act(i);
        int run = 0;
        Assert.Equal(0, Allocation.Of(() => act(run++ % 1000)));
    }
}
