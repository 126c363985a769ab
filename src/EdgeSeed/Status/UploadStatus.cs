namespace EdgeSeed.Status;

/// <summary>What is sent to peers, over all torrents.</summary>
/// <param name="BytesPerSecond">Over the last seconds, protocol overhead included.</param>
/// <param name="LimitBytesPerSecond">The budget; null when unlimited.</param>
/// <param name="TotalBytes">Payload since the service started.</param>
/// <param name="Peers">Connected now.</param>
internal sealed record UploadStatus(long BytesPerSecond, long? LimitBytesPerSecond, long TotalBytes, int Peers);
