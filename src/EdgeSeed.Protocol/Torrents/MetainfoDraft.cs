namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A torrent that is being made: everything <see cref="MetainfoWriter"/> needs. The same draft always gives the same bytes.
/// </summary>
public sealed record MetainfoDraft : MetainfoEnvelope
{
    /// <summary>The versions it is for.</summary>
    public TorrentFormat Format { get; init; }

    /// <summary>A path of one segment: the name of the folder, or of the only file.</summary>
    public required SafePath Name { get; init; }

    /// <summary>Bytes of every piece but the last; at least 1.</summary>
    public required int PieceLength { get; init; }

    /// <summary>Whether this is one file, not a folder; <see cref="Files"/> then holds that one.</summary>
    public required bool IsSingleFile { get; init; }

    /// <summary>
    /// The files in the order in which they were hashed; at least one. With a version 2: in the order of <see cref="SafePath.Compare(SafePath, SafePath)"/>, with
    /// their roots and without padding, which the writer adds.
    /// </summary>
    public required IReadOnlyList<DraftFile> Files { get; init; }

    /// <summary>The SHA-1 of every piece, 20 bytes each, in order; empty for version 2 alone.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    /// <summary>Whether peers may come from the trackers alone (BEP 27).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>
    /// Whether a torrent that is not private says so, with <c>private</c> 0. It means the same as leaving it out, but changes the
    /// info-hash: Transmission 3 writes it, mktorrent and later makers do not.
    /// </summary>
    public bool StatesNotPrivate { get; init; }

    /// <summary>A tag that makes this torrent's info-hash differ from others with the same files, or none.</summary>
    public ByteText? Source { get; init; }
}

/// <summary>A file of a torrent that is being made.</summary>
/// <param name="Path">Beneath the torrent's folder; ignored in a torrent of one file, which is called by the torrent's name.</param>
/// <param name="Length">Bytes; may be 0.</param>
/// <param name="Attributes">BEP 47 attributes.</param>
public readonly record struct DraftFile(SafePath Path, long Length, TorrentFileAttributes Attributes = TorrentFileAttributes.None)
{
    /// <summary>The root of its hash tree (BEP 52), 32 bytes; empty for a file of no bytes, and in version 1.</summary>
    public ReadOnlyMemory<byte> PiecesRoot { get; init; }
}
