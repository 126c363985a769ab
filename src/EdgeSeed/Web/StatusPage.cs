using System.Buffers;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

/// <summary>The page, in three parts, so that a long list can be sent as it is written: head, one torrent after the other, foot.</summary>
internal static class StatusPage
{
    /// <summary>Torrents shown on the page; the sentence after the last says how many more <c>/status.json</c> lists.</summary>
    public const int MaxTorrents = 1_000;

    /// <summary>Everything above the first torrent.</summary>
    public static void WriteHead(IBufferWriter<byte> output, StatusSnapshot status)
    {
        var html = new HtmlWriter(output);
        html.Markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>EdgeSeed</title>"u8)
            .Markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">"u8)
            .Markup("<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='%232b7a4b'%3E%3Cpath d='"u8)
            .Markup(Leaf).Markup("'/%3E%3C/svg%3E\">"u8)
            .Markup("<style>"u8).Markup(PageStyle.Css).Markup("</style></head><body><header><h1><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\""u8)
            .Markup(Leaf).Markup("\"/></svg>EdgeSeed</h1><p>"u8).Text(StatusSentence.Of(status)).Markup("</p></header><main>"u8);
        foreach (string problem in status.Problems) html.Markup("<p class=\"warn\">"u8).Text(problem).Markup("</p>"u8);
        html.Markup("<ul>"u8);
    }

    /// <summary>One torrent's card.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="torrent">What to show.</param>
    /// <param name="magnet">Its magnet link for this client.</param>
    /// <param name="status">The snapshot it is from.</param>
    public static void WriteTorrent(IBufferWriter<byte> output, PublishedTorrent torrent, string magnet, StatusSnapshot status)
    {
        var html = new HtmlWriter(output);
        html.Markup("<li class=\"card\"><h2>"u8).Text(torrent.Name).Markup("</h2><p class=\"facts\"><span><b>"u8)
            .Text(Quantity.Bytes(torrent.SizeBytes)).Markup("</b>"u8);
        if (torrent.Files != 1) html.Markup(" in "u8).Text(Quantity.Count(torrent.Files, "file"));
        html.Markup("</span>"u8);
        if (torrent.InfoHash.Length > 0) WriteCounts(html, torrent);
        html.Markup("</p>"u8);
        if (torrent.Problem is { } problem) html.Markup("<p class=\"warn\">"u8).Text(problem).Markup("</p>"u8);
        if (torrent.OtherTrackers is { } others) WriteOthers(html, others, status.UptimeSeconds);
        WriteProgress(html, torrent, status.Hashing);
        if (torrent.InfoHash.Length > 0) WriteLinks(html, torrent, magnet);
        html.Markup("</li>"u8);
    }

    /// <summary>Everything below the last torrent.</summary>
    public static void WriteFoot(IBufferWriter<byte> output, StatusSnapshot status, string announceUrl)
    {
        var html = new HtmlWriter(output);
        html.Markup("</ul>"u8);
        if (status.Torrents.Count == 0)
            html.Markup("<p class=\"card\">Nothing here yet. Files and folders appear as soon as they are read.</p>"u8);
        if (status.Torrents.Count > MaxTorrents)
            html.Markup("<p>And "u8).Text(Quantity.Count(status.Torrents.Count - MaxTorrents, "more torrent")).Markup(" in <a href=\"/status.json\">status.json</a>.</p>"u8);
        html.Markup("</main><footer>"u8);
        if (announceUrl.Length > 0) html.Markup("<p>Tracker <code>"u8).Text(announceUrl).Markup("</code></p>"u8);
        html.Markup("<p>EdgeSeed "u8).Text(status.Version)
            .Markup(", up "u8).Text(Quantity.Duration(TimeSpan.FromSeconds(status.UptimeSeconds)))
            .Markup(" · <a href=\"/status.json\">status.json</a> · <a href=\"/metrics\">metrics</a></p></footer></body></html>"u8);
    }

    private static ReadOnlySpan<byte> Leaf => "M20 3C10 3 4 8 4 15c0 1 .2 2 .5 2.9C7 13 11 10 16 8.500c-4.500 2.500-8 6.500-9.800 12.500h2C9 18.700 10 17 11 16c6 1 10-3 9-13z"u8;

    private static void WriteCounts(HtmlWriter html, PublishedTorrent torrent)
    {
        html.Markup("<span><b>"u8).Number(torrent.Seeds).Markup(torrent.Seeds == 1 ? "</b> seed</span>"u8 : "</b> seeds</span>"u8)
            .Markup("<span><b>"u8).Number(torrent.Leechers).Markup("</b> downloading</span>"u8);
        if (torrent.Completed > 0) html.Markup("<span><b>"u8).Number(torrent.Completed).Markup("</b> done</span>"u8);
        if (torrent.UploadBytesPerSecond > 0) html.Markup("<span><b>"u8).Text(Quantity.Rate(torrent.UploadBytesPerSecond)).Markup("</b> up</span>"u8);
    }

    private static void WriteOthers(HtmlWriter html, TrackerReport others, long uptimeSeconds)
    {
        bool isBad = others.State is AnnounceState.Failing or AnnounceState.Refused;
        html.Markup(isBad ? "<p class=\"warn\">"u8 : "<p class=\"facts\">"u8).Text(TrackerSentence.Of(others, uptimeSeconds)).Markup("</p>"u8);
    }

    private static void WriteProgress(HtmlWriter html, PublishedTorrent torrent, HashingStatus? hashing)
    {
        if (torrent.State == TorrentState.Queued) html.Markup("<p class=\"facts\">Waiting to be read</p>"u8);
        if (torrent.State != TorrentState.Hashing || hashing is null) return;
        html.Markup("<progress class=\"bar\" aria-label=\"Reading\" max=\""u8).Number(Math.Max(1, hashing.BytesTotal))
            .Markup("\" value=\""u8).Number(hashing.BytesDone).Markup("\"></progress>"u8);
    }

    private static void WriteLinks(HtmlWriter html, PublishedTorrent torrent, string magnet) =>
        html.Markup("<p class=\"get\"><a class=\"main\" href=\""u8).Text(magnet).Markup("\">Magnet link</a><a href=\"/torrents/"u8)
            .Text(torrent.InfoHash).Markup(".torrent\">.torrent file</a></p><details><summary>Info-hash and magnet</summary><code>"u8)
            .Text(torrent.InfoHash).Markup("</code><code>"u8).Text(magnet).Markup("</code></details>"u8);
}
