using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Tests.SuperSeeding;

/// <summary>Who fetches, beside a crowd that is interested, may ask, and lets everything pass that it is told of.</summary>
public class SuperSeederTests
{
    private const int Pieces = 16, PieceBytes = 16 * 1024, Crowd = 40;

    private readonly ManualClock _clock = new();
    private readonly EngineOptions _options = new() { SuperSeeding = SuperSeedingPolicy.Auto };
    private readonly SessionState _state;
    private readonly SendLane _lane;
    private readonly TorrentState _torrent;
    private readonly SuperSeeder _seeder;
    private readonly HashSet<int> _fetched = [];

    public SuperSeederTests()
    {
        _state = new SessionState(_options, _clock, Supervisor.Alone(_clock));
        var budgets = new UploadBudgets(new UploadBudget(100_000, _clock), new UploadBudget(UploadBudget.Unlimited, _clock));
        _lane = new SendLane(budgets.World, budgets.World.Open()!);
        var lanes = new SendLanes(budgets, _lane, new SendLane(budgets.Lan, budgets.Lan.Open()!));
        var layout = new TorrentLayout(Pieces * PieceBytes, PieceBytes);
        var verified = new Bitfield(layout.PieceCount);
        verified.SetAll();
        _torrent = new TorrentState(new SeedTorrent { InfoHash = SessionFixture.Hash(1), Layout = layout, Verified = verified, Content = new PatternBlocks(layout.TotalLength) }, _options);
        _seeder = new SuperSeeder(_state, lanes, new PeerTurns(new PeerMemory(_state)));
        PassTenth();
    }

    [Fact]
    public void A_crowd_keeps_no_piece_for_long_from_who_fetches_not_even_the_last()
    {
        for (int number = 1; number <= Crowd; number++) Join(number);
        for (int tenth = 0; tenth < 30; tenth++) PassTenth();
        PeerConnection fetcher = Join(Crowd + 1);
        int fetched = 0, tenths = 0;
        // A piece every two tenths of a second; as long again at most goes by in waiting, and a few seconds for the last ones.
        for (; fetched < Pieces && tenths < 4 * Pieces + 40; tenths++)
        {
            PassTenth();
            if (tenths % 2 == 0 && TryFetch(fetcher)) fetched++;
        }
        Assert.True(fetched == Pieces, $"{fetched} of {Pieces} pieces in {tenths / 10.0} s");
    }

    [Fact]
    public void Who_fetches_is_told_ahead_for_its_part_of_the_line_whatever_comes_besides()
    {
        PeerConnection fetcher = Join(1);
        for (int number = 2; number <= Crowd; number++) Join(number);
        while (!TryFetch(fetcher)) PassTenth();
        // The others may have taken what was left; they let it pass.
        for (int tenth = 0; tenth < 50; tenth++) PassTenth();
        Assert.InRange(Told(fetcher).Count(piece => !_fetched.Contains(piece)), 2, 100_000 / PieceBytes + 1);
    }

    private IEnumerable<int> Told(PeerConnection peer) => Enumerable.Range(0, Pieces).Where(piece => _seeder.WasTold(peer, new PieceIndex(piece)));

    private bool TryFetch(PeerConnection peer)
    {
        foreach (int piece in Told(peer))
        {
            if (!_fetched.Add(piece)) continue;
            Assert.True(_torrent.Torrent.Layout.TryBlock((uint)piece, 0, PieceBytes, out BlockRequest block));
            _seeder.BlockSent(peer, block);
            return true;
        }
        return false;
    }

    private PeerConnection Join(int number)
    {
        var peer = new PeerConnection(number, new PeerSocket(-1), PeerEndPoint.FromIPv4(0x0B000000 + (uint)number, 6881), _lane, _options)
        {
            Stage = PeerStage.Running,
            Introduction = IntroductionStage.Finished,
            Torrent = _torrent,
            IsInterested = true,
            IsChoked = false,
            ShouldChoke = false,
            UnchokedAt = _state.Now,
            ConnectedAt = _state.Now,
        };
        _seeder.Joined(peer);
        _torrent.Peers++;
        _seeder.HasSpoken(peer);
        return peer;
    }

    private void PassTenth()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        _state.ReadClock();
        if (_state.Now % 1000 < 100) _seeder.Tick();
        else _seeder.Look();
    }
}
