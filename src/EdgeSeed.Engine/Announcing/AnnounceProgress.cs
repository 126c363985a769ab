namespace EdgeSeed.Engine.Announcing;

/// <summary>How far a torrent has come, as trackers are told (BEP 3).</summary>
/// <param name="Uploaded">Payload bytes sent since it was added.</param>
/// <param name="Downloaded">Payload bytes received since it was added.</param>
/// <param name="Left">Bytes that are missing; 0 for a seed.</param>
/// <param name="IsPartialSeed">Whether bytes are missing and yet none are wanted (BEP 21).</param>
public readonly record struct AnnounceProgress(long Uploaded, long Downloaded = 0, long Left = 0, bool IsPartialSeed = false);
