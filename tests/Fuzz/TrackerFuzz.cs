using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracker.Udp;

namespace EdgeSeed.Fuzz;

/// <summary>Alone in the process while it runs: what the heap holds is counted.</summary>
[CollectionDefinition(nameof(TrackerFuzz), DisableParallelization = true)]
public sealed class TrackerFuzzAlone;

/// <summary>The tracker as a whole behind its two doors: whatever comes in, it answers within bounds, stores within its caps, and does not grow.</summary>
[Collection(nameof(TrackerFuzz))]
public sealed class TrackerFuzz : IDisposable
{
    private const int MaxTorrents = 100;
    private const int MaxPeerBytes = 64 * 1024;
    private const long MostGrowthBytes = 1 << 20;

    private readonly SwarmStore _store;
    private readonly AnnounceHandler _handler;
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

    public TrackerFuzz()
    {
        var options = new TrackerOptions { MaxTorrents = MaxTorrents, MaxPeerBytes = MaxPeerBytes, RequestsPerSecondPerSource = 0 };
        _store = new SwarmStore(options, TimeProvider.System);
        _handler = new AnnounceHandler(options, _store, new TrackerPolicy(AccessPolicy.Open), new LocalSeeders(), TimeProvider.System);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Udp_packets_mutated_are_answered_within_bounds()
    {
        var mutator = new Mutator(15);
        var responder = new UdpResponder(_handler, TimeProvider.System);
        byte[] reply = new byte[UdpResponder.MaxReplyBytes], connect = new byte[UdpRequestHeader.Length], announce = new byte[UdpAnnounceRequest.Length], scrape = new byte[76];
        UdpRequestHeader.Connect(1).Write(connect);
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            PeerEndPoint client = PeerEndPoint.FromIPv4((uint)mutator.Random.Next(), (ushort)mutator.Random.Next(65536));
            responder.Respond(connect, new RequestSource(client), reply);
            if (!UdpConnectReply.TryParse(reply, out UdpConnectReply connected)) connected = default;
            UdpAnnounceRequest.Write(connected.ConnectionId, 1, new AnnounceRequest { InfoHash = Hash(mutator), Port = 1 }, announce);
            UdpScrapeRequest.Write(connected.ConnectionId, 1, [Hash(mutator), Hash(mutator), Hash(mutator)], scrape);
            byte[] packet = mutator.Random.Next(8) switch { 0 => mutator.Bytes(UdpResponder.MaxRequestBytes), 1 => mutator.Mutate(connect), 2 => mutator.Mutate(scrape), _ => mutator.Mutate(announce) };
            Assert.InRange(responder.Respond(packet, new RequestSource(client), reply), 0, 1452);
        }
        AssertBounded();
    }

    [Fact]
    public void Http_queries_mutated_are_answered_within_bounds()
    {
        var mutator = new Mutator(16);
        var http = new HttpTracker(_handler);
        var body = new ArrayBufferWriter<byte>(HttpTracker.MaxReplyBytes);
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            PeerEndPoint client = PeerEndPoint.FromIPv4((uint)mutator.Random.Next(), 1);
            var request = new AnnounceRequest { InfoHash = Hash(mutator), Port = 1, Compact = mutator.Random.Next(2) == 0, PeersWanted = mutator.Random.Next(-2, 400) };
            byte[] mutated = mutator.Mutate(query.AsSpan(0, AnnounceQuery.Write(request, query)));
            body.ResetWrittenCount();
            HttpReply reply = http.Handle(mutator.Random.Next(4) == 0 ? "/scrape"u8 : "/announce"u8, mutated, new RequestSource(client), body);
            Assert.Equal(200, reply.Status);
            Assert.InRange(reply.Length, 1, HttpTracker.MaxReplyBytes);
            Assert.True(AnnounceReplyView.TryParse(body.WrittenSpan, out _, out _));
        }
        AssertBounded();
    }

    private static InfoHash Hash(Mutator mutator)
    {
        Span<byte> bytes = stackalloc byte[InfoHash.Length];
        bytes[0] = (byte)mutator.Random.Next(256);
        return new InfoHash(bytes);
    }

    private void AssertBounded()
    {
        StoreTotals totals = _store.Totals();
        Assert.InRange(totals.Torrents, 1, MaxTorrents);
        Assert.InRange(totals.IPv4Peers, 1, MaxPeerBytes / 16);
        Assert.InRange(totals.PeerBytes, 1, 4 << 20);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - _before, long.MinValue, MostGrowthBytes);
    }
}
