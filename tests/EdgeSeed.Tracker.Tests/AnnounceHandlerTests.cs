using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracker.Udp;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests;

public sealed class AnnounceHandlerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SpentBudget _budget = new();
    private readonly SwarmStore _store;
    private readonly AnnounceHandler _handler;
    private readonly byte[] _reply = new byte[UdpResponder.MaxReplyBytes];

    public AnnounceHandlerTests()
    {
        _store = new SwarmStore(new TrackerOptions(), _time);
        _handler = new AnnounceHandler(new TrackerOptions { Jitter = 0 }, _store, new TrackerPolicy(AccessPolicy.Open), new LocalSeeders(), _time) { Budget = _budget };
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Options_replaced_hold_from_the_next_request()
    {
        Assert.Equal(1800, Announce().IntervalSeconds);
        _handler.Options = new TrackerOptions { Interval = TimeSpan.FromMinutes(5), Jitter = 0, RequestsPerSecondPerSource = 1, BurstPerSource = 1 };
        Assert.Equal(300, Announce().IntervalSeconds);
        Assert.Equal(Refusal.TooOften, Announce().Refusal);
        // Other options leave the buckets as they are.
        _handler.Options = _handler.Options with { Interval = TimeSpan.FromMinutes(6) };
        Assert.Equal(Refusal.TooOften, Announce().Refusal);
    }

    [Fact]
    public void Answers_are_charged_to_the_budget_and_without_it_nothing_is_answered()
    {
        var udp = new UdpResponder(_handler, _time);
        var http = new HttpTracker(_handler);
        byte[] connect = new byte[UdpRequestHeader.Length];
        UdpRequestHeader.Connect(1).Write(connect);
        Assert.Equal(16, udp.Respond(connect, new RequestSource(IPv4(1)), _reply));
        int length = http.Handle("/scrape"u8, "info_hash=aaaaaaaaaaaaaaaaaaaa"u8, new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()).Length;
        Assert.Equal([(16, true), (length, false)], _budget.Charged);

        _budget.IsSpent = true;
        Assert.Equal(0, udp.Respond(connect, new RequestSource(IPv4(1)), _reply));
        Assert.Equal(new HttpReply(503, 0), http.Handle("/announce"u8, default, new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()));
        Assert.Equal(2, _budget.Charged.Count);
        Assert.Equal(2, _handler.Status().Unanswered);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&compact=0")]
    public void An_answer_names_no_more_peers_than_the_budget_has_room_for(string form)
    {
        for (int i = 0; i < 50; i++) _store.Announce(Torrent('a'), IPv4(i + 10));
        for (int i = 0; i < 50; i++) _store.Announce(Torrent('a'), IPv6(i + 10));
        var http = new HttpTracker(_handler);
        byte[] query = [.. "info_hash="u8, .. Torrent('a').Span.ToArray().SelectMany(b => System.Text.Encoding.ASCII.GetBytes($"%{b:x2}")), .. "&peer_id=aaaaaaaaaaaaaaaaaaaa&port=6881&left=1&numwant=80"u8, .. System.Text.Encoding.ASCII.GetBytes(form)];
        int Answer(int room)
        {
            _budget.Room = room;
            var body = new ArrayBufferWriter<byte>();
            Assert.Equal(200, http.Handle("/announce"u8, query, new RequestSource(IPv4(1), IPv4(2)), body).Status);
            Assert.InRange(body.WrittenCount, 1, room);
            Assert.True(AnnounceReplyView.TryParse(body.WrittenSpan, out AnnounceReplyView view, out _));
            return body.WrittenCount;
        }

        int all = Answer(20_000), some = Answer(600);
        Assert.True(all > 600);
        Assert.InRange(some, 150, 600);
    }

    [Fact]
    public void An_answer_for_which_there_is_no_room_is_not_given()
    {
        byte[] packet = new byte[16 + 74 * 20];
        var udp = new UdpResponder(_handler, _time);
        UdpRequestHeader.Connect(1).Write(packet);
        Assert.True(UdpConnectReply.TryParse(_reply.AsSpan(0, udp.Respond(packet.AsSpan(0, 16), new RequestSource(IPv4(1)), _reply)), out UdpConnectReply connected));
        UdpScrapeRequest.Write(connected.ConnectionId, 5, [.. Enumerable.Range(1, 74).Select(i => Torrent(i))], packet);
        Assert.Equal(8 + 74 * 12, udp.Respond(packet, new RequestSource(IPv4(1)), _reply));
        _budget.Room = 600;
        Assert.Equal(0, udp.Respond(packet, new RequestSource(IPv4(1)), _reply));
        Assert.Equal(1, _handler.Status().Unanswered);
        Assert.Equal(2, _budget.Charged.Count);
    }

    [Fact]
    public void Scrapes_switched_off_are_refused_over_both()
    {
        _store.Announce(Torrent(1), IPv4(1));
        _handler.Options = new TrackerOptions { AnswersScrapes = false };
        var body = new ArrayBufferWriter<byte>();
        new HttpTracker(_handler).Handle("/scrape"u8, "info_hash=aaaaaaaaaaaaaaaaaaaa"u8, new RequestSource(IPv4(1)), body);
        Assert.True(AnnounceReplyView.TryParse(body.WrittenSpan, out AnnounceReplyView view, out _));
        Assert.Equal("this tracker does not answer scrapes"u8, view.FailureReason);

        var udp = new UdpResponder(_handler, _time);
        byte[] packet = new byte[36];
        UdpRequestHeader.Connect(1).Write(packet);
        Assert.True(UdpConnectReply.TryParse(_reply.AsSpan(0, udp.Respond(packet.AsSpan(0, 16), new RequestSource(IPv4(1)), _reply)), out UdpConnectReply connected));
        UdpScrapeRequest.Write(connected.ConnectionId, 5, [Torrent(1)], packet);
        Assert.True(UdpErrorReply.TryParse(_reply.AsSpan(0, udp.Respond(packet, new RequestSource(IPv4(1)), _reply)), out _, out ReadOnlySpan<byte> reason));
        Assert.Equal("this tracker does not answer scrapes"u8, reason);
    }

    [Fact]
    public void Who_joins_the_swarm_of_what_the_box_offers_is_told_once()
    {
        var local = new LocalSeeders();
        var handler = new AnnounceHandler(new TrackerOptions(), _store, new TrackerPolicy(AccessPolicy.Open), local, _time);
        var joined = new List<PeerEndPoint>();
        handler.Joined = (infoHash, peer) =>
        {
            Assert.Equal(Torrent(2), infoHash);
            joined.Add(peer);
        };
        local.Set(Torrent(2), new LocalSeeder(6881, true, 1000));
        void Announce(InfoHash torrent, int from, ushort port, long left)
        {
            var selection = new PeerSelection();
            handler.Announce(new AnnounceRequest { InfoHash = torrent, Port = port, Left = left }, new RequestSource(IPv4(from)), ref selection);
        }

        Announce(Torrent(2), 1, 5000, left: 1);
        Announce(Torrent(2), 1, 5000, left: 1);
        // A seed, one that cannot be connected to, and the swarm of others.
        Announce(Torrent(2), 2, 5000, left: 0);
        Announce(Torrent(2), 3, 0, left: 1);
        Announce(Torrent(1), 4, 5000, left: 1);
        Assert.Equal([IPv4(1).WithPort(5000)], joined);
    }

    /// <summary>A hybrid (BEP 52): clients of version 1 and 2 announce it by different names, many by both, and are one swarm.</summary>
    [Fact]
    public void Two_names_of_a_hybrid_are_one_swarm_and_who_announces_by_both_is_one_peer()
    {
        var local = new LocalSeeders();
        var handler = new AnnounceHandler(new TrackerOptions(), _store, new TrackerPolicy(AccessPolicy.Open), local, _time);
        local.Set(Torrent(2), new LocalSeeder(6881, true, 1000));
        local.Alias(Torrent(3), Torrent(2));
        var joined = new List<InfoHash>();
        handler.Joined = (name, _) => joined.Add(name);
        void Announce(InfoHash name, int from, long left, AnnounceEvent what = AnnounceEvent.None)
        {
            var selection = new PeerSelection();
            handler.Announce(new AnnounceRequest { InfoHash = name, Port = 5000, Left = left, Event = what }, new RequestSource(IPv4(from)), ref selection);
        }

        Announce(Torrent(2), 1, left: 1);
        Announce(Torrent(3), 2, left: 1);
        Announce(Torrent(2), 2, left: 1);
        Assert.Equal(new ScrapeCounts(1, 2, 0), handler.Scrape(Torrent(2)));
        // By the name by which they call it: they may know no other.
        Assert.Equal([Torrent(2), Torrent(3)], joined);
        Assert.Equal(handler.Scrape(Torrent(2)), handler.Scrape(Torrent(3)));
        Assert.Equal(1, handler.Status().Totals.Torrents);

        // By one name it is a seed already when it tells by the other that it has completed; and both are told.
        Announce(Torrent(2), 2, left: 0);
        Announce(Torrent(3), 2, left: 0, AnnounceEvent.Completed);
        Announce(Torrent(2), 2, left: 0, AnnounceEvent.Completed);
        Assert.Equal(new ScrapeCounts(2, 1, 1), handler.Scrape(Torrent(3)));

        local.Remove(Torrent(2));
        Announce(Torrent(3), 3, left: 1);
        Assert.Equal(2, handler.Status().Totals.Torrents);
    }

    [Theory]
    [InlineData(false, 0, 3)]
    [InlineData(true, 0, 3)]
    [InlineData(false, 5, 2)]
    [InlineData(true, 5, 2)]
    public void Answer_holds_two_of_the_boxs_address_while_there_are_others(bool isIPv6, int others, int ofBox)
    {
        PeerEndPoint At(int number) => isIPv6 ? IPv6(number) : IPv4(number);
        var local = new LocalSeeders();
        local.Set(Torrent(2), new LocalSeeder(6881, true, 1000));
        var handler = new AnnounceHandler(new TrackerOptions(), _store, new TrackerPolicy(AccessPolicy.Open), local, _time);
        foreach (ushort port in (ushort[])[5000, 5001]) _store.Announce(Torrent(2), At(1).WithPort(port));
        for (int i = 0; i < others; i++) _store.Announce(Torrent(2), At(10 + i));
        var selection = new PeerSelection { IPv4 = new byte[PeerSelection.IPv4Room(50)], IPv6 = new byte[PeerSelection.IPv6Room(50)] };
        handler.Announce(new AnnounceRequest { InfoHash = Torrent(2), Port = 6000, Left = 1, PeersWanted = 50 }, new RequestSource(At(100), At(1)), ref selection);
        PeerEndPoint[] peers = Read(selection);
        Assert.Equal(At(1).WithPort(6881), peers[0]);
        Assert.Equal(ofBox, peers.Count(peer => AddressBlock.Of(peer) == AddressBlock.Of(At(1))));
        Assert.Equal(others, peers.Count(peer => AddressBlock.Of(peer) != AddressBlock.Of(At(1))));
    }

    private AnnounceOutcome Announce()
    {
        var selection = new PeerSelection();
        return _handler.Announce(new AnnounceRequest { InfoHash = Torrent(1), Port = 1 }, new RequestSource(IPv4(1)), ref selection);
    }

    private sealed class SpentBudget : IAnswerBudget
    {
        public bool IsSpent { get; set; }

        public List<(int Bytes, bool IsDatagram)> Charged { get; } = [];

        public int Room { get; set; } = int.MaxValue;

        public int RoomFor(in PeerEndPoint client) => IsSpent ? 0 : Room;

        public void Charge(in PeerEndPoint client, int bytes, bool isDatagram) => Charged.Add((bytes, isDatagram));
    }
}
