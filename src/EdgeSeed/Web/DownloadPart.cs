namespace EdgeSeed.Web;

/// <summary>A part of what a download sends: a stretch of the torrent, or bytes that are made for it.</summary>
/// <param name="Offset">First byte in the torrent's stream.</param>
/// <param name="Length">Bytes of the torrent; 0 where <paramref name="Made"/> is sent instead.</param>
/// <param name="Made">At most a buffer's length (<see cref="DownloadBuffers.BufferBytes"/>).</param>
internal readonly record struct DownloadPart(long Offset, long Length, ReadOnlyMemory<byte> Made)
{
    /// <summary>A stretch of the torrent.</summary>
    public static DownloadPart Stretch(long offset, long length) => new(offset, length, default);

    /// <summary>Bytes made for it.</summary>
    public static DownloadPart Of(byte[] made) => new(0, 0, made);
}
