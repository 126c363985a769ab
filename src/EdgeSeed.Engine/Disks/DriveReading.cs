using EdgeSeed.Engine.Torrents;

namespace EdgeSeed.Engine.Disks;

/// <summary>How one drive is read for peers and web downloads, and what it was learned to be from that; counts since the start.</summary>
public sealed record DriveReading
{
    /// <summary>The drive (<see cref="SeedTorrent.Drive"/>).</summary>
    public required int Drive { get; init; }

    /// <summary>Seconds from a request to its first byte, away from where the head is; 0 while not learned.</summary>
    public double SeekSeconds { get; init; }

    /// <summary>Bytes a second that it reads on from there; 0 while not learned.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Windows that it had to read: about as often its head moved.</summary>
    public long Windows { get; init; }

    /// <summary>Bytes of those windows.</summary>
    public long WindowBytes { get; init; }

    /// <summary>Windows that lay in the kernel's cache when they were wanted.</summary>
    public long CachedWindows { get; init; }

    /// <summary>How often a window was wanted that was there, or being read, for another.</summary>
    public long SharedWindows { get; init; }

    /// <summary>Pieces that peers were told of because they lay in the cache (BEP 6).</summary>
    public long SuggestedPieces { get; init; }

    /// <summary>Windows that the cache had lost before they were sent.</summary>
    public long LostWindows { get; init; }

    /// <summary>Windows that wait for it now.</summary>
    public int WaitingWindows { get; init; }

    /// <summary>Bytes of windows that the cache is taken to keep.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Payload bytes sent from it, to peers and by web downloads.</summary>
    public long SentBytes { get; init; }

    /// <summary>Bytes read for each byte sent; 0 before anything was sent. Below 1 where the cache, or one read for many, saved some.</summary>
    public double ReadPerSent => SentBytes == 0 ? 0 : WindowBytes / (double)SentBytes;

    /// <summary>Estimated moves of the head for each million bytes sent; 0 before anything was sent.</summary>
    public double SeeksPerMegabyte => SentBytes == 0 ? 0 : Windows / (SentBytes / 1e6);
}
