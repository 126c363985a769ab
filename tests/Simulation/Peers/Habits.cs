using EdgeSeed.Protocol.Wire;

namespace Simulation.Peers;

/// <summary>How a simulated peer behaves: mostly as it should, else in one of the ways that occur.</summary>
internal sealed record Habits
{
    /// <summary>It knows BEP 6.</summary>
    public bool IsFast { get; init; }

    /// <summary>It knows BEP 10.</summary>
    public bool IsExtended { get; init; }

    /// <summary>Blocks it asks for at once.</summary>
    public int Depth { get; init; }

    /// <summary>Seconds from its beginning until it wants something; infinity for never.</summary>
    public double WantsAfter { get; init; }

    /// <summary>Bytes it reads in a second, however fast its line is; 0 for all that comes.</summary>
    public int ReadsBytesPerSecond { get; init; }

    /// <summary>Part of its requests that it takes back.</summary>
    public double CancelPart { get; init; }

    /// <summary>Part of its requests that are for pieces that the session does not offer.</summary>
    public double GreedyPart { get; init; }

    /// <summary>It asks whether it is choked or not.</summary>
    public bool IsImpatient { get; init; }

    /// <summary>It asks for pieces of the info dictionary before anything else.</summary>
    public bool AsksMetadata { get; init; }

    /// <summary>Seconds after which its connection breaks, in one way or another; infinity for never.</summary>
    public double BreaksAfter { get; init; }

    /// <summary>It then falls silent instead of being reset.</summary>
    public bool IsBreakSilent { get; init; }

    /// <summary>It sends rubbish once it is connected.</summary>
    public bool IsRubbish { get; init; }

    /// <summary>The bits of its handshake.</summary>
    public ulong Reserved => (IsFast ? Handshake.FastBit : 0) | (IsExtended ? Handshake.ExtensionBit : 0);

    /// <summary>Whether the session owes it service: it wants something and stays within the rules.</summary>
    public bool IsHonest => ReadsBytesPerSecond == 0 && !IsRubbish && !IsImpatient && GreedyPart == 0 && !double.IsInfinity(WantsAfter);

    /// <summary>Draws a peer's habits.</summary>
    public static Habits Draw(Random random)
    {
        double kind = random.NextDouble();
        return new Habits
        {
            IsFast = random.Next(6) > 0,
            IsExtended = random.Next(6) > 0,
            Depth = kind is > 0.9 and < 0.93 ? 3000 : 1 << random.Next(9),
            WantsAfter = kind < 0.05 ? double.PositiveInfinity : random.NextDouble() * 3,
            ReadsBytesPerSecond = kind is > 0.05 and < 0.1 ? random.Next(1, 4000) : 0,
            CancelPart = kind is > 0.1 and < 0.2 ? random.NextDouble() / 2 : 0,
            GreedyPart = kind is > 0.2 and < 0.25 ? 0.3 : 0,
            IsImpatient = kind is > 0.25 and < 0.3,
            AsksMetadata = kind is > 0.3 and < 0.4,
            BreaksAfter = kind is > 0.4 and < 0.55 ? random.NextDouble() * 300 : double.PositiveInfinity,
            IsBreakSilent = random.Next(2) == 0,
            IsRubbish = kind is > 0.55 and < 0.58,
        };
    }
}
