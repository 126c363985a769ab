using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Where one torrent's data lies: a root that the user or a mount named, and the way from there to the single file or to the
/// folder that the torrent describes. Links are followed up to the root, and below it as <see cref="Links"/> says.
/// </summary>
/// <param name="Root">A mount point, a published folder, or the very file or folder that was named on the command line.</param>
/// <param name="Within">From the root to the data; the default value (no segments) says that the root itself is the data.</param>
/// <param name="Spelling">How the torrent's files are called there.</param>
public sealed record ContentLocation(LocalPath Root, SafePath Within = default, NameSpelling Spelling = NameSpelling.Exact)
{
    /// <summary>Which symbolic links below the root are followed; default those that stay below it.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>The files of a torrent as they are called here.</summary>
    public IReadOnlyList<TorrentFile> FilesOf(Metainfo torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        return Spelling == NameSpelling.Raw && torrent.RawNames is { } raw ? raw.Files : torrent.Files;
    }

    /// <summary>The whole path, to show and to remember.</summary>
    public LocalPath Path => Root.Join(Within.Span);

    /// <summary>Last name of the path: what a torrent made of it is called. Empty for the root directory of the machine.</summary>
    public ReadOnlySpan<byte> Name => Within.Span.IsEmpty ? Root.Name : Within.FileName;

    /// <summary>The location of a file or folder inside this one.</summary>
    public bool TryEnter(SafePath inside, out ContentLocation location)
    {
        SafePath joined = inside;
        // Copied either way: the name may be a slice of a whole .torrent, which is not to stay in memory for it.
        bool fits = Within.Span.IsEmpty ? SafePath.Check(inside.Bytes.ToArray(), out joined) == PathFault.None : inside.TryBeneath(Within, out joined);
        location = fits ? this with { Within = joined } : this;
        return fits;
    }

    /// <summary>Orders by the bytes of root and way.</summary>
    public static int Compare(ContentLocation left, ContentLocation right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Root.Bytes.SequenceCompareTo(right.Root.Bytes) is var order and not 0 ? order : left.Within.Span.SequenceCompareTo(right.Within.Span);
    }

    /// <summary>The path in printable form.</summary>
    public override string ToString() => Path.ToString();
}
