using System.Globalization;
using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;
using EdgeSeed.Protocol.Torrents;
using Xunit.Abstractions;

namespace EdgeSeed.Engine.Tests.Dht;

/// <summary>What a session does in the DHT, and what it costs: in a network of nodes in memory, hours in seconds.</summary>
public sealed class DhtLoopTests(ITestOutputHelper output)
{
    private const long Limit = 100_000, SmallLimit = 4_000;
    private const int Torrents = 10_000;

    /// <summary>Simulated hours and nodes around: a few, or what <c>EDGESEED_DHT_HOURS</c> and <c>EDGESEED_DHT_NODES</c> say.</summary>
    private static readonly int s_hours = Read("EDGESEED_DHT_HOURS", 2), s_nodes = Read("EDGESEED_DHT_NODES", 150);

    [Fact]
    public void Ten_thousand_torrents_are_each_announced_every_hour_or_as_often_as_fits_in_a_twentieth_of_the_budget()
    {
        var box = new Box(Limit, Torrents);
        box.Join();
        long longest = 0;
        var last = new long[Torrents];
        box.Run(TimeSpan.FromHours(s_hours), () =>
        {
            for (int i = 0; i < Torrents; i++)
            {
                long at = box.Table.Values[i].SoughtAt;
                if (at == last[i]) continue;
                longest = Math.Max(longest, at - last[i]);
                last[i] = at;
            }
        });
        DhtStatus status = box.Loop.Snapshot()!;
        double share = status.SentBytes / (s_hours * 3600.0 * Limit);
        double turnBytes = (double)status.SentBytes / status.Lookups, roundMilliseconds = 1000.0 * Torrents * turnBytes / (DhtLoop.BudgetPart * Limit);
        output.WriteLine($"{s_hours} h, {s_nodes} nodes: {share:P2} of the budget, {status.Lookups} lookups, {status.Announces} announces confirmed, {status.GoodNodes} good nodes");
        output.WriteLine($"{turnBytes:0} bytes a turn, so {3_600_000.0 * Torrents / roundMilliseconds:0} torrents fit in an hour; longest wait {longest / 60_000.0:0.0} min");
        Assert.InRange(share, 0.01, DhtLoop.BudgetPart);
        Assert.InRange(longest, 1, Math.Max(3_600_000, 1.05 * roundMilliseconds));
        Assert.Equal(0, last.Count(static at => at == 0));
        Assert.Equal(Torrents, status.Announced);
        Assert.InRange(status.Announces, 2 * status.Lookups, long.MaxValue);
    }

