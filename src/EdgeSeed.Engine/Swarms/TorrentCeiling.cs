namespace EdgeSeed.Engine.Swarms;

/// <summary>A torrent's own limit on what its peers are sent: an average, which a turn at sending may exceed for a moment. Owned by the session loop.</summary>
/// <param name="bytesPerSecond">The limit in payload bytes, positive.</param>
internal sealed class TorrentCeiling(long bytesPerSecond)
{
    private double _owed;
    private long _at;

    /// <summary>When something may be sent again: session milliseconds, not after <paramref name="now"/> when it may at once.</summary>
    public long OpensAt(long now)
    {
        Settle(now);
        return now + (long)Math.Ceiling(_owed * 1000 / bytesPerSecond);
    }

    /// <summary>Counts bytes that were sent.</summary>
    public void Count(int bytes, long now)
    {
        Settle(now);
        _owed += bytes;
    }

    private void Settle(long now)
    {
        _owed = Math.Max(0, _owed - (now - _at) * (double)bytesPerSecond / 1000);
        _at = now;
    }
}
