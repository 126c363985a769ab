using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>What lies where a symbolic link leads.</summary>
/// <param name="Status">A regular file or a folder, when there is no obstacle.</param>
/// <param name="Real">Where it lies below the root, without links; null where the link leads out of it.</param>
/// <param name="Obstacle">Why it is not taken, as one plain phrase; null when it is.</param>
internal readonly record struct LinkTarget(FileStatus Status, SafePath? Real, string? Obstacle)
{
    /// <summary>Links followed by one search or listing; further ones are left out. A hostile drive may have as many as it has entries.</summary>
    internal const int MaxFollowed = 4_096;

    /// <summary>Looks where a link leads; opens nothing but the folders on the way.</summary>
    /// <param name="rooted">Whose location says which links are followed.</param>
    /// <param name="link">The link, in the location.</param>
    /// <param name="withJunk">Whether what <see cref="JunkFilter"/> names is taken under its own name.</param>
    /// <param name="followed">Links looked at so far, counted here.</param>
    /// <param name="skip">What is not taken under its own name: a link is no way around that.</param>
    internal static LinkTarget Of(RootedFiles rooted, SafePath link, bool withJunk, NamePatterns skip, ref int followed)
    {
        if (++followed > MaxFollowed) return Not($"a symbolic link: there are more than {MaxFollowed}");
        if (rooted.StatusOf(link, out FileStatus status) is { } error)
        {
            return Not(error.Errno switch
            {
                Errno.NotFound or Errno.NotADirectory => "a symbolic link to nothing",
                Errno.Loop => "a symbolic link that leads in a circle",
                Errno.None => "a symbolic link that leads out of the published folder",
                _ => $"a symbolic link: {error.Detail}",
            });
        }
        if (status.Kind == FileKind.Link) return Not("a symbolic link");
        if (status.Kind == FileKind.Special) return Not("a symbolic link to what is neither file nor folder");
        if (rooted.RealPath(link) is not { } real) return new LinkTarget(status, null, null);
        foreach (Range part in real.Span.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = real.Span[part];
            if (!name.IsEmpty && ((!withJunk && JunkFilter.IsJunk(name)) || skip.Match(name))) return Not("a symbolic link to what is left out");
        }
        return new LinkTarget(status, real, null);
    }

    private static LinkTarget Not(string obstacle) => new(default, null, obstacle);
}
