using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>How a torrent is made of a listing.</summary>
public sealed record MakeOptions
{
    /// <summary>Trackers, web seeds, comment, date: what stands outside the info-hash.</summary>
    public MetainfoEnvelope Envelope { get; init; } = new();

    /// <summary>The torrent's name; null, the default, takes the name of the file or folder.</summary>
    public ByteText? Name { get; init; }

    /// <summary>The versions it is for; default version 1, which every client reads. The others need files in <see cref="Content.FileOrder.Tree"/>.</summary>
    public TorrentFormat Format { get; init; }

    /// <summary>Bytes of a piece, or 0, the default, for <see cref="PieceLengths.Choose"/>.</summary>
    public int PieceLength { get; init; }

    /// <summary>Whether peers may come from the trackers alone (BEP 27).</summary>
    public bool IsPrivate { get; init; }

    /// <inheritdoc cref="MetainfoDraft.StatesNotPrivate"/>
    public bool StatesNotPrivate { get; init; }

    /// <summary>A tag that changes the info-hash, or none.</summary>
    public ByteText? Source { get; init; }

    /// <summary>Whether <see cref="MadeTorrent.Sha256"/> is wanted; default no, as it takes about as long as the pieces on one core.</summary>
    public bool WithSha256 { get; init; }

    /// <summary>How much of the machine hashing may use.</summary>
    public HashOptions Hashing { get; init; } = HashOptions.Default;
}

/// <summary>A torrent that was made, or why it was not.</summary>
/// <param name="Metainfo">The torrent, as anybody who reads <see cref="File"/> sees it; null on failure.</param>
/// <param name="File">The bytes of the <c>.torrent</c>; empty on failure.</param>
/// <param name="Error">Null on success.</param>
public readonly record struct MadeTorrent(Metainfo? Metainfo, ReadOnlyMemory<byte> File, StorageError? Error)
{
    /// <summary>
    /// SHA-256 of a single file, 32 bytes; null for several, where <see cref="MakeOptions.WithSha256"/> did not ask for it, and where hashing went on
    /// after an interruption: the beginning would have to be read again.
    /// </summary>
    public byte[]? Sha256 { get; init; }
}
