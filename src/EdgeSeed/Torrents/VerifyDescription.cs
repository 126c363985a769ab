namespace EdgeSeed.Torrents;

/// <summary>What <c>edgeseed verify</c> found, for people and for <c>--json</c>.</summary>
/// <param name="Name">The torrent's name, printable.</param>
/// <param name="InfoHash">40 hexadecimal digits.</param>
/// <param name="Data">Where the data was looked for, printable.</param>
/// <param name="Complete">Whether every piece is good.</param>
/// <param name="PiecesGood">Pieces whose hash is right.</param>
/// <param name="Pieces">All pieces.</param>
/// <param name="Files">Every file, padding left out.</param>
internal sealed record VerifyDescription(
    string Name, string InfoHash, string Data, bool Complete, int PiecesGood, int Pieces, IReadOnlyList<VerifiedFile> Files);
