namespace EdgeSeed.Storage.Content;

/// <summary>
/// The bytes of one torrent, in the torrent's own stream order, wherever they come from: files below a root
/// (<see cref="TorrentContent"/>), or in tests a disk that is slow, fails or vanishes. Safe for use by several threads at once.
/// </summary>
public abstract class BlockSource
{
    /// <summary>Bytes of all files, padding included.</summary>
    public abstract long TotalLength { get; }

    /// <summary>Fills the buffer from an offset; blocks while the medium works. Keeps nothing of the buffer.</summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="buffer">Filled wholly on success; on failure its content is undefined. The range must lie inside the torrent.</param>
    /// <returns>Null on success.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the torrent.</exception>
    public abstract StorageError? Read(long offset, Span<byte> buffer);

    /// <summary>Whether the kernel keeps what is read of it, so that a range can be announced and be there when it is read.</summary>
    public virtual bool IsCached => false;

    /// <summary>Has the kernel begin to read a range into its cache, front to back; opens what is not open. What fails is told by <see cref="Read"/>.</summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; the range must lie inside the torrent.</param>
    public virtual void Announce(long offset, long length)
    {
    }

    /// <summary>Lets go of what can be had again: nobody has wanted this data for a while. Reads under way are not disturbed.</summary>
    public virtual void Rest()
    {
    }

    /// <summary>
    /// Lends the open file behind a range for reads that do not wait, when the whole range lies in one file that is open already; never opens
    /// one, since a dying drive may hold whoever does.
    /// </summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes, at least 1.</param>
    /// <param name="lease">The caller's to dispose when true is returned, soon after the send.</param>
    /// <param name="error">
    /// Set when the data is known to be gone. Null with false means that the range spans files or padding, that its file is not open, or that
    /// this source has no files: use <see cref="Read"/>, which opens it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the torrent.</exception>
    public virtual bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        (lease, error) = (default, null);
        return false;
    }
}
