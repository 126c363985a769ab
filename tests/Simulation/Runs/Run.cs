using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using Simulation.Drives;
using Simulation.Peers;
using Simulation.Worlds;

namespace Simulation.Runs;

/// <summary>One simulated life of a session, from its start to its end, all of it decided by the seed.</summary>
internal sealed class Run
{
    private const int ListenPort = 6881;

    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly UploadBudgets _budgets;
    private readonly SeedSession _session;
    private readonly List<SimulatedDrive> _drives = [];
    private readonly List<SwarmTorrent> _torrents = [];
    private readonly List<Leecher> _leechers = [];
    private readonly List<(PeerEndPoint At, SwarmTorrent Wants)> _listeners = [];
    private readonly Tally _tally = new();
    private readonly Promises _promises;

    private Run(Scenario scenario)
    {
        _scenario = scenario;
        _world = World.Begin(scenario.Seed);
        _world.Network.World = new Wire(_world);
        _world.Network.Lan = new Wire(_world);
        _world.LatestTimer = TimeSpan.TicksPerMillisecond * (1 + _world.Random.Next(4) * 5);
        _budgets = new UploadBudgets(new UploadBudget(scenario.BytesPerSecond, _world), new UploadBudget(UploadBudget.Unlimited, _world));
        Span<byte> id = stackalloc byte[PeerId.Length];
        _world.Random.NextBytes(id);
        _session = new SeedSession(
            scenario.Options, _budgets, [new IPEndPoint(IPAddress.IPv6Any, ListenPort)], _world, Supervisor.Alone(_world), new PeerId(id),
            new Random(scenario.Seed));
        _promises = new Promises(_world, _session, _leechers, _tally);
        _promises.LimitWorld(scenario.BytesPerSecond);
    }

    /// <summary>Runs what a seed decides.</summary>
    /// <exception cref="BrokenPromiseException">A promise was broken.</exception>
    public static Outcome Of(Scenario scenario)
    {
        var run = new Run(scenario);
        run.Begin();
        run._session.Run();
        run._session.Completion.GetAwaiter().GetResult();
        return run._promises.Outcome();
    }

    private void Begin()
    {
        for (int i = 0; i < _scenario.Drives; i++) _drives.Add(NewDrive());
        for (int i = 0; i < _scenario.Torrents; i++) Add(NewTorrent(i));
        for (int i = 0; i < _scenario.Peers; i++)
        {
            Leecher leecher = NewLeecher(i);
            _leechers.Add(leecher);
            leecher.ConnectAfter(_world.Random.NextDouble() * 60);
            if (_world.Random.Next(3) == 0) Listen(leecher);
        }
        new Troubles(_world, _session, _budgets.World, _torrents, _drives, _listeners, _promises).Begin(_scenario.TroubleSeconds);
        _session.BugFound = static (where, bug) => throw new BrokenPromiseException($"A fault of ours at {where}: {bug}");
        _session.Loop.Poll.Rested = _promises.Check;
        _world.After(_scenario.Seconds, () => _ = _session.DisposeAsync().AsTask());
    }

    private void Listen(Leecher leecher)
    {
        PeerEndPoint endPoint = leecher.Address.WithPort((ushort)(40_000 + _listeners.Count));
        _listeners.Add((endPoint, leecher.Torrent));
        _world.Network.Listen(endPoint, leecher);
    }

    private void Add(SwarmTorrent torrent)
    {
        _torrents.Add(torrent);
        _ = _session.AddAsync(torrent.Seeded);
    }

    private SimulatedDrive NewDrive()
    {
        Random random = _world.Random;
        double seek = random.Next(3) switch { 0 => 0.0002, 1 => 0.008, _ => 0.02 };
        long cache = random.Next(4) == 0 ? 0 : (long)random.Next(8, 256) * 1024 * 1024;
        return new SimulatedDrive(_world, seek, 5e6 + random.NextDouble() * 100e6, cache) { IsSilent = random.Next(6) == 0 };
    }

    private SwarmTorrent NewTorrent(int number)
    {
        Random random = _world.Random;
        int pieceLength = 16 * 1024 << random.Next(7);
        var layout = new TorrentLayout(random.NextInt64(1, pieceLength * (1L + random.Next(1, 200))), pieceLength);
        Bitfield good = new(layout.PieceCount), offered = new(layout.PieceCount);
        good.SetAll();
        if (random.Next(4) == 0)
        {
            for (int i = 0; i < layout.PieceCount / 4; i++) good.Clear(new PieceIndex(random.Next(layout.PieceCount)));
        }
        for (int next = 0; good.TryNextSet(next, out PieceIndex piece); next = piece.Value + 1) offered.Set(piece);
        byte[] hash = new byte[InfoHash.Length], info = new byte[random.Next(200, 60_000)];
        random.NextBytes(hash);
        random.NextBytes(info);
        var data = new TorrentData((ulong)random.NextInt64());
        int drive = random.Next(_drives.Count);
        return new SwarmTorrent
        {
            Number = number,
            InfoHash = new InfoHash(hash),
            Layout = layout,
            Data = data,
            Drive = _drives[drive],
            Good = good,
            Offered = offered,
            Info = info,
            Seeded = new SeedTorrent
            {
                InfoHash = new InfoHash(hash),
                Layout = layout,
                Verified = SwarmTorrent.Copy(offered),
                Content = new SimulatedContent(_world, _drives[drive], number, layout, data, good),
                Info = new MemoryBlocks(info),
                Drive = drive,
            },
        };
    }

    private Leecher NewLeecher(int number)
    {
        Random random = _world.Random;
        var line = new Line(
            (long)(20_000 * Math.Pow(500, random.NextDouble())), (long)(10_000 * Math.Pow(100, random.NextDouble())),
            (long)((0.0005 + Math.Pow(random.NextDouble(), 3) * 0.3) * TimeSpan.TicksPerSecond), 64 * 1024 << random.Next(4));
        bool isNeighbour = random.Next(8) == 0 && number > 0;
        uint address = 0x0B00_0000 + (uint)(isNeighbour ? number / 2 : number) * 7919;
        return new Leecher(_world, _torrents[random.Next(_torrents.Count)], Habits.Draw(random), line, PeerEndPoint.FromIPv4(address, 0), _tally);
    }
}
