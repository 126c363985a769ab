using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Tests.Choking;

/// <summary>Who counts as having a slot for nothing; one slot, and peers that never ask for anything.</summary>
public class ChokerTests
{
    private readonly ManualClock _clock = new();
    private readonly EngineOptions _options = new() { UploadSlots = 1 };
    private readonly SessionState _state;
    private readonly PeerTable _table = new(capacity: 50);
    private readonly SendLane _lane;
    private readonly TorrentState _torrent;
    private readonly Choker _choker;

    public ChokerTests()
    {
        _state = new SessionState(_options, _clock, Supervisor.Alone(_clock));
        var budgets = new UploadBudgets(new UploadBudget(4_000, _clock), new UploadBudget(UploadBudget.Unlimited, _clock));
        _lane = new SendLane(budgets.World, budgets.World.Open()!);
        var lanes = new SendLanes(budgets, _lane, new SendLane(budgets.Lan, budgets.Lan.Open()!));
        var layout = new TorrentLayout(16 * 1024, 16 * 1024);
        var content = new PatternBlocks(layout.TotalLength);
        _torrent = new TorrentState(new SeedTorrent { InfoHash = SessionFixture.Hash(1), Layout = layout, Verified = new Bitfield(layout.PieceCount), Content = content }, _options);
        _choker = new Choker(_state, _table, lanes, new PeerTurns(new PeerMemory(_state)));
        // The lane's first rotation is due at once.
        Pass(1);
    }

    [Fact]
    public void Slot_that_came_and_went_before_its_peer_was_told_was_not_for_nothing()
    {
        PeerConnection first = Newcomer(1), second = Newcomer(2);
        _choker.Judge(first);
        Pass(21);
        Assert.Equal((false, true), (Serves(first), Serves(second)));
        // The first never heard of its slot. The second hears, and asks for nothing.
        Tell(second);
        Pass(4);
        Assert.True(Serves(first));
    }

    [Fact]
    public void Time_to_ask_runs_from_when_a_peer_is_told_and_others_are_let_besides_afterwards()
    {
        PeerConnection holder = Newcomer(1), waiting = Newcomer(2);
        _choker.Judge(holder);
        Pass(5);
        Assert.Equal((true, false), (Serves(holder), Serves(waiting)));
        Tell(holder);
        Pass(1);
        Assert.Equal((true, true), (Serves(holder), Serves(waiting)));
    }

    [Fact]
    public void Nobody_is_let_besides_who_asks()
    {
        PeerConnection holder = Newcomer(1), waiting = Newcomer(2);
        _choker.Judge(holder);
        Tell(holder);
        Ask(holder);
        Pass(10);
        Assert.Equal((true, false), (Serves(holder), Serves(waiting)));
    }

    [Fact]
    public void Who_had_its_slot_for_nothing_does_not_take_it_back_from_who_was_not_told_yet()
    {
        PeerConnection idle = Newcomer(1), untold = Newcomer(2);
        _choker.Judge(idle);
        Tell(idle);
        Pass(4);
        Tell(idle);
        Pass(10);
        Assert.True(Serves(untold));
    }

    [Fact]
    public void A_crowd_that_asks_for_nothing_keeps_a_newcomer_waiting_for_seconds_however_many_it_is()
    {
        PeerConnection[] crowd = [.. Enumerable.Range(1, 49).Select(Newcomer)];
        PeerConnection newcomer = Newcomer(50);
        Array.ForEach(crowd, _choker.Judge);
        // One, then two more, four, eight: a little more than half a second each.
        for (int step = 0; step < 80 && !Serves(newcomer); step++)
        {
            PassMilliseconds(50);
            Array.ForEach(crowd, Tell);
        }
        Assert.True(Serves(newcomer));
        Tell(newcomer);
        Ask(newcomer);
        Pass(60);
        Assert.True(Serves(newcomer));
    }

    [Fact]
    public void When_a_crowd_asks_after_all_twice_the_slots_go_on_and_each_has_its_turn_that_waits_on_as_before()
    {
        PeerConnection[] crowd = [.. Enumerable.Range(1, 20).Select(Newcomer)];
        for (int step = 0; step < 60 && crowd.Any(peer => !Serves(peer)); step++)
        {
            PassMilliseconds(50);
            Array.ForEach(crowd, Tell);
        }
        Array.ForEach(crowd, Ask);
        Pass(1);
        Assert.All(crowd.Where(peer => !Serves(peer)), peer => Assert.Equal(0, peer.SlotSince));
        var served = new HashSet<PeerConnection>();
        for (int second = 0; second < 20 * crowd.Length; second++)
        {
            Pass(1);
            PeerConnection[] now = [.. crowd.Where(Serves)];
            Assert.InRange(now.Length, 1, 2);
            served.UnionWith(now);
        }
        Assert.Equal(crowd.Length, served.Count);
        Assert.Single(crowd, Serves);
    }

    private static bool Serves(PeerConnection peer) => !peer.ShouldChoke;

    private PeerConnection Newcomer(int number)
    {
        Assert.True(_table.TryReserve(out int slot));
        var peer = new PeerConnection(slot, new PeerSocket(-1), PeerEndPoint.FromIPv4(0x0B000000 + (uint)number, 6881), _lane, _options)
        {
            Stage = PeerStage.Running,
            Torrent = _torrent,
            IsInterested = true,
            ConnectedAt = _state.Now,
        };
        _table.Put(peer);
        return peer;
    }

    private static void Ask(PeerConnection peer)
    {
        Assert.True(peer.Torrent!.Torrent.Layout.TryBlock(0, 0, 16 * 1024, out BlockRequest block));
        Assert.True(peer.Requests.TryEnqueue(block));
    }

    /// <summary>As the message does that says so, if there is anything to say.</summary>
    private void Tell(PeerConnection peer)
    {
        if (peer.IsChoked == peer.ShouldChoke) return;
        peer.IsChoked = peer.ShouldChoke;
        if (peer.IsChoked) peer.ChokedAt = _state.Now;
        else peer.UnchokedAt = _state.Now;
    }

    private void Pass(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _state.ReadClock();
            _choker.Tick();
        }
    }

    /// <summary>As the session's loop does between its seconds.</summary>
    private void PassMilliseconds(int milliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _state.ReadClock();
        if (_state.Now % 1000 < milliseconds) _choker.Tick();
        else _choker.Look();
    }
}
