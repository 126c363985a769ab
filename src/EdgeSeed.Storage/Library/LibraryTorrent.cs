using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>A <c>.torrent</c> that was found. Its content is not kept: it is read again when the torrent is started.</summary>
/// <param name="File">The <c>.torrent</c> file.</param>
/// <param name="Stamp">Its length and modification time: when they change, it is another torrent.</param>
/// <param name="InfoHash">Which torrent it is.</param>
/// <param name="Name">The torrent's name.</param>
/// <param name="TotalLength">Bytes of its data, padding left out.</param>
/// <param name="Data">Its single file or its folder, or null where there is none.</param>
/// <param name="LengthsMatch">Whether every file is there with its right length; nothing was read of them.</param>
/// <param name="IsPrivate">BEP 27.</param>
public sealed record LibraryTorrent(
    ContentLocation File, FileStamp Stamp, InfoHash InfoHash, ByteText Name, long TotalLength, ContentLocation? Data, bool LengthsMatch, bool IsPrivate)
{
    /// <summary>See <see cref="FoundData.LooseEntries"/>.</summary>
    public IReadOnlyList<SafePath> LooseEntries { get; init; } = [];

    /// <summary>See <see cref="FoundData.FirstMissing"/>.</summary>
    public string? FirstMissing { get; init; }

    /// <summary>What its data is called on a disk, in memory of its own.</summary>
    public SafePath NamePath => SafeName.Of(Name.Bytes.ToArray(), System.Text.Encoding.ASCII.GetBytes(InfoHash.ToString()));

    /// <summary>A torrent's name in memory that may be kept: that of its data where they are the same, else a copy; never a slice of the whole file.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="data">Where its data is, or null.</param>
    public static ByteText NameOf(Metainfo torrent, ContentLocation? data)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ReadOnlySpan<byte> name = torrent.Name.Span;
        ReadOnlyMemory<byte> path = data?.Within.Bytes ?? default;
        return path.Span.EndsWith(name) ? new ByteText(path[(path.Length - name.Length)..]) : new ByteText(name.ToArray());
    }
}
