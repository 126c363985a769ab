using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Torrents;

/// <summary>One file as verified.</summary>
/// <param name="Path">Beneath the torrent's folder, as the torrent spells it.</param>
/// <param name="SizeBytes">The length it should have.</param>
/// <param name="Result">One word: <c>ok</c>, <c>missing</c>, <c>damaged</c>, …</param>
/// <param name="Detail">More about what is wrong; null when nothing is.</param>
internal sealed record VerifiedFile(ByteText Path, long SizeBytes, string Result, string? Detail);
