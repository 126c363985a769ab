using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Torrents;

/// <summary>What <c>edgeseed verify</c> found, for people and for <c>--json</c>.</summary>
/// <param name="Name">The torrent's name.</param>
/// <param name="InfoHash">40 hexadecimal digits.</param>
/// <param name="Data">Where the data was looked for.</param>
/// <param name="Exact">Whether every file is exactly as the torrent says.</param>
/// <param name="PiecesGood">Pieces whose hash is right.</param>
/// <param name="Pieces">All pieces.</param>
/// <param name="Files">Every file, padding left out.</param>
internal sealed record VerifyDescription(
    ByteText Name, string InfoHash, string Data, bool Exact, int PiecesGood, int Pieces, IReadOnlyList<VerifiedFile> Files)
{
    /// <summary>Describes a result.</summary>
    /// <param name="metainfo">The torrent.</param>
    /// <param name="data">Where its data was looked for, printable.</param>
    /// <param name="result">What was found.</param>
    public static VerifyDescription Of(Metainfo metainfo, string data, VerifyResult result)
    {
        var files = new List<VerifiedFile>(metainfo.Files.Count);
        for (int i = 0; i < metainfo.Files.Count; i++)
        {
            if (!metainfo.Files[i].IsPadding) files.Add(Describe(metainfo.PathAsWritten(i), metainfo.Files[i].Length, result.Files[i]));
        }
        return new VerifyDescription(
            metainfo.Name, metainfo.InfoHash.ToString(), data, result.IsExact, result.Pieces.Count(), metainfo.PieceCount, files);
    }

    private static VerifiedFile Describe(ByteText path, long length, FileVerdict verdict)
    {
        (string result, string? detail) = verdict.State switch
        {
            FileState.Good => ("ok", null),
            FileState.Missing => ("missing", null),
            FileState.WrongLength => ("wrong length", $"it has {verdict.Stamp.Length:N0} bytes instead of {length:N0}"),
            FileState.Damaged => ("damaged", $"{Quantity.Count(verdict.DamagedPieces, "piece")} not right"),
            FileState.EdgesUnchecked => ("unchecked", "it shares pieces with a file that is not right; the rest of it is"),
            _ => ("unreadable", verdict.Error?.Detail),
        };
        return new VerifiedFile(path, length, result, detail);
    }
}

/// <summary>One file as verified.</summary>
/// <param name="Path">Beneath the torrent's folder, as the torrent spells it.</param>
/// <param name="SizeBytes">The length it should have.</param>
/// <param name="Result">One word: <c>ok</c>, <c>missing</c>, <c>damaged</c>, …</param>
/// <param name="Detail">More about what is wrong; null when nothing is.</param>
internal sealed record VerifiedFile(ByteText Path, long SizeBytes, string Result, string? Detail);
