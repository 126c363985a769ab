namespace EdgeSeed.Protocol.Torrents;

/// <summary>One file of a torrent: where it lies on the disk and where its bytes lie in the torrent's stream.</summary>
/// <param name="Path">
/// In a torrent of several files: beneath the folder called <see cref="Metainfo.Name"/>. In a torrent of one file: the file's own name.
/// </param>
/// <param name="Length">Bytes; may be 0.</param>
/// <param name="Offset">The first byte in the torrent's stream; files follow one another without gaps.</param>
/// <param name="Attributes">BEP 47 attributes.</param>
public readonly record struct TorrentFile(
    SafePath Path, long Length, long Offset, TorrentFileAttributes Attributes = TorrentFileAttributes.None)
{
    /// <summary>Whether this is padding (BEP 47): zeros that are served but never stored, and need no file on the disk.</summary>
    public bool IsPadding => (Attributes & TorrentFileAttributes.Padding) != 0;

    /// <summary>Whether this is a symbolic link (BEP 47): of no bytes, and never followed or made.</summary>
    public bool IsSymbolicLink => (Attributes & TorrentFileAttributes.SymbolicLink) != 0;

    /// <summary>The byte after the last in the torrent's stream.</summary>
    public long End => Offset + Length;

    /// <summary>The first and the last piece in which it has bytes; it must have some.</summary>
    /// <param name="pieceLength">Bytes of every piece but the last.</param>
    public (int First, int Last) Pieces(int pieceLength) => ((int)(Offset / pieceLength), (int)((End - 1) / pieceLength));
}
