using System.Numerics;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>Finds the files behind a byte range of the torrent. Holds 8 bytes a file and neither names nor hashes.</summary>
public sealed class FileMap
{
    private readonly long[] _ends;

    /// <summary>Maps files that follow one another without gaps, in the order given.</summary>
    public FileMap(IReadOnlyList<TorrentFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _ends = new long[files.Count];
        for (int i = 0; i < _ends.Length; i++) _ends[i] = files[i].End;
    }

    /// <summary>Bytes of all files.</summary>
    public long TotalLength => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>
    /// The stretches of files that hold a byte range, in order, for <c>foreach</c>; files of no bytes are passed over. Allocates nothing.
    /// </summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; 0 gives no stretches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the torrent.</exception>
    public FileExtents Extents(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, TotalLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TotalLength - offset);
        return new FileExtents(_ends, FileAt(offset), offset, length);
    }

    /// <summary>The part of a file that is a piece, where every file begins with a piece of its own (BEP 52) and padding fills up the last.</summary>
    /// <param name="offset">Where the piece starts in the torrent's stream.</param>
    /// <param name="pieceLength">A power of two, at least 16 KiB.</param>
    public FilePiece PieceAt(long offset, int pieceLength)
    {
        int file = FileAt(offset);
        long left = _ends[file] - offset, length = file == 0 ? _ends[file] : _ends[file] - _ends[file - 1];
        int leaves = length > pieceLength ? pieceLength / MerkleTree.LeafLength : (int)BitOperations.RoundUpToPowerOf2((ulong)MerkleTree.LeafCount(length));
        return new FilePiece((int)Math.Min(pieceLength, left), leaves);
    }

    // The first file that ends after the offset: that one holds the byte, whatever empty files share its start.
    private int FileAt(long offset)
    {
        int low = 0, high = _ends.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (_ends[middle] > offset) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

/// <summary>A piece of a single file.</summary>
/// <param name="Length">Bytes of the file in it; at least 1.</param>
/// <param name="Leaves">Leaves of its hash tree, those of padding included: a power of two. A file of one piece has a tree no larger than it needs.</param>
public readonly record struct FilePiece(int Length, int Leaves);
