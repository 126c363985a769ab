using System.Buffers;
using System.Net;
using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Http;

public sealed class HttpTrackerTests : IDisposable
{
    private readonly TestTracker _tracker = new();

    public void Dispose() => _tracker.Dispose();

    [Fact]
    public void Announce_compact_answer_holds_counts_interval_and_both_families()
    {
        _tracker.Store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        _tracker.Store.Announce(Torrent(1), IPv6(1));
        Assert.True(AnnounceReplyView.TryParse(Announce(IPv4(2), new AnnounceRequest { InfoHash = Torrent(1), Port = 6882 }), out AnnounceReplyView view, out _));
        Assert.False(view.IsFailure);
        Assert.Equal((1800, 60, 1, 2, 1), (view.Reply.IntervalSeconds, view.Reply.MinIntervalSeconds, view.Reply.Complete, view.Reply.Incomplete, view.Reply.Downloaded));
        Assert.Equal(IPv4(2).Address, view.Reply.ExternalAddress!.Value.Address);
        Span<PeerEndPoint> peers = new PeerEndPoint[10];
        Assert.Equal([IPv4(1), IPv6(1)], peers[..view.CopyPeers(peers)].ToArray());
    }

    [Fact]
    public void Announce_dictionary_answer_lists_the_same_peers()
    {
        for (int i = 0; i < 300; i++) _tracker.Store.Announce(Torrent(1), i % 2 == 0 ? IPv4(i) : IPv6(i));
        byte[] body = Announce(IPv4(999), new AnnounceRequest { InfoHash = Torrent(1), Port = 6882, Compact = false, PeersWanted = 500 });
        Assert.True(AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out _));
        Span<PeerEndPoint> peers = new PeerEndPoint[500];
        Assert.Equal(TrackerOptions.PeersPerAnswerLimit, view.CopyPeers(peers));
        Assert.Contains("2:ip", Encoding.Latin1.GetString(body));
        Assert.InRange(body.Length, 1, HttpTracker.MaxReplyBytes);
    }

    [Theory]
    [InlineData("", "info_hash is missing")]
    [InlineData("?info_hash=short&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1", "info_hash must be 20 bytes")]
    [InlineData("info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=99999", "port is out of range")]
    public void Announce_malformed_query_is_refused_with_the_fault(string query, string reason)
    {
        Assert.True(AnnounceReplyView.TryParse(Ask("/announce", Encoding.ASCII.GetBytes(query), IPv4(1)).Body, out AnnounceReplyView view, out _));
        Assert.Equal(reason, Encoding.ASCII.GetString(view.FailureReason));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5000, 1)]
    public void Announce_seed_that_has_moved_nothing_gets_seeds_because_it_may_hold_only_a_magnet_link(long uploaded, int emptyAnswers)
    {
        _tracker.Store.Announce(Torrent(1), IPv4(1), isSeed: true);
        byte[] body = Announce(IPv4(2), new AnnounceRequest { InfoHash = Torrent(1), Port = 6882, Left = 0, Uploaded = uploaded });
        Assert.True(AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out _));
        Assert.Equal(1 - emptyAnswers, view.CopyPeers(new PeerEndPoint[10]));
    }

    [Fact]
    public void Announce_claimed_address_is_believed_only_from_who_may_speak_for_others()
    {
        PeerEndPoint victim = IPv4(66, 6881);
        var request = new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, ClaimedAddress = victim };
        Announce(IPv4(1), request);
        Assert.Equal([IPv4(1)], _tracker.Store.Announce(Torrent(1), IPv4(9)).Peers);
        Announce(new PeerEndPoint(IPAddress.Loopback, 5), request);
        Assert.DoesNotContain(victim, _tracker.Store.Announce(Torrent(1), IPv4(9)).Peers);
        _tracker.Handler.Options = new TrackerOptions { TrustedProxies = new TrustedProxies([IPNetwork.Parse("127.0.0.0/8")]) };
        Announce(new PeerEndPoint(IPAddress.Loopback, 5), request);
        Assert.Contains(victim, _tracker.Store.Announce(Torrent(1), IPv4(9)).Peers);
    }

    [Theory]
    [InlineData("8.0.0.1", 80, 0)]
    [InlineData("8.0.0.1", 1023, 0)]
    [InlineData("8.0.0.1", 1024, 1)]
    [InlineData("192.168.1.5", 80, 1)]
    public void Announce_port_of_the_system_is_taken_from_within_alone(string client, int port, int stored)
    {
        Announce(Parse(client), new AnnounceRequest { InfoHash = Torrent(1), Port = (ushort)port });
        _tracker.Store.TryScrape(Torrent(1), out SwarmCounts counts);
        Assert.Equal(stored, counts.Leechers);
    }

    [Theory]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9,127.0.0.1 , 10.1.2.3", "203.0.113.9")]
    [InlineData("127.0.0.1", " 203.0.113.9:4711 ", "203.0.113.9")]
    [InlineData("127.0.0.1", "[2001:db8::7]:1", "2001:db8::7")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9,", "203.0.113.9")]
    [InlineData("127.0.0.1", ", 203.0.113.9 , ,10.1.2.3, ", "203.0.113.9")]
    [InlineData("127.0.0.1", ",10.1.2.3", "10.1.2.3")]
    [InlineData("127.0.0.1", " , ", null)]
    [InlineData("127.0.0.1", "0.0.0.0", null)]
    [InlineData("127.0.0.1", "239.1.2.3", null)]
    [InlineData("127.0.0.1", "::", null)]
    [InlineData("127.0.0.1", "ff02::1", null)]
    [InlineData("127.0.0.1", "unknown", null)]
    [InlineData("127.0.0.1", "203.0.113.9, _hidden", null)]
    [InlineData("192.168.1.5", "203.0.113.9", null)]
    [InlineData("8.0.0.1", "203.0.113.9", "8.0.0.1")]
    public void Forwarded_request_is_of_whom_a_trusted_proxy_names(string direct, string forwardedFor, string? client)
    {
        var proxies = new TrustedProxies([IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("10.0.0.0/8")]);
        RequestSource source = proxies.SourceOf(new RequestSource(Parse(direct)), isForwarded: forwardedFor.Length > 0, Encoding.ASCII.GetBytes(forwardedFor));
        Assert.Equal(client, source.IsHidden || source.IsUnnamed ? null : source.Client.Address.ToString());
        Assert.Equal(forwardedFor.Length == 0, source.MaySpeakForOthers);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("0.0.0.0")]
    [InlineData("")]
    public void Forwarded_request_of_nobody_is_refused_with_the_reason(string forwardedFor)
    {
        var proxies = new TrustedProxies([IPNetwork.Parse("127.0.0.1/32")]);
        RequestSource source = proxies.SourceOf(new RequestSource(Parse("127.0.0.1")), isForwarded: true, Encoding.ASCII.GetBytes(forwardedFor));
        Assert.True(source.IsUnnamed);
        var output = new ArrayBufferWriter<byte>();
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        int length = AnnounceQuery.Write(new AnnounceRequest { InfoHash = Torrent(1), Port = 6881 }, query);
        new HttpTracker(_tracker.Handler).Handle("/announce"u8, query.AsSpan(0, length), source, output);
        Assert.Contains("names no address", Encoding.ASCII.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    public void Claimed_address_of_no_machine_counts_as_none(string claimed)
    {
        _tracker.Handler.Options = new TrackerOptions { TrustedProxies = new TrustedProxies([IPNetwork.Parse("192.168.1.0/24")]) };
        Announce(Parse("192.168.1.5"), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, ClaimedAddress = Parse(claimed) });
        Assert.Equal([Parse("192.168.1.5").WithPort(6881)], _tracker.Store.Announce(Torrent(1), Parse("192.168.1.9")).Peers);
    }

    [Fact]
    public void Forwarded_request_of_a_stranger_is_not_of_the_box()
    {
        RequestSource source = TrustedProxies.None.SourceOf(new RequestSource(Parse("127.0.0.1")), isForwarded: true, "203.0.113.9"u8);
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        int length = AnnounceQuery.Write(new AnnounceRequest { InfoHash = Torrent(1), Port = 6881 }, query);
        var output = new ArrayBufferWriter<byte>();
        new HttpTracker(_tracker.Handler).Handle("/announce"u8, query.AsSpan(0, length), source, output);
        Assert.Contains("trusted_proxies", Encoding.ASCII.GetString(output.WrittenSpan), StringComparison.Ordinal);
        Assert.False(_tracker.Store.TryScrape(Torrent(1), out _));
    }

    [Fact]
    public void Announce_too_often_is_refused_with_429()
    {
        using var tracker = new TestTracker(new TrackerOptions { RequestsPerSecondPerSource = 1, BurstPerSource = 1 });
        var http = new HttpTracker(tracker.Handler);
        Assert.Equal(200, http.Handle("/announce"u8, default, new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()).Status);
        Assert.Equal(429, http.Handle("/announce"u8, default, new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()).Status);
        Assert.Equal(429, http.Handle("/scrape"u8, default, new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()).Status);
    }

    [Fact]
    public void Scrape_tells_what_is_known_and_leaves_out_what_is_not()
    {
        _tracker.Store.Announce(Torrent(1), IPv4(1));
        byte[] query = new byte[200];
        int length = ScrapeQuery.Write([Torrent(1), Torrent(2)], query);
        byte[] body = Ask("/scrape", query.AsSpan(0, length), IPv4(5)).Body;
        Assert.True(ScrapeReply.TryParse(body, Torrent(1), out ScrapeCounts? known, out _, out _));
        Assert.Equal(new ScrapeCounts(0, 1, 0), known);
        Assert.True(ScrapeReply.TryParse(body, Torrent(2), out ScrapeCounts? unknown, out _, out _));
        Assert.Null(unknown);
    }

    [Fact]
    public void Local_seeder_comes_first_with_the_address_that_the_client_can_reach()
    {
        _tracker.LocalSeeders.Set(Torrent(1), new LocalSeeder(51000, true, 1000));
        _tracker.LocalSeeders.Addresses = new BoxAddresses(
            [new InterfaceAddress(Parse("192.168.1.2"), 24), new InterfaceAddress(Parse("10.0.0.2"), 8)], ExternalIPv4: Parse("5.5.5.5"));
        Assert.Equal("192.168.1.2:51000", First("192.168.1.77"));
        Assert.Equal("10.0.0.2:51000", First("10.9.9.9"));
        Assert.Equal("5.5.5.5:51000", First("8.8.8.8"));
        Assert.Equal("127.0.0.1:51000", First("127.0.0.1"));
        Assert.Equal("172.16.0.1:51000", First("172.16.9.9", reachedAt: "172.16.0.1"));
        // A seed has no use for it, but it counts.
        _tracker.LocalSeeders.Set(Torrent(2), new LocalSeeder(51000, true, 1000));
        Assert.True(AnnounceReplyView.TryParse(Announce(Parse("8.8.8.8"), new AnnounceRequest { InfoHash = Torrent(2), Port = 6881, Left = 0, Uploaded = 9 }), out AnnounceReplyView view, out _));
        Assert.Equal(0, view.CopyPeers(new PeerEndPoint[9]));
        Assert.Equal(2, view.Reply.Complete);

        string First(string client, string? reachedAt = null)
        {
            var request = new AnnounceRequest { InfoHash = Torrent(1), Port = 6881 };
            byte[] body = Announce(Parse(client), request, reachedAt is null ? null : Parse(reachedAt));
            Assert.True(AnnounceReplyView.TryParse(body, out AnnounceReplyView answer, out _));
            var peers = new PeerEndPoint[9];
            Assert.True(answer.CopyPeers(peers) > 0);
            return peers[0].ToString();
        }
    }

    [Fact]
    public void Library_policy_serves_what_was_added_and_nothing_else()
    {
        using var tracker = new TestTracker(mode: AccessPolicy.Library);
        tracker.Policy.Add(Torrent(1));
        Assert.Equal(0, tracker.Handler.Scrape(Torrent(1)).Complete + 1);
        tracker.LocalSeeders.Set(Torrent(1), new LocalSeeder(1, true, 0));
        Assert.Equal(1, tracker.Handler.Scrape(Torrent(1)).Complete);
        tracker.Policy.Remove(Torrent(1));
        Assert.Equal(-1, tracker.Handler.Scrape(Torrent(1)).Complete);
    }

    [Fact]
    public void Status_counts_each_download_once_and_tells_the_amplification()
    {
        _tracker.LocalSeeders.Set(Torrent(1), new LocalSeeder(1, true, ContentLength: 1000));
        Announce(IPv4(1), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Event = AnnounceEvent.Started });
        Announce(IPv4(1), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Left = 0, Downloaded = 5000, Event = AnnounceEvent.Completed });
        Announce(IPv4(1), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Left = 0, Downloaded = 5000, Event = AnnounceEvent.Stopped });
        Announce(IPv4(2), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Event = AnnounceEvent.Started });
        Announce(IPv4(2), new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Downloaded = 500, Event = AnnounceEvent.Stopped });
        TrackerStatus status = _tracker.Handler.Status(boxUploadedBytes: 500);
        Assert.Equal(1500, status.SwarmDownloadedBytes);
        Assert.Equal(3.0, status.Amplification);
        Assert.Equal(5, status.Announces);
    }

    private static PeerEndPoint Parse(string address) => new(IPAddress.Parse(address), 1);

    private byte[] Announce(PeerEndPoint client, AnnounceRequest request, PeerEndPoint? reachedAt = null)
    {
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        int length = AnnounceQuery.Write(request, query);
        return Ask("/announce", query.AsSpan(0, length), client, reachedAt).Body;
    }

    private (HttpReply Reply, byte[] Body) Ask(string path, ReadOnlySpan<byte> query, PeerEndPoint client, PeerEndPoint? reachedAt = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var tracker = new HttpTracker(_tracker.Handler);
        RequestSource source = tracker.SourceOf(new RequestSource(client, reachedAt), isForwarded: false, []);
        HttpReply reply = tracker.Handle(Encoding.ASCII.GetBytes(path), query, source, output);
        Assert.Equal(output.WrittenCount, reply.Length);
        return (reply, output.WrittenSpan.ToArray());
    }
}