    [Fact]
    public void Small_budget_answers_nobody_and_sends_next_to_nothing()
    {
        var box = new Box(SmallLimit, 1000);
        box.Join();
        box.Run(TimeSpan.FromHours(s_hours));
        DhtStatus status = box.Loop.Snapshot()!;
        double rate = status.SentBytes / (s_hours * 3600.0);
        output.WriteLine($"{rate:0.0} bytes a second, {status.Lookups} lookups, {status.Announces} announces confirmed");
        Assert.True(status.IsReadOnly);
        Assert.Equal(0, status.Answers);
        Assert.InRange(rate, 1, 200);
        Assert.InRange(status.Announces, 100, long.MaxValue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Private_torrents_and_those_of_which_nobody_is_to_be_told_are_never_named(bool isPrivate)
    {
        var box = new Box(UploadBudget.Unlimited, 20, isPrivate);
        foreach (TorrentState torrent in box.Table.Values) torrent.Follow(TorrentRule.Default with { IsAnnounced = isPrivate });
        box.Join();
        box.Run(TimeSpan.FromMinutes(10));
        Assert.InRange(box.Loop.Snapshot()!.GoodNodes, 1, int.MaxValue);
        Assert.All(box.Table.Values.ToArray(), static torrent => Assert.Equal(0, torrent.SoughtAt));
        Assert.Empty(box.Named.Intersect(box.Table.Values.ToArray().Select(static torrent => NodeId.Of(torrent.Torrent.InfoHash))));
    }

    [Fact]
    public void What_peers_say_of_their_nodes_is_enough_to_begin()
    {
        var box = new Box(UploadBudget.Unlimited, 1);
        box.Loop.Join(new DhtSettings(IsReadOnly: false, []));
        Assert.Equal(box.Address.Port, box.State.Nodes.Port);
        box.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(0, box.Loop.Snapshot()!.GoodNodes);
        box.State.Nodes.Name(box.World.Nodes[0].Address);
        box.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(box.Loop.Snapshot()!.GoodNodes, 8, int.MaxValue);
        Assert.Equal(RoutingTable.BucketSize, box.Table.Values[0].SoughtNodes);
        Assert.InRange(box.Loop.Known().Length, 8, DhtLoop.MaxKept);
    }

    [Fact]
    public void Network_that_lets_nothing_through_is_said_to_and_one_that_does_is_not()
    {
        var box = new Box(UploadBudget.Unlimited, 1);
        box.Loop.Join(new DhtSettings(IsReadOnly: false, [.. Enumerable.Range(0, 8).Select(_ => box.World.NewAddress())]));
        box.Run(TimeSpan.FromSeconds(30));
        Assert.False(box.Loop.Snapshot()!.IsSilent);
        box.Run(TimeSpan.FromSeconds(60));
        Assert.True(box.Loop.Snapshot()!.IsSilent);
        box.State.Nodes.Name(box.World.Nodes[0].Address);
        box.Run(TimeSpan.FromSeconds(30));
        Assert.False(box.Loop.Snapshot()!.IsSilent);
    }

    [Fact]
    public void Fault_is_told_and_the_part_begins_again_alone()
    {
        var box = new Box(UploadBudget.Unlimited, 1);
        box.Join();
        box.Run(TimeSpan.FromSeconds(30));
        box.IsBroken = true;
        box.State.Nodes.Name(box.World.NewAddress());
        box.Run(TimeSpan.FromSeconds(1));
        Assert.Equal("dht", Assert.Single(box.State.Supervisor.Down).Part);
        Assert.Equal(0, box.State.Nodes.Port);
        box.IsBroken = false;
        box.Run(TimeSpan.FromMinutes(2));
        Assert.Empty(box.State.Supervisor.Down);
        Assert.InRange(box.Loop.Snapshot()!.GoodNodes, 1, int.MaxValue);
    }

    [Fact]
    public void Nothing_is_sent_and_no_turn_is_spent_while_the_device_is_away()
    {
        var box = new Box(Limit, 1000);
        box.State.Egress.IsReady = false;
        box.Join();
        box.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(0, box.Sent);
        box.State.Egress.IsReady = true;
        box.Loop.Moved();
        box.Run(TimeSpan.FromMinutes(5));
        Assert.InRange(box.Loop.Snapshot()!.GoodNodes, 1, int.MaxValue);
        box.State.Egress.IsReady = false;
        (int sent, long[] turns) = (box.Sent, [.. box.Table.Values.ToArray().Select(static torrent => torrent.SoughtAt)]);
        box.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(sent, box.Sent);
        Assert.Equal(turns, box.Table.Values.ToArray().Select(static torrent => torrent.SoughtAt));
    }

    private static int Read(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int said) ? said : usual;

    /// <summary>A session's part in the DHT without the session: its torrents, and a network of nodes around it.</summary>
    private sealed class Box : INodeSockets
    {
        private readonly WorldTime _time;

        public Box(long bytesPerSecond, int torrents, bool isPrivate = false)
        {
            for (int i = 0; i < s_nodes; i++)
            {
                WorldNode node = World.Add();
                for (int j = 0; j < 3 && i > 0; j++) node.Dht.Meet(World.Nodes[World.Random.Next(i)].Address);
                if (i % 20 == 0) World.Run(TimeSpan.FromSeconds(1));
            }
            World.Run(TimeSpan.FromMinutes(1));
            Address = World.NewAddress();
            _time = new WorldTime(World);
            State = new SessionState(new EngineOptions(), _time, new Supervisor(_time, static _ => { })) { Random = World.Random, Egress = new Egress("absent0", [], _time) { IsReady = true } };
            var budgets = new UploadBudgets(new UploadBudget(bytesPerSecond, _time), new UploadBudget(UploadBudget.Unlimited, _time));
            Loop = new DhtLoop(State, Table, static (_, _, _) => { }, budgets, this, Address.Port) { Secret = World.NewSecret() };
            for (int i = 0; i < torrents; i++) Table.Add(Make(i, isPrivate));
            State.ReadClock();
            World.Put(Address, (datagram, from) =>
            {
                State.ReadClock();
                Node?.Hear(datagram, from);
            });
        }

        public DhtWorld World { get; } = new(11);

        public PeerEndPoint Address { get; }

        public SessionState State { get; }

        public TorrentTable Table { get; } = new();

        public DhtLoop Loop { get; }

        public INodeDatagrams? Node { private get; set; }

        public ushort NodePort => Address.Port;

        public bool IsBroken { get; set; }

        /// <summary>Datagrams that were sent.</summary>
        public int Sent { get; private set; }

        /// <summary>The places that were asked for.</summary>
        public HashSet<NodeId> Named { get; } = [];

        public void Join() => Loop.Join(new DhtSettings(IsReadOnly: false, [World.Nodes[0].Address, World.Nodes[1].Address]));

        public void Run(TimeSpan time, Action? eachMinute = null)
        {
            long minute = World.Now + 60_000;
            World.Run(time, () =>
            {
                State.ReadClock();
                Loop.Tick();
                if (World.Now < minute) return;
                minute += 60_000;
                eachMinute?.Invoke();
            });
        }

        public bool Reaches(in PeerEndPoint to) => to.IsIPv4;

        public void Send(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
        {
            if (IsBroken) throw new InvalidOperationException("broken");
            Sent++;
            if (DhtMessage.TryParse(datagram, out DhtMessage message) && message.HasTarget) Named.Add(message.Target);
            World.Send(datagram, Address, to);
        }

        private TorrentState Make(int number, bool isPrivate)
        {
            var layout = new TorrentLayout(16384, 16384);
            var verified = new Bitfield(1);
            verified.Set(new PieceIndex(0));
            return new TorrentState(
                new SeedTorrent
                {
                    InfoHash = new InfoHash(SHA1.HashData(BitConverter.GetBytes(number))),
                    Layout = layout,
                    Verified = verified,
                    Content = new MemoryBlocks(default),
                    IsPrivate = isPrivate,
                },
                State.Options);
        }
    }

    private sealed class WorldTime(DhtWorld world) : TimeProvider
    {
        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => world.Now;
    }
}
