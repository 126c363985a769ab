using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// What a drive was learned to be, from how long its windows took: what moving its head costs, how fast it reads on, and whether what is asked of it
/// mostly lies in the kernel's cache. The first guess is a hard disk. Owned by the session loop.
/// </summary>
internal sealed class DriveModel
{
    /// <summary>Bytes of the smallest window: below this a disk does little but seek.</summary>
    public const int LeastWindowBytes = 256 * 1024;

    /// <summary>Bytes of a window that every disk reads well.</summary>
    public const int GoodWindowBytes = 1024 * 1024;

    /// <summary>Windows are so long that reading takes this many times as long as seeking, where others need not wait for it.</summary>
    private const int ReadingPerSeek = 16;

    /// <summary>Everybody's turn comes round in this time while windows are longer than good ones.</summary>
    private const double ComfortableTurnSeconds = 3;

    /// <summary>The same at the price of shorter windows.</summary>
    private const double LongestTurnSeconds = 8;

    /// <summary>Windows from which the drive is known.</summary>
    private const int MostSamples = 16;

    /// <summary>Bytes that come with the first: the kernel's requests.</summary>
    private const int FirstBytes = 128 * 1024;

    /// <summary>Faster than this, no drive has read it: it was in the cache.</summary>
    private const double CacheBytesPerSecond = 4e9;

    private const int MostScore = 256;
    private const int WindowScore = 16;

    private readonly double[] _rates = new double[MostSamples];
    private readonly double[] _seeks = new double[MostSamples];
    private int _score;
    private bool _isSilent;

    /// <summary>Seconds from a request to its first byte, away from where the head is.</summary>
    public double SeekSeconds { get; private set; } = 0.008;

    /// <summary>Bytes a second read on from there.</summary>
    public double BytesPerSecond { get; private set; } = 100e6;

    /// <summary>Windows from which this was learned.</summary>
    public long Samples { get; private set; }

    /// <summary>Whether the next bytes wanted are likely to be in the kernel's cache, so that it is worth asking: where they are not, asking has the kernel read a little of them.</summary>
    public bool ExpectsHits => _score >= 0 && !_isSilent;

    /// <summary>Its file system does not say what is in the cache.</summary>
    public void CannotTell() => _isSilent = true;

    /// <summary>Notes that bytes asked for by chance were in the cache, or were not.</summary>
    public void Probed(bool isHit) => Score(isHit ? 1 : -WindowScore);

    /// <summary>Learns from a window that was read.</summary>
    /// <returns>Whether the drive had to read it; false when it lay in the cache.</returns>
    public bool Learn(long length, TimeSpan firstByte, TimeSpan rest)
    {
        bool isHit = (firstByte + rest).TotalSeconds < length / CacheBytesPerSecond + 0.0001;
        Score(isHit ? WindowScore : -WindowScore);
        if (isHit) return false;
        int at = (int)(Samples++ % MostSamples), count = (int)Math.Min(Samples, MostSamples);
        double rate = Math.Max(0, length - FirstBytes) / Math.Max(rest.TotalSeconds, 1e-6);
        _rates[at] = Math.Max(rate, length / (firstByte + rest).TotalSeconds);
        BytesPerSecond = Quartile(_rates.AsSpan(0, count));
        _seeks[at] = Math.Max(0, firstByte.TotalSeconds - FirstBytes / BytesPerSecond);
        SeekSeconds = Quartile(_seeks.AsSpan(0, count));
        return true;
    }

    /// <summary>How long windows should be while so many peers wait for theirs, in bytes.</summary>
    public long WindowBytes(int waiting)
    {
        double wanted = Math.Min(ReadingPerSeek * SeekSeconds * BytesPerSecond, TurnBytes(ComfortableTurnSeconds, waiting));
        if (wanted < GoodWindowBytes) wanted = Math.Min(Math.Max(wanted, GoodWindowBytes), TurnBytes(LongestTurnSeconds, waiting));
        return (long)Math.Clamp(wanted, LeastWindowBytes, ReadWindow.MostBytes);
    }

    /// <summary>
    /// What a quarter is below. Who waits is woken late on a busy machine: then the first byte seems to take longer, and the rest to come at once. So the
    /// lower figures are the truer ones of both.
    /// </summary>
    private static double Quartile(ReadOnlySpan<double> values)
    {
        Span<double> sorted = stackalloc double[MostSamples];
        values.CopyTo(sorted);
        sorted = sorted[..values.Length];
        sorted.Sort();
        return sorted[(values.Length - 1) / 4];
    }

    private double TurnBytes(double seconds, int waiting) => Math.Max(0, seconds / Math.Max(1, waiting) - SeekSeconds) * BytesPerSecond;

    private void Score(int change) => _score = Math.Clamp(_score + change, -MostScore, MostScore);
}
