namespace EdgeSeed.Status;

/// <summary>What is sent of files, to peers and by web downloads, over all torrents.</summary>
/// <param name="BytesPerSecond">Payload over the last seconds.</param>
/// <param name="TotalBytes">Payload since the service started.</param>
/// <param name="Peers">Connected now.</param>
internal sealed record UploadStatus(long BytesPerSecond, long TotalBytes, int Peers)
{
    /// <summary>Of the payload, what went to browsers and web seeding clients.</summary>
    public long WebBytes { get; init; }
}
