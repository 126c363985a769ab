using System.Buffers;
using BenchmarkDotNet.Attributes;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using EdgeSeed.Tracker.Udp;

namespace EdgeSeed.Bench.Tracker;

/// <summary>One announce by a random known peer of a million on 10,000 torrents: without a socket, so the tracker's own share. Allocates nothing.</summary>
[MemoryDiagnoser]
public class AnnounceBenchmark : IDisposable
{
    private const int Torrents = 10_000;
    private const int PeersPerTorrent = 100;

    private readonly byte[] _reply = new byte[UdpResponder.MaxReplyBytes];
    private readonly byte[] _packet = new byte[UdpAnnounceRequest.Length];
    private readonly byte[] _query = new byte[AnnounceQuery.MaxWrittenBytes];
    private readonly ArrayBufferWriter<byte> _body = new(HttpTracker.MaxReplyBytes);
    private readonly Random _random = new(1);
    private SwarmStore _store = null!;
    private UdpResponder _udp = null!;
    private HttpTracker _http = null!;
    private ulong _connectionId;

    private static RequestSource Client => new(PeerEndPoint.FromIPv4(0x7f00_0001, 4000));

    [GlobalSetup]
    public void Fill()
    {
        var options = new TrackerOptions();
        _store = new SwarmStore(options, TimeProvider.System);
        var handler = new AnnounceHandler(options, _store, new TrackerPolicy(AccessPolicy.Open), new LocalSeeders(), TimeProvider.System);
        _udp = new UdpResponder(handler, TimeProvider.System);
        _http = new HttpTracker(handler);
        UdpRequestHeader.Connect(1).Write(_packet);
        int length = _udp.Respond(_packet.AsSpan(0, UdpRequestHeader.Length), Client, _reply);
        if (!UdpConnectReply.TryParse(_reply.AsSpan(0, length), out UdpConnectReply connected)) throw new InvalidOperationException("No connection id.");
        _connectionId = connected.ConnectionId;
        for (int torrent = 0; torrent < Torrents; torrent++)
        {
            for (int peer = 0; peer < PeersPerTorrent; peer++) AnnounceByUdp(Request(torrent, peer));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Udp() => AnnounceByUdp(Request(_random.Next(Torrents), _random.Next(PeersPerTorrent)));

    [Benchmark]
    public int Http()
    {
        int length = AnnounceQuery.Write(Request(_random.Next(Torrents), _random.Next(PeersPerTorrent)), _query);
        _body.ResetWrittenCount();
        return _http.Handle("/announce"u8, _query.AsSpan(0, length), Client, _body).Length;
    }

    private static AnnounceRequest Request(int torrent, int peer)
    {
        Span<byte> hash = stackalloc byte[InfoHash.Length];
        ulong state = (ulong)(torrent + 1) * 0x9E37_79B9_7F4A_7C15;
        for (int i = 0; i < hash.Length; i++)
        {
            state = (state ^ (state >> 27)) * 0xBF58_476D_1CE4_E5B9;
            hash[i] = (byte)(state >> 24);
        }
        return new AnnounceRequest { InfoHash = new InfoHash(hash), Port = (ushort)(1024 + peer), PeersWanted = 50 };
    }

    private int AnnounceByUdp(AnnounceRequest request)
    {
        UdpAnnounceRequest.Write(_connectionId, 7, request, _packet);
        return _udp.Respond(_packet, Client, _reply);
    }
}
