namespace EdgeSeed.Engine.Disks;

/// <summary>What the windows of one drive did since the start.</summary>
internal sealed class WindowCounters
{
    /// <summary>Windows that the drive had to read.</summary>
    public long Read { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>Windows that lay in the cache already.</summary>
    public long Cached { get; private set; }

    /// <summary>Windows that were wanted again by another while they were there, or under way.</summary>
    public long Shared { get; set; }

    /// <summary>Pieces suggested to peers because they lay in the cache (BEP 6).</summary>
    public long Suggested { get; set; }

    /// <summary>Windows that were gone from the cache before they were sent.</summary>
    public long Lost { get; set; }

    /// <summary>Payload bytes sent to peers and read for web downloads, from windows or not.</summary>
    public long SentBytes { get; set; }

    /// <summary>Counts a window that came.</summary>
    public void Count(long length, bool isRead)
    {
        if (!isRead)
        {
            Cached++;
            return;
        }
        Read++;
        ReadBytes += length;
    }
}
