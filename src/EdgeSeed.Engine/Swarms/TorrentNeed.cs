using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Swarms;

/// <summary>What is known of how much a torrent needs this box, while somebody wants it. Owned by the session loop.</summary>
/// <param name="now">When somebody first wanted it: session milliseconds.</param>
internal sealed class TorrentNeed(long now)
{
    /// <summary>Complete peers told apart; with more, a torrent needs nobody.</summary>
    private const int MostSeeds = 8;

    private const long SeedMilliseconds = 3_600_000;

    private readonly (AddressBlock Block, long At)[] _seeds = new (AddressBlock, long)[MostSeeds];
    private int _seedCount;

    /// <summary>Connected peers that want it.</summary>
    public int Downloaders { get; set; }

    /// <summary>When it last had any: session milliseconds.</summary>
    public long WantedAt { get; set; } = now;

    /// <summary>When somebody last finished it; at first, when it was wanted: session milliseconds.</summary>
    public long FinishedAt { get; set; } = now;

    /// <summary>When <see cref="Value"/> was found; -1 for never: session milliseconds.</summary>
    public long JudgedAt { get; set; } = -1;

    /// <summary>Whether <see cref="Value"/> was ever found with what a tracker counts.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Copies that others have.</summary>
    public double Copies { get; set; }

    /// <summary>What it needs, before the floor.</summary>
    public double Value { get; set; } = 1;

    /// <summary>Its part of the upload, as intended: 0..1.</summary>
    public double Part { get; set; }

    /// <summary>Notes that a peer has everything. Two of one address count once, and the one met longest ago is forgotten for a ninth.</summary>
    public void Met(AddressBlock seed, long at)
    {
        int place = _seedCount, oldest = 0;
        for (int i = 0; i < _seedCount; i++)
        {
            if (_seeds[i].Block == seed) place = i;
            if (_seeds[i].At < _seeds[oldest].At) oldest = i;
        }
        if (place == MostSeeds) place = oldest;
        if (place == _seedCount) _seedCount++;
        _seeds[place] = (seed, at);
    }

    /// <summary>Complete peers met within the last hour.</summary>
    public int SeedsMet(long at)
    {
        int count = 0;
        for (int i = 0; i < _seedCount; i++)
        {
            if (at - _seeds[i].At < SeedMilliseconds) count++;
        }
        return count;
    }
}
