using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Fuzz;

/// <summary>Alone in the process while it runs: what the heap holds is counted.</summary>
[CollectionDefinition(nameof(DhtFuzz), DisableParallelization = true)]
public sealed class DhtFuzzAlone;

/// <summary>A node of the DHT behind its door: whatever comes in, it neither throws nor grows.</summary>
[Collection(nameof(DhtFuzz))]
public sealed class DhtFuzz
{
    private const long MostGrowthBytes = 1 << 20;

    /// <summary>The longest datagram that is sent.</summary>
    private const int MostBytes = 1472;

    private static readonly NodeId s_name = new("abcdefghij0123456789"u8), s_place = new("mnopqrstuvwxyz123456"u8);

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_whole()
    {
        var mutator = new Mutator(5);
        byte[][] samples = Samples("aa"u8);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] datagram = i % 8 == 0 ? mutator.Bytes(64) : mutator.Mutate(samples[i % samples.Length]);
            if (!DhtMessage.TryParse(datagram, out DhtMessage message))
            {
                refused++;
                continue;
            }
            accepted++;
            Assert.InRange(message.Transaction.Length, 1, DhtMessage.MaxTransactionBytes);
            for (int node = 0; node < message.Nodes.Count; node++) Assert.True(message.Nodes[node].EndPoint.IsIPv4);
            for (int node = 0; node < message.Nodes6.Count; node++) Assert.NotNull(message.Nodes6[node].EndPoint.ToString());
            int peers = 0;
            foreach (PeerEndPoint peer in message.Peers) peers += peer.CompactLength;
            Assert.InRange(peers, 0, datagram.Length);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }

    [Fact]
    public void Node_neither_throws_nor_grows_and_answers_within_bounds()
    {
        var mutator = new Mutator(42);
        var wire = new CountingWire();
        var store = new DhtPeerStore();
        var node = new DhtNode(isIPv4: true, wire, new DhtPace { BytesPerSecond = 20_000 }, store, wire, mutator.Random, SipKey.Create()) { ListenPort = 6881 };
        int packets = Mutator.Iterations(100_000);
        long now = 1, before = 0;
        for (int i = 0; i < packets; i++)
        {
            PeerEndPoint from = PeerEndPoint.FromIPv4((uint)mutator.Random.NextInt64(0x0B00_0000, 0xDF00_0000), (ushort)mutator.Random.Next(65536));
            // Every third speaks to a question that was asked, from where it was asked.
            byte[][] samples = Samples("aa"u8);
            if (i % 3 == 0 && wire.LastQuestion is { } asked) (samples, from) = (Samples(asked.Transaction), asked.To);
            byte[] sample = samples[mutator.Random.Next(samples.Length)];
            node.Hear(mutator.Random.Next(4) == 0 ? sample : mutator.Mutate(sample), from, now);
            if (i % 20 == 0) node.Meet(from);
            if (i % 50 == 0) node.Tick(now += 1000);
            if (i % 500 == 0) node.TrySeek(new InfoHash("mnopqrstuvwxyz123456"u8), DhtPurpose.Announce, RoutingTable.BucketSize, now);
            if (i == packets / 2) before = GC.GetTotalMemory(forceFullCollection: true);
        }
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, long.MinValue, MostGrowthBytes);
        Assert.InRange(wire.Longest, 1, MostBytes);
        Assert.InRange(store.Count, 0, DhtPeerStore.MaxPeers);
        Assert.InRange(node.Table.Count, 1, RoutingTable.MaxBuckets * RoutingTable.BucketSize);
        Assert.True(node.Answered > 0 && node.Asked > 0);
    }

    private static byte[][] Samples(ReadOnlySpan<byte> transaction)
    {
        byte[] buffer = new byte[DhtMessage.MaxBytes];
        var samples = new List<byte[]>();
        foreach (DhtMethod method in (DhtMethod[])[DhtMethod.Ping, DhtMethod.FindNode, DhtMethod.GetPeers, DhtMethod.AnnouncePeer])
        {
            samples.Add(buffer[..DhtWriter.WriteQuery(buffer, transaction, new DhtQuery(method, s_name) { Target = s_place, Port = 6881, Token = "1234"u8 })]);
        }
        DhtContact[] nodes = new DhtContact[8];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = new DhtContact(s_place, PeerEndPoint.FromIPv4(0x0C00_0000u + (uint)(i << 10), 7000));
        PeerEndPoint to = PeerEndPoint.FromIPv4(0x0B01_0203, 6881);
        samples.Add(buffer[..DhtWriter.WriteAnswer(buffer, transaction, new DhtAnswer(s_name) { Seen = to })]);
        samples.Add(buffer[..DhtWriter.WriteAnswer(buffer, transaction, new DhtAnswer(s_name) { Seen = to, Nodes = nodes, Token = "1234"u8, Peers = [to, to] })]);
        samples.Add(buffer[..DhtWriter.WriteError(buffer, transaction, DhtWriter.ProtocolError)]);
        return [.. samples];
    }

    private sealed class CountingWire : IDhtWire, IDhtWatcher
    {
        public int Longest { get; private set; }

        public (byte[] Transaction, PeerEndPoint To)? LastQuestion { get; private set; }

        public bool TrySend(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
        {
            Longest = Math.Max(Longest, datagram.Length);
            Assert.True(DhtMessage.TryParse(datagram, out DhtMessage message));
            if (message.Kind == DhtMessageKind.Query) LastQuestion = (message.Transaction.ToArray(), to);
            return true;
        }

        public void Found(in NodeId target, ReadOnlySpan<PeerEndPoint> peers)
        {
        }

        public void Ended(DhtLookup lookup, int told)
        {
        }
    }
}
