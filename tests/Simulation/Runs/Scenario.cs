using EdgeSeed.Engine;
using EdgeSeed.Engine.Budget;

namespace Simulation.Runs;

/// <summary>What a seed decides before a run begins.</summary>
internal sealed record Scenario
{
    /// <summary>So much is sent in a run: hours on a slow line, minutes on a fast one.</summary>
    private const long BytesARun = 150_000_000;

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Simulated seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Peers, over all torrents.</summary>
    public required int Peers { get; init; }

    /// <summary>Torrents.</summary>
    public required int Torrents { get; init; }

    /// <summary>Drives on which they lie.</summary>
    public required int Drives { get; init; }

    /// <summary>The upload budget at first.</summary>
    public required long BytesPerSecond { get; init; }

    /// <summary>Things happen to drives, the budget and torrents, on average so many seconds apart; infinity for never.</summary>
    public required double TroubleSeconds { get; init; }

    /// <summary>Bounds of the session.</summary>
    public required EngineOptions Options { get; init; }

    /// <summary>Draws what a seed decides.</summary>
    public static Scenario Draw(int seed)
    {
        var random = new Random(seed);
        long rate = DrawRate(random);
        int peers = rate == UploadBudget.Unlimited ? random.Next(1, 40) : random.Next(8) == 0 ? random.Next(200, 501) : random.Next(1, 100);
        double seconds = rate == UploadBudget.Unlimited ? 60 : Math.Clamp(BytesARun / (double)rate, 120, 7200);
        return new Scenario
        {
            Seed = seed,
            Seconds = seconds * (0.5 + random.NextDouble()),
            Peers = peers,
            Torrents = 1 + random.Next(random.Next(1, 8)),
            Drives = 1 + random.Next(3),
            BytesPerSecond = rate,
            TroubleSeconds = random.Next(2) == 0 ? double.PositiveInfinity : 30 + random.Next(600),
            Options = new EngineOptions
            {
                Encryption = EncryptionPolicy.Off,
                SuperSeeding = random.Next(4) == 0 ? SuperSeedingPolicy.Always : SuperSeedingPolicy.Never,
                MaxPeers = random.Next(4) == 0 ? random.Next(2, 60) : 500,
                MaxPeersTorrent = random.Next(4) == 0 ? random.Next(2, 60) : 500,
                UploadSlots = random.Next(4) == 0 ? random.Next(1, 20) : 0,
                ByNeed = seed % 2 == 0,
                BufferCount = random.Next(24, 33),
                MaxPeerBytes = random.Next(4) == 0 ? random.Next(40, 400) * 1024 : 8 * 1024 * 1024,
            },
        };
    }

    /// <summary>Draws a rate from 4 KB/s to a fast line.</summary>
    public static long DrawRate(Random random) =>
        random.Next(12) == 0 ? UploadBudget.Unlimited : (long)(4000 * Math.Pow(250, random.NextDouble()));
}
