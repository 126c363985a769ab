namespace EdgeSeed.Status;

/// <summary>What is sent to peers, over all torrents.</summary>
/// <param name="BytesPerSecond">Payload over the last seconds.</param>
/// <param name="TotalBytes">Payload since the service started.</param>
/// <param name="Peers">Connected now.</param>
internal sealed record UploadStatus(long BytesPerSecond, long TotalBytes, int Peers);
