using System.IO.Enumeration;
using EdgeSeed.Config;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Upload;

/// <summary>Which <c>[[torrent]]</c> table is a torrent's, and what it says to the seeder.</summary>
internal static class TorrentWishes
{
    /// <summary>The first table that matches; the defaults where none does.</summary>
    public static TorrentConfig Of(SeedConfig config, LibraryEntry entry)
    {
        foreach (TorrentConfig table in config.Torrents)
        {
            if (Matches(table.Match, entry)) return table;
        }
        return TorrentConfig.Default;
    }

    /// <summary>What the seeder is to do.</summary>
    public static TorrentRule RuleOf(TorrentConfig wish) => wish == TorrentConfig.Default
        ? TorrentRule.Default
        : new TorrentRule
        {
            Weight = wish.Weight,
            BytesPerSecond = wish.Upload.BytesPerSecond,
            ShareUntil = wish.ShareUntil,
            IsPaused = wish.Paused,
            IsAnnounced = wish.Announce,
        };

    private static bool Matches(string match, LibraryEntry entry)
    {
        if (InfoHash.TryParse(match, out InfoHash infoHash)) return entry.InfoHash == infoHash;
        if (match is not ['/', ..]) return FileSystemName.MatchesSimpleExpression(match, entry.NameBytes.Text);
        string folder = match.TrimEnd('/') + "/";
        return IsWithin(folder, entry.Data) || IsWithin(folder, entry.Found);
    }

    private static bool IsWithin(string folder, Storage.Content.ContentLocation? place) => place?.Path.ToString().StartsWith(folder, StringComparison.Ordinal) == true;
}
