using System.Net;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class RoutingTableTests
{
    private readonly Random _random = new(7);

    [Fact]
    public void Table_is_bounded_whoever_answers()
    {
        var world = new DhtWorld(1);
        var table = new RoutingTable(NodeId.Create(_random));
        for (int i = 0; i < 20_000; i++) table.Answered(Secure(world.NewAddress()), now: i);
        Assert.InRange(table.Count, 8 * 8, RoutingTable.MaxBuckets * RoutingTable.BucketSize);
    }

    /// <summary>A range of 256 addresses, or the same of IPv6, that answers under any names it likes and as often as it likes.</summary>
    [Theory]
    [InlineData("203.0.113.")]
    [InlineData("2001:db8:1:1::")]
    public void Sybil_range_has_no_more_than_its_share(string range)
    {
        var table = new RoutingTable(NodeId.Create(_random));
        for (int i = 0; i < 20_000; i++)
        {
            PeerEndPoint address = new(IPAddress.Parse(range + (i % 256)), (ushort)(1024 + (i / 256)));
            NodeId id = i % 2 == 0 ? NodeId.Create(_random) : SecureNodeId.Create(address, _random);
            table.Answered(new DhtContact(id, address), now: i);
        }
        Assert.InRange(table.Count, 1, RoutingTable.MaxNeighbours);
    }

    [Fact]
    public void Bucket_in_which_nobody_has_answered_for_long_is_looked_in_once()
    {
        var world = new DhtWorld(3);
        var table = new RoutingTable(NodeId.Create(_random));
        int deepest = 0;
        for (int i = 0; i < 500; i++)
        {
            DhtContact node = Secure(world.NewAddress());
            if (table.Answered(node, now: 1)) deepest = Math.Max(deepest, table.Own.CommonBits(node.Id));
        }
        const long Later = RoutingTable.GoodMilliseconds + 1;
        var nearest = new DhtContact[1];
        table.FindNearest(table.Own.Beside(1, _random), nearest);
        Assert.Equal(1, table.Own.CommonBits(nearest[0].Id));
        table.Answered(nearest[0], Later - 1);
        var looked = new List<int>();
        while (table.TryTakeStale(Later, _random, out NodeId place)) looked.Add(table.Own.CommonBits(place));
        Assert.Equal(Enumerable.Range(0, deepest + 1).Where(static bits => bits != 1), looked.Order());
    }

    [Fact]
    public void Nodes_with_any_name_give_way_to_those_whose_name_is_that_of_their_address()
    {
        var world = new DhtWorld(2);
        var table = new RoutingTable(default);
        var far = new List<DhtContact>();
        while (far.Count < 40)
        {
            var node = new DhtContact(NodeId.Create(_random), world.NewAddress());
            if (node.Id.CommonBits(default) == 0 && !SecureNodeId.IsOf(node.Id, node.EndPoint)) far.Add(node);
        }
        foreach (DhtContact node in far) table.Answered(node, 1);
        Assert.Equal(RoutingTable.BucketSize / 2, table.Count);
        int secure = 0;
        while (secure < RoutingTable.BucketSize)
        {
            DhtContact node = Secure(world.NewAddress());
            if (node.Id.CommonBits(default) != 0) continue;
            Assert.True(table.Answered(node, 2));
            secure++;
        }
        Assert.Equal(RoutingTable.BucketSize, table.Count);
        var nearest = new DhtContact[20];
        Assert.Equal(RoutingTable.BucketSize, table.FindNearest(default, nearest));
        Assert.DoesNotContain(nearest, far.Contains);
    }

    [Fact]
    public void Whole_local_network_may_be_in_it()
    {
        var table = new RoutingTable(NodeId.Create(_random));
        for (int i = 1; i <= 20; i++) table.Answered(new DhtContact(NodeId.Create(_random), new PeerEndPoint(IPAddress.Parse($"192.168.1.{i}"), 6881)), 1);
        Assert.InRange(table.Count, 12, 20);
    }

    [Fact]
    public void Node_that_does_not_answer_is_given_up_and_its_place_taken_before()
    {
        var world = new DhtWorld(3);
        var table = new RoutingTable(default);
        DhtContact node = Secure(world.NewAddress());
        table.Answered(node, 1);
        for (int i = 1; i < RoutingTable.MaxFailures; i++)
        {
            table.Failed(node.EndPoint);
            Assert.Equal((0, 1), table.Judge(2));
        }
        table.Answered(node, 3);
        Assert.Equal((1, 0), table.Judge(4));
        for (int i = 0; i < RoutingTable.MaxFailures; i++) table.Failed(node.EndPoint);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void Only_node_is_looked_through_though_an_answer_of_its_was_lost()
    {
        var world = new DhtWorld(5) { Lost = 0 };
        WorldNode one = world.Add(), other = world.Add();
        one.Dht.Meet(other.Address);
        world.Run(TimeSpan.FromSeconds(30));
        one.Dht.Table.Failed(other.Address);
        Assert.Equal(0, one.Dht.Table.FindNearest(default, new DhtContact[1]));
        Assert.Equal(1, one.Dht.Table.FindNearest(default, new DhtContact[1], maxFailures: 1));
        Assert.True(one.Dht.TrySeek(new InfoHash(new byte[InfoHash.Length]), DhtPurpose.Peers, RoutingTable.BucketSize, world.Now));
        world.Run(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 0), one.Dht.Table.Judge(world.Now));
    }

    [Fact]
    public void Silent_node_is_questionable_and_asked_for_in_turn()
    {
        var world = new DhtWorld(4);
        var table = new RoutingTable(default);
        DhtContact first = Secure(world.NewAddress()), second = Secure(world.NewAddress());
        table.Answered(first, 1);
        table.Answered(second, 2);
        Assert.False(table.TryTakeQuestionable(1000, out _));
        long now = RoutingTable.GoodMilliseconds + 10;
        Assert.Equal((0, 2), table.Judge(now));
        Assert.True(table.TryTakeQuestionable(now, out DhtContact one));
        Assert.True(table.TryTakeQuestionable(now, out DhtContact two));
        Assert.Equal([first, second], [one, two]);
        Assert.False(table.TryTakeQuestionable(now, out _));
        Assert.True(table.TryTakeQuestionable(now + 60_000, out _));
    }

    [Fact]
    public void Nearest_are_found_the_nearest_first()
    {
        var world = new DhtWorld(5);
        var table = new RoutingTable(NodeId.Create(_random));
        var all = new List<DhtContact>();
        for (int i = 0; i < 200; i++)
        {
            DhtContact node = Secure(world.NewAddress());
            if (table.Answered(node, 1)) all.Add(node);
        }
        NodeId target = NodeId.Create(_random);
        var nearest = new DhtContact[RoutingTable.BucketSize];
        Assert.Equal(nearest.Length, table.FindNearest(target, nearest));
        all.Sort((one, other) => target.CompareDistance(one.Id, other.Id));
        Assert.Equal(all[..nearest.Length], nearest);
    }

    private DhtContact Secure(PeerEndPoint address) => new(SecureNodeId.Create(address, _random), address);
}
