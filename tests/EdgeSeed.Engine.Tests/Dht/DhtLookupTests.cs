using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtLookupTests
{
    private readonly DhtWorld _world = new(8);
    private readonly NodeId _target = NodeId.Create(new Random(5));
    private readonly DhtLookup _lookup;

    public DhtLookupTests() => _lookup = new DhtLookup(_target, DhtPurpose.Announce, RoutingTable.BucketSize, startedAt: 0);

    [Fact]
    public void Nearest_are_asked_first_and_a_few_at_a_time()
    {
        List<DhtContact> nodes = Add(20);
        var asked = new List<DhtContact>();
        while (_lookup.TryTakeNext(out DhtContact node)) asked.Add(node);
        Assert.Equal(nodes[..DhtLookup.Parallel], asked);
        Assert.Equal(2, _lookup.Answered(asked[0].EndPoint, asked[0].Id, "token"u8));
        Assert.True(_lookup.TryTakeNext(out DhtContact next));
        Assert.Equal(nodes[DhtLookup.Parallel], next);
        Assert.False(_lookup.TryTakeNext(out _));
        _lookup.PutBack(next.EndPoint);
        Assert.True(_lookup.TryTakeNext(out DhtContact again));
        Assert.Equal(next, again);
    }

    [Fact]
    public void It_ends_when_the_nearest_have_answered()
    {
        List<DhtContact> nodes = Add(20);
        AnswerAll();
        Assert.True(_lookup.IsFinished(1));
        Assert.Equal(nodes[..RoutingTable.BucketSize], _lookup.Nearest().Select(static each => each.Node));
    }

    [Fact]
    public void Slow_nodes_are_passed_over_and_taken_when_they_answer_all_the_same()
    {
        List<DhtContact> nodes = Add(20);
        Assert.True(_lookup.TryTakeNext(out DhtContact slow));
        _lookup.Late(slow.EndPoint, isLost: false);
        AnswerAll();
        Assert.DoesNotContain(slow, _lookup.Nearest().Select(static each => each.Node));
        _lookup.Answered(slow.EndPoint, slow.Id, "token"u8);
        Assert.Equal(nodes[..RoutingTable.BucketSize], _lookup.Nearest().Select(static each => each.Node));
    }

    [Fact]
    public void Node_of_another_name_than_was_said_is_passed_over()
    {
        List<DhtContact> nodes = Add(10);
        Assert.True(_lookup.TryTakeNext(out DhtContact liar));
        Assert.Equal(0, _lookup.Answered(liar.EndPoint, nodes[^1].Id, "token"u8));
        AnswerAll();
        Assert.Equal(nodes[1..9], _lookup.Nearest().Select(static each => each.Node));
    }

    [Fact]
    public void Who_names_nodes_that_are_not_there_has_a_few_of_them_asked_and_the_others_are_found()
    {
        List<DhtContact> nodes = Add(12);
        for (byte i = 0; i < 200; i++) _lookup.Add(new DhtContact(Near(i), _world.NewAddress()), hops: 2);
        int lost = 0;
        while (_lookup.TryTakeNext(out DhtContact node))
        {
            if (nodes.Contains(node))
            {
                _lookup.Answered(node.EndPoint, node.Id, "token"u8);
                continue;
            }
            lost++;
            _lookup.Late(node.EndPoint, isLost: true);
        }
        Assert.InRange(lost, 1, 2 * RoutingTable.BucketSize);
        Assert.True(_lookup.IsFinished(1));
        Assert.Equal(nodes[..RoutingTable.BucketSize], _lookup.Nearest().Select(static each => each.Node));
    }

    [Fact]
    public void Neighbourhood_of_addresses_has_two_places()
    {
        PeerEndPoint first = _world.NewAddress();
        for (uint i = 0; i < 200; i++)
        {
            PeerEndPoint address = PeerEndPoint.FromIPv4((first.IPv4Address & 0xFFFF_FF00) + i, (ushort)(2000 + i));
            _lookup.Add(new DhtContact(Near((byte)i), address), hops: 1);
        }
        List<DhtContact> nodes = Add(12);
        AnswerAll();
        Assert.InRange(_lookup.Nearest().Count(each => !nodes.Contains(each.Node)), 1, 2);
        Assert.Equal(RoutingTable.BucketSize, _lookup.Nearest().Count);
    }

    [Fact]
    public void It_ends_after_so_many_questions_and_so_long_whatever_is_said()
    {
        int asked = 0;
        for (int i = 0; i < 1000; i++)
        {
            Add(1);
            while (_lookup.TryTakeNext(out DhtContact node))
            {
                asked++;
                _lookup.Late(node.EndPoint, isLost: true);
            }
        }
        Assert.InRange(asked, 1, DhtLookup.MaxQuestions);
        Assert.True(_lookup.IsFinished(1));
        Assert.True(new DhtLookup(_target, DhtPurpose.Peers, 8, startedAt: 0).IsFinished(DhtLookup.MaxMilliseconds + 1));
    }

    /// <summary>Nodes whose names are those of their addresses, the nearest first.</summary>
    private List<DhtContact> Add(int count)
    {
        var nodes = new List<DhtContact>();
        for (int i = 0; i < count; i++)
        {
            PeerEndPoint address = _world.NewAddress();
            nodes.Add(new DhtContact(SecureNodeId.Create(address, _world.Random), address));
            _lookup.Add(nodes[^1], hops: 1);
        }
        nodes.Sort((one, other) => _target.CompareDistance(one.Id, other.Id));
        return nodes;
    }

    private void AnswerAll()
    {
        while (_lookup.TryTakeNext(out DhtContact node)) _lookup.Answered(node.EndPoint, node.Id, "token"u8);
    }

    private NodeId Near(byte last)
    {
        byte[] bytes = new byte[NodeId.Length];
        _target.Write(bytes);
        bytes[^1] = last;
        return new NodeId(bytes);
    }
}
