using System.Text;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Dht;

/// <summary>Whoever is named as the sender of whatever, and hears nothing of it himself: to his address and port go no more bytes (of UDP payload) than came from there.</summary>
public sealed class ForgedSourceTests
{
    private const int Sources = 6;

    private readonly DhtWorld _world = new(21);
    private readonly WorldNode[] _nodes;
    private readonly NodeId _torrent = new("mnopqrstuvwxyz123456"u8);

    public ForgedSourceTests()
    {
        _nodes = [_world.Add(), _world.Add(isIPv4: false)];
        (_nodes[0].Dht.Other, _nodes[1].Dht.Other) = (_nodes[1].Dht, _nodes[0].Dht);
        // Enough others, of nodes and of peers, for long answers.
        for (int i = 0; i < 60; i++) _world.Add(isIPv4: i % 2 == 0).Dht.Meet(_nodes[i % 2].Address);
        _world.Run(TimeSpan.FromSeconds(30));
        foreach (WorldNode node in _world.Nodes.Skip(2).Take(20).ToArray()) node.Dht.TrySeek(new InfoHash("mnopqrstuvwxyz123456"u8), DhtPurpose.AnnounceSeed, RoutingTable.BucketSize, _world.Now);
        _world.Run(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void No_more_goes_to_an_address_than_came_from_it()
    {
        long sent = 0, got = 0, answered = Answered;
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Who, ushort What, byte Wait)[]>(), steps =>
        {
            var sources = new PeerEndPoint[Sources];
            for (int i = 0; i < Sources; i++) sources[i] = i % 3 == 2 ? sources[i - 1].WithPort(4000) : _world.NewAddress(isIPv4: i < Sources / 2);
            var from = new long[Sources];
            foreach ((byte who, ushort what, byte wait) in steps)
            {
                int source = who % Sources;
                byte[] datagram = Make(what);
                from[source] += datagram.Length;
                _nodes[source < Sources / 2 ? 0 : 1].Hear(datagram, sources[source]);
                Assert.True(Got(sources[source]) <= from[source], $"{Got(sources[source])} bytes for {from[source]}: {Encoding.Latin1.GetString(datagram)}");
                _world.Run(TimeSpan.FromMilliseconds(wait % 16 * 50));
            }
            _world.Run(TimeSpan.FromSeconds(10));
            for (int i = 0; i < Sources; i++) Assert.True(Got(sources[i]) <= from[i], $"{Got(sources[i])} bytes for {from[i]}, in the end");
            (sent, got) = (sent + from.Sum(), got + sources.Sum(Got));
        }).QuickCheckThrowOnFailure();
        Assert.True(got > 0.1 * sent && Answered > answered, $"{got} bytes for {sent}, {Answered - answered} answers: that proves nothing.");
    }

    private long Answered => _nodes.Sum(static node => node.Dht.Answered);

    private long Got(PeerEndPoint source) => _world.BytesTo.GetValueOrDefault(source);

    /// <summary>Any question, as real clients and others write them, and answers to what was never heard.</summary>
    private byte[] Make(int what)
    {
        byte[] name = new byte[NodeId.Length];
        _world.Random.NextBytes(name);
        string id = $"2:id20:{Encoding.Latin1.GetString(name)}", place = _torrent.ToString()[..20], want = Has(8) ? "4:wantl2:n42:n6e" : "", scrape = Has(16) ? "6:scrapei1e" : "";
        string number = Has(32) ? "32:" + new string('t', DhtMessage.MaxTransactionBytes) : "2:aa", readOnly = Has(64) ? "2:roi1e" : "", client = Has(128) ? "1:v4:LT20" : "";
        if (Has(256)) place = "mnopqrstuvwxyz123456";
        if (Has(512)) client += "1:x" + (Has(1024) ? "300:" + new string('x', 300) : "30:" + new string('x', 30));
        string tail = $"{readOnly}1:t{number}{client}1:y1:qe";
        return Encoding.Latin1.GetBytes((what % 8) switch
        {
            0 => $"d1:ad{id}e1:q4:ping{tail}",
            1 => $"d1:ad{id}6:target20:{place}{want}e1:q9:find_node{tail}",
            2 => $"d1:ad{id}9:info_hash20:{place}4:porti7000e5:token4:abcde1:q13:announce_peer{tail}",
            3 => $"d1:ad{id}e1:q4:vote{tail}",
            4 => $"d1:rd{id}e1:t4:abcd1:y1:re",
            _ => $"d1:ad{id}9:info_hash20:{place}{scrape}{want}e1:q9:get_peers{tail}",
        });

        bool Has(int bit) => (what & bit) != 0;
    }
}
