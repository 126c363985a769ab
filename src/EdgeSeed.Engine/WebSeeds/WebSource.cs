using EdgeSeed.Engine.Pieces;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.WebSeeds;

/// <summary>One web seed of a torrent, and how it fared: after each failure it rests twice as long as before.</summary>
/// <param name="address">Its address, as the torrent has it.</param>
internal sealed class WebSource(string address)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    private TimeSpan _pause = s_firstPause;

    /// <summary>Its address.</summary>
    public string Address { get; } = address;

    /// <summary>By which what it gave is known.</summary>
    public Giver Giver { get; } = new(default, address);

    /// <summary>The clock's timestamp before which it is left alone.</summary>
    public long RestsUntil { get; private set; }

    /// <summary>What went wrong last, with its address; null while nothing does.</summary>
    public string? Problem { get; private set; }

    /// <summary>It gave something.</summary>
    public void Succeed() => (Problem, _pause) = (null, s_firstPause);

    /// <summary>It failed, and rests.</summary>
    public void Fail(string problem, TimeProvider time)
    {
        Problem = $"web seed {AddressSecret.HideInWebSeed(Address)}: {problem}";
        RestsUntil = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
        _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
    }
}
