using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>The part of the torrents that a page of the list shows.</summary>
/// <param name="Shown">Those on this page, at most <see cref="PerPage"/>.</param>
/// <param name="Found">How many there are on all pages.</param>
/// <param name="Page">Which page it is, from 1; the last one when a later was asked for.</param>
internal sealed record TorrentList(IReadOnlyList<PublishedTorrent> Shown, int Found, int Page)
{
    /// <summary>Torrents on a page: what a phone scrolls through with ease, and a slow line carries.</summary>
    public const int PerPage = 50;

    /// <summary>How many pages there are, at least one.</summary>
    public int Pages => Math.Max(1, (Found + PerPage - 1) / PerPage);

    /// <summary>Tells one list from another: the same for the same torrents in the same order.</summary>
    public uint Key { get; } = KeyOf(Shown, Found);

    /// <summary>Looks through all torrents; every word must be in the name, in any case, or begin the info-hash.</summary>
    public static TorrentList Find(StatusSnapshot status, PageQuery query)
    {
        IReadOnlyList<PublishedTorrent> all = status.Torrents;
        if (query.Words.Length > 0)
        {
            string[] words = query.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var found = new List<PublishedTorrent>();
            foreach (PublishedTorrent torrent in all)
                if (Matches(torrent, words)) found.Add(torrent);
            all = found;
        }
        int page = Math.Min(query.Page, Math.Max(1, (all.Count + PerPage - 1) / PerPage));
        int from = (page - 1) * PerPage;
        var shown = new PublishedTorrent[Math.Min(PerPage, all.Count - from)];
        for (int i = 0; i < shown.Length; i++) shown[i] = all[from + i];
        return new TorrentList(shown, all.Count, page);
    }

    private static bool Matches(PublishedTorrent torrent, string[] words)
    {
        foreach (string word in words)
        {
            if (!torrent.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                && !torrent.InfoHash.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    private static uint KeyOf(IReadOnlyList<PublishedTorrent> shown, int found)
    {
        uint key = 2166136261 ^ (uint)found; // FNV-1a
        foreach (PublishedTorrent torrent in shown)
        {
            string identity = torrent.InfoHash.Length > 0 ? torrent.InfoHash : torrent.Name;
            foreach (char c in identity) key = (key ^ c) * 16777619;
        }
        return key;
    }
}
