namespace EdgeSeed.Status;

/// <summary>Connected peers that run the same program.</summary>
/// <param name="Name">The program, by how it names itself; empty when it does not say.</param>
/// <param name="Peers">How many.</param>
/// <param name="UploadedBytes">Payload bytes sent to them.</param>
/// <param name="Progress">How much of the torrent they hold on average, 0 to 1.</param>
internal sealed record ClientCount(string Name, int Peers, long UploadedBytes, double Progress);
