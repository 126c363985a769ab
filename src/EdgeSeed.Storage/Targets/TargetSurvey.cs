using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Targets;

/// <summary>
/// Looks at what lies in a target before anything is written there. A file is the torrent's if this download made it, or if at least one piece of
/// it is right; everything else is somebody's and stays as it is.
/// </summary>
/// <param name="torrent">Whose files.</param>
/// <param name="claim">What may be taken.</param>
internal sealed class TargetSurvey(Metainfo torrent, TargetClaim claim)
{
    private readonly HashSet<(ulong Device, ulong Inode)> _seen = [];

    /// <summary>Says what is to be done about a file that is there.</summary>
    /// <param name="index">Of the file.</param>
    /// <param name="status">What is in its place.</param>
    /// <param name="step">What to do, when there is no objection.</param>
    /// <returns>Null, or why it must be left alone.</returns>
    public Objection? Judge(int index, in FileStatus status, out TargetStep step)
    {
        step = TargetStep.None;
        if (status.Kind != FileKind.Regular) return new(StorageFault.NotAFile, $"it is {Named(status.Kind)}, not a file: move it away");
        // Also where upper and lower case, or two spellings of an accent, are one name.
        if (!_seen.Add((status.Device, status.Inode))) return new(StorageFault.Foreign, "two files of the torrent have the same place here");
        long wanted = torrent.Files[index].Length, length = status.Stamp.Length;
        bool isRight = Pieces(index, out bool hasRight) && length == wanted;
        if (isRight) return null;
        bool isOwn = claim.Owned[index] && (length == wanted || length == 0);
        if (!isOwn && !hasRight)
        {
            if (!claim.Overwrites) return new(StorageFault.Foreign, $"it was there before and holds no piece of this torrent: move it away, or insist with --overwrite");
            step = TargetStep.Replace;
            return null;
        }
        if (length > wanted && !claim.Overwrites)
            return new(StorageFault.WrongLength, $"it has {length} bytes, {length - wanted} more than the torrent says: move it away, or insist with --overwrite");
        if (status.Links > 1 && !claim.Overwrites)
            return new(StorageFault.Foreign, $"it has {status.Links} names (hard links), and all would be changed: move it away, or insist with --overwrite");
        step = status.Links > 1 ? TargetStep.Replace : TargetStep.Take;
        return null;
    }

    /// <summary>Whether a name must not be written although nothing has it yet.</summary>
    /// <param name="index">Of the file.</param>
    /// <param name="way">The part of its way whose names lie in folders that are there.</param>
    public Objection? JudgeNew(int index, ReadOnlySpan<byte> way)
    {
        if (claim.Owned[index]) return null;
        foreach (Range part in way.Split((byte)'/'))
        {
            if (StartedName.Is(way[part]))
                return new(StorageFault.Foreign, "a name that shells or desktops act upon is not written into a folder that was there before: take a new folder");
        }
        return null;
    }

    /// <summary>Forgets the pieces of a file that is replaced.</summary>
    public void Forget(int index)
    {
        TorrentFile file = torrent.Files[index];
        if (file.Length == 0) return;
        (int first, int last) = file.Pieces(torrent.PieceLength);
        for (int piece = first; piece <= last; piece++) claim.Right.Clear(new PieceIndex(piece));
    }

    /// <summary>Looks at the pieces of a file.</summary>
    /// <param name="index">Of the file.</param>
    /// <param name="hasRight">Whether a piece is right that holds half a piece or half the file of it: the edge of a neighbour's proves little.</param>
    /// <returns>Whether all are right.</returns>
    private bool Pieces(int index, out bool hasRight)
    {
        hasRight = false;
        TorrentFile file = torrent.Files[index];
        if (file.Length == 0) return true;
        bool isAll = true;
        long least = (Math.Min(torrent.PieceLength, file.Length) + 1) / 2;
        (int first, int last) = file.Pieces(torrent.PieceLength);
        for (int piece = first; piece <= last; piece++)
        {
            bool isRight = claim.Right[new PieceIndex(piece)];
            isAll &= isRight;
            long start = Math.Max(file.Offset, (long)piece * torrent.PieceLength), end = Math.Min(file.End, (piece + 1L) * torrent.PieceLength);
            hasRight |= isRight && end - start >= least;
        }
        return isAll;
    }

    private static string Named(FileKind kind) => kind switch
    {
        FileKind.Directory => "a folder",
        FileKind.Link => "a link",
        _ => "a device, pipe or socket",
    };

    /// <summary>Why a file is left alone.</summary>
    /// <param name="Fault">The kind.</param>
    /// <param name="Detail">One phrase, with what to do.</param>
    internal sealed record Objection(StorageFault Fault, string Detail);
}
