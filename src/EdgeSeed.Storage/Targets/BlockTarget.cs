namespace EdgeSeed.Storage;

/// <summary>
/// Where the bytes of a torrent that is being downloaded are put, and read back from: files below a folder (<see cref="TorrentTarget"/>), or in
/// tests a disk that fills up or fails. One thread writes; any may read.
/// </summary>
public abstract class BlockTarget : BlockSource
{
    /// <summary>Writes bytes at an offset of the torrent's stream; they may still be on their way to the medium when it returns.</summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="bytes">Lie inside the torrent.</param>
    /// <returns>Null on success; on failure some of the bytes may be written.</returns>
    public abstract StorageError? Write(long offset, ReadOnlySpan<byte> bytes);
}
