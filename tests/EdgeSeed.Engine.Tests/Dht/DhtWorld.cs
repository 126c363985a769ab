using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

/// <summary>A network of nodes of the DHT in memory: datagrams take their time, some are lost, and a clock that goes as fast as there is something to do.</summary>
internal sealed class DhtWorld(int seed)
{
    private const int LeastMilliseconds = 20, MostMilliseconds = 200;

    private readonly PriorityQueue<(byte[] Datagram, PeerEndPoint From, PeerEndPoint To), (long At, long Order)> _underWay = new();
    private readonly Dictionary<PeerEndPoint, Action<byte[], PeerEndPoint>> _hosts = [];
    private readonly List<WorldNode> _nodes = [];
    private long _order;

    public Random Random { get; } = new(seed);

    /// <summary>The part of the datagrams that are lost.</summary>
    public double Lost { private get; init; } = 0.01;

    public long Now { get; private set; } = 1000;

    public IReadOnlyList<WorldNode> Nodes => _nodes;

    /// <summary>Bytes that came to each address, whoever is there.</summary>
    public Dictionary<PeerEndPoint, long> BytesTo { get; } = [];

    /// <summary>An address in the world that nobody has, alone in its /24.</summary>
    public PeerEndPoint NewAddress(bool isIPv4 = true)
    {
        Span<byte> bytes = stackalloc byte[16];
        while (true)
        {
            Random.NextBytes(bytes);
            bytes[0] = 0x20;
            ushort port = (ushort)Random.Next(1024, 65536);
            PeerEndPoint address = isIPv4 ? PeerEndPoint.FromIPv4((uint)Random.NextInt64(0x0B00_0000, 0xDF00_0000), port) : PeerEndPoint.FromIPv6(bytes, port);
            if (AddressScopes.Of(address) == AddressScope.Global && !_hosts.ContainsKey(address)) return address;
        }
    }

    /// <summary>A secret that is the same in each run.</summary>
    public SipKey NewSecret() => new((ulong)Random.NextInt64(), (ulong)Random.NextInt64());

    /// <summary>Puts up a node; unless it is secure it has any name (BEP 42).</summary>
    public WorldNode Add(bool isSecure = true, bool isIPv4 = true, DhtPace? pace = null, PeerEndPoint? address = null)
    {
        var node = new WorldNode(this, address ?? NewAddress(isIPv4), pace ?? new DhtPace { BytesPerSecond = 1_000_000 });
        if (isSecure) node.Dht.NoteOwnAddress(node.Address);
        _nodes.Add(node);
        _hosts[node.Address] = node.Hear;
        return node;
    }

    /// <summary>Puts somebody at an address who does as he likes.</summary>
    public void Put(PeerEndPoint address, Action<byte[], PeerEndPoint> host) => _hosts[address] = host;

    public void Kill(WorldNode node)
    {
        _hosts.Remove(node.Address);
        _nodes.Remove(node);
    }

    public void Send(ReadOnlySpan<byte> datagram, PeerEndPoint from, PeerEndPoint to)
    {
        BytesTo[to] = BytesTo.GetValueOrDefault(to) + datagram.Length;
        if (Random.NextDouble() < Lost) return;
        _underWay.Enqueue((datagram.ToArray(), from, to), (Now + Random.Next(LeastMilliseconds, MostMilliseconds), _order++));
    }

    /// <summary>Lets time pass; each node looks at its clock once a second.</summary>
    public void Run(TimeSpan time, Action? eachSecond = null)
    {
        long end = Now + (long)time.TotalMilliseconds;
        for (long second = Now; second < end; second += 1000)
        {
            Deliver(second);
            foreach (WorldNode node in _nodes) node.Dht.Tick(Now);
            eachSecond?.Invoke();
            Deliver(Math.Min(second + 1000, end));
        }
    }

    private void Deliver(long until)
    {
        while (_underWay.TryPeek(out (byte[] Datagram, PeerEndPoint From, PeerEndPoint To) next, out (long At, long Order) at) && at.At <= until)
        {
            _underWay.Dequeue();
            Now = Math.Max(Now, at.At);
            if (_hosts.TryGetValue(next.To, out Action<byte[], PeerEndPoint>? host)) host(next.Datagram, next.From);
        }
        Now = until;
    }
}

/// <summary>A node of such a network, and what it has found.</summary>
internal sealed class WorldNode : IDhtWire, IDhtWatcher
{
    private readonly DhtWorld _world;

    public WorldNode(DhtWorld world, PeerEndPoint address, DhtPace pace)
    {
        (_world, Address, Pace) = (world, address, pace);
        Dht = new DhtNode(address.IsIPv4, this, pace, new DhtPeerStore(), this, world.Random, world.NewSecret()) { ListenPort = address.Port };
    }

    public PeerEndPoint Address { get; }

    public DhtPace Pace { get; }

    public DhtNode Dht { get; }

    public HashSet<(NodeId Target, PeerEndPoint Peer)> Peers { get; } = [];

    /// <summary>Lookups for peers that have come to an end.</summary>
    public List<DhtLookup> Lookups { get; } = [];

    public void Hear(byte[] datagram, PeerEndPoint from) => Dht.Hear(datagram, from, _world.Now);

    public bool TrySend(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
    {
        _world.Send(datagram, Address, to);
        return true;
    }

    public void Found(in NodeId target, ReadOnlySpan<PeerEndPoint> peers)
    {
        foreach (ref readonly PeerEndPoint peer in peers) Peers.Add((target, peer));
    }

    public void Ended(DhtLookup lookup, int told)
    {
        if (lookup.Purpose != DhtPurpose.Nodes) Lookups.Add(lookup);
    }
}
