using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Udp;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Udp;

public sealed class UdpResponderTests : IDisposable
{
    private readonly TestTracker _tracker = new();
    private readonly UdpResponder _responder;
    private readonly byte[] _reply = new byte[UdpResponder.MaxReplyBytes];

    public UdpResponderTests() => _responder = new UdpResponder(_tracker.Handler, _tracker.Time);

    public void Dispose() => _tracker.Dispose();

    [Fact]
    public void Announce_after_connect_is_answered_with_counts_and_peers()
    {
        Announce(IPv4(1, 4000), Connect(IPv4(1, 4000)), Torrent(1), port: 6881);
        int length = Announce(IPv4(2, 4000), Connect(IPv4(2, 4000)), Torrent(1), port: 6882);
        Assert.True(UdpAnnounceReply.TryParse(_reply.AsSpan(0, length), out UdpAnnounceReply reply, out ReadOnlySpan<byte> peers));
        Assert.Equal(new UdpAnnounceReply(77, 1800, 2, 0), reply);
        Assert.Equal(IPv4(1, 6881), PeerEndPoint.FromCompact(peers));
    }

    [Fact]
    public void Announce_over_IPv6_gets_IPv6_peers_only()
    {
        for (int i = 0; i < 200; i++) _tracker.Store.Announce(Torrent(1), IPv6(i));
        _tracker.Store.Announce(Torrent(1), IPv4(1));
        int length = Announce(IPv6(999, 4000), Connect(IPv6(999, 4000)), Torrent(1), wanted: 200);
        Assert.Equal(20 + (79 * 18), length);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(121, false)]
    [InlineData(6000, false)]
    public void Connection_id_is_good_for_a_minute_at_least_and_two_at_most(int seconds, bool isGood)
    {
        ulong id = Connect(IPv4(1, 4000));
        _tracker.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isGood, Announce(IPv4(1, 4000), id, Torrent(1)) > 0);
    }

    [Fact]
    public void Connection_id_of_another_address_gets_nothing()
    {
        ulong id = Connect(IPv4(1, 4000));
        Assert.Equal(0, Announce(IPv4(2, 4000), id, Torrent(1)));
        Assert.Equal(0, Announce(IPv6(1, 4000), id, Torrent(1)));
        Assert.NotEqual(0, Announce(IPv4(1, 4001), id, Torrent(1)));
    }

    [Fact]
    public void Unproven_source_never_receives_more_bytes_than_it_sent()
    {
        var random = new Random(5);
        byte[] packet = new byte[UdpResponder.MaxRequestBytes];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(packet);
            int length = random.Next(200);
            ulong id = random.Next(4) switch { 0 => UdpRequestHeader.ConnectProtocolId, 1 => 0, 2 => Connect(IPv4(1)), _ => (ulong)random.NextInt64() };
            new UdpRequestHeader(id, (UdpTrackerAction)random.Next(5), 1).Write(packet);
            Assert.InRange(_responder.Respond(packet.AsSpan(0, length), new RequestSource(IPv4(2)), _reply), 0, length);
        }
        Assert.Equal(0, _tracker.Handler.Status().Announces);
    }

    [Fact]
    public void Torrent_that_is_not_served_is_refused_with_a_reason()
    {
        using var tracker = new TestTracker(mode: AccessPolicy.Library);
        tracker.Policy.Add(Torrent(1));
        var responder = new UdpResponder(tracker.Handler, tracker.Time);
        ulong id = Connect(IPv4(1), responder);
        Assert.True(UdpAnnounceReply.TryParse(_reply.AsSpan(0, Announce(IPv4(1), id, Torrent(1), responder: responder)), out _, out _));
        Assert.True(UdpErrorReply.TryParse(_reply.AsSpan(0, Announce(IPv4(1), id, Torrent(2), responder: responder)), out uint transaction, out ReadOnlySpan<byte> reason));
        Assert.Equal(77u, transaction);
        Assert.Equal("this tracker does not serve this torrent"u8, reason);
    }

    [Fact]
    public void Scrape_tells_counts_in_the_order_asked()
    {
        _tracker.Store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        byte[] packet = new byte[16 + 40];
        UdpScrapeRequest.Write(Connect(IPv4(9)), 5, [Torrent(2), Torrent(1)], packet);
        int length = _responder.Respond(packet, new RequestSource(IPv4(9)), _reply);
        Assert.True(UdpScrapeReply.TryParse(_reply.AsSpan(0, length), out uint transaction, out ReadOnlySpan<byte> entries));
        Assert.Equal(5u, transaction);
        Assert.Equal(new ScrapeCounts(0, 0, 0), UdpScrapeReply.ReadEntry(entries));
        Assert.Equal(new ScrapeCounts(1, 0, 1), UdpScrapeReply.ReadEntry(entries[12..]));
    }

    [Fact]
    public void Source_that_asks_too_often_gets_silence_and_others_are_served()
    {
        using var tracker = new TestTracker(new TrackerOptions { RequestsPerSecondPerSource = 10, BurstPerSource = 20 });
        var responder = new UdpResponder(tracker.Handler, tracker.Time);
        ulong id = Connect(IPv4(1), responder), other = Connect(IPv4(2), responder);
        Assert.Equal(20, Enumerable.Range(0, 1000).Count(_ => Announce(IPv4(1), id, Torrent(1), responder: responder) > 0));
        Assert.True(Announce(IPv4(2), other, Torrent(1), responder: responder) > 0);
        tracker.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, Enumerable.Range(0, 1000).Count(_ => Announce(IPv4(1), id, Torrent(1), responder: responder) > 0));
    }

    private ulong Connect(PeerEndPoint client, UdpResponder? responder = null)
    {
        byte[] packet = new byte[UdpRequestHeader.Length], reply = new byte[UdpResponder.MaxReplyBytes];
        UdpRequestHeader.Connect(3).Write(packet);
        int length = (responder ?? _responder).Respond(packet, new RequestSource(client), reply);
        Assert.True(UdpConnectReply.TryParse(reply.AsSpan(0, length), out UdpConnectReply parsed));
        return parsed.ConnectionId;
    }

    private int Announce(PeerEndPoint client, ulong id, InfoHash torrent, ushort port = 6881, int wanted = -1, UdpResponder? responder = null)
    {
        byte[] packet = new byte[UdpAnnounceRequest.Length];
        var request = new AnnounceRequest { InfoHash = torrent, PeerId = PeerId.Create(), Port = port, PeersWanted = wanted };
        UdpAnnounceRequest.Write(id, 77, request, packet);
        return (responder ?? _responder).Respond(packet, new RequestSource(client), _reply);
    }
}
