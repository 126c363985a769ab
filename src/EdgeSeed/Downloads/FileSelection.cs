using System.IO.Enumeration;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>Which files and pieces of a torrent <c>--only</c> selects.</summary>
internal static class FileSelection
{
    /// <summary>The pieces of all files whose path or name matches one of the patterns.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="patterns">With <c>*</c> and <c>?</c>; upper and lower case are alike.</param>
    /// <param name="files">How many files match.</param>
    public static Bitfield Pieces(Metainfo torrent, IReadOnlyList<string> patterns, out int files)
    {
        files = 0;
        var wanted = new Bitfield(torrent.PieceCount);
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding || !IsMatch(file, patterns)) continue;
            files++;
            if (file.Length == 0) continue;
            (int first, int last) = file.Pieces(torrent.PieceLength);
            for (int piece = first; piece <= last; piece++) wanted.Set(new PieceIndex(piece));
        }
        return wanted;
    }

    /// <summary>Whether a file has a part in one of the pieces, and so must exist.</summary>
    public static bool Touches(Metainfo torrent, int index, Bitfield pieces)
    {
        TorrentFile file = torrent.Files[index];
        if (file.Length == 0) return false;
        (int first, int last) = file.Pieces(torrent.PieceLength);
        return pieces.TryNextSet(first, out PieceIndex piece) && piece.Value <= last;
    }

    /// <summary>What is said when no file matches.</summary>
    public static string NoMatch(Metainfo torrent) => $"no file of {PrintableText.Of(torrent.Name.ToString())} matches --only";

    /// <summary>Whether a file's path or name matches one of the patterns.</summary>
    public static bool IsMatch(in TorrentFile file, IReadOnlyList<string> patterns)
    {
        string path = Encoding.UTF8.GetString(file.Path.Span), name = Encoding.UTF8.GetString(file.Path.FileName);
        foreach (string pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, path) || FileSystemName.MatchesSimpleExpression(pattern, name)) return true;
        }
        return false;
    }
}
