using EdgeSeed.Status;

namespace EdgeSeed.Web;

internal static partial class StatusPage
{
    /// <summary>One torrent's card.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="torrent">What to show.</param>
    /// <param name="place">Its place on this page, from 0.</param>
    /// <param name="view">The snapshot it is from.</param>
    public static void WriteTorrent(HtmlWriter html, PublishedTorrent torrent, int place, PageView view)
    {
        bool isKnown = torrent.InfoHash.Length > 0;
        html.Markup("<li class=\"card\"><h2 dir=\"auto\">"u8);
        if (isKnown) html.Markup("<a href=\"/torrents/"u8).Text(torrent.InfoHash).Markup("\">"u8);
        html.Text(torrent.Name);
        if (isKnown) html.Markup("</a>"u8);
        html.Markup("</h2>"u8);
        WriteState(html, torrent, place, view.Status);
        if (isKnown) WriteLinks(html, torrent, view);
        html.Markup("</li>"u8);
    }

    /// <summary>What of a torrent changes by itself.</summary>
    public static void WriteState(HtmlWriter html, PublishedTorrent torrent, int place, StatusSnapshot status)
    {
        html.Markup("<div id=\"t"u8).Number(place).Markup("\"><p class=\"facts\"><span><b>"u8).Bytes(torrent.SizeBytes).Markup("</b>"u8);
        if (torrent.Files != 1) html.Markup(" "u8).Say(html.Words.InFiles, html.Words.Count(torrent.Files));
        html.Markup("</span>"u8);
        if (torrent.InfoHash.Length > 0) WriteCounts(html, torrent);
        html.Markup("</p>"u8);
        WriteProblem(html, torrent, status);
        if (!status.IsPublic && torrent.OtherTrackers is { } others)
        {
            html.Markup(others.IsBad ? "<p class=\"warn\" lang=\"en\">"u8 : "<p class=\"facts\" lang=\"en\">"u8).Text(TrackerSentence.Of(others, status.UptimeSeconds)).Markup("</p>"u8);
        }
        if (!status.IsPublic && NeedSentence.Of(torrent) is { } need) html.Markup("<p class=\"facts\" lang=\"en\">"u8).Text(need).Markup("</p>"u8);
        WriteProgress(html, torrent, status.Hashing);
        html.Markup("</div>"u8);
    }

    /// <summary>The buttons by which a torrent is had, the one that needs no other program first.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="torrent">What is had.</param>
    /// <param name="view">Who reads it.</param>
    /// <param name="isOwnPage">Whether it stands above the list of files: several are then had as one archive, elsewhere the button leads to that list.</param>
    public static void WriteLinks(HtmlWriter html, PublishedTorrent torrent, PageView view, bool isOwnPage = false)
    {
        html.Markup("<p class=\"get\">"u8);
        if (view.OffersFilesOf(torrent))
        {
            bool isOne = torrent.Files == 1, isZip = !isOne && isOwnPage && torrent.Files <= FileEndpoint.MaxZipFiles && torrent.Entry.State != TorrentPhase.Partial;
            html.Markup("<a class=\"main\" href=\""u8).Markup(isOne || isZip ? "/files/"u8 : "/torrents/"u8).Text(torrent.InfoHash).Markup(isOne ? "\">"u8 : isZip ? ".zip\">"u8 : "#files\">"u8);
            html.Say(html.Words.Download).Markup(isZip ? " (.zip)</a>"u8 : "</a>"u8);
            if (isOne && FileTypes.IsPlayable(torrent.Entry.NameBytes.Span))
                html.Markup("<a href=\"/files/"u8).Text(torrent.InfoHash).Markup("?play\">"u8).Say(html.Words.Play).Markup("</a>"u8);
        }
        html.Markup("<a href=\"/torrents/"u8).Text(torrent.InfoHash).Markup(".torrent\">"u8).Say(html.Words.Torrent)
            .Markup("</a><a href=\""u8).Text(view.Magnet(torrent)).Markup("\">"u8).Say(html.Words.Magnet).Markup("</a></p>"u8);
    }

    private static void WriteProblem(HtmlWriter html, PublishedTorrent torrent, StatusSnapshot status)
    {
        if (torrent.State == TorrentPhase.Settling) return;
        if (status.IsPublic && ProblemSentence.ForStrangers(torrent, html.Words) is { } known) html.Markup("<p class=\"warn\">"u8).Text(known).Markup("</p>"u8);
        if (!status.IsPublic && ProblemSentence.ForOwner(torrent) is { } problem) html.Markup("<p class=\"warn\" lang=\"en\">"u8).Text(problem).Markup("</p>"u8);
    }

    private static void WriteCounts(HtmlWriter html, PublishedTorrent torrent)
    {
        html.Markup("<span><b>"u8).Count(torrent.Seeds).Markup("</b> "u8).Say(torrent.Seeds == 1 ? html.Words.Seed : html.Words.Seeds)
            .Markup("</span><span><b>"u8).Count(torrent.Leechers).Markup("</b> "u8).Say(html.Words.Downloading).Markup("</span>"u8);
        if (torrent.Completed > 0) html.Markup("<span><b>"u8).Count(torrent.Completed).Markup("</b> "u8).Say(html.Words.Done).Markup("</span>"u8);
        if (torrent.UploadBytesPerSecond > 0) html.Markup("<span><b>"u8).Rate(torrent.UploadBytesPerSecond).Markup("</b> "u8).Say(html.Words.Up).Markup("</span>"u8);
    }

    private static void WriteProgress(HtmlWriter html, PublishedTorrent torrent, HashingStatus? hashing)
    {
        if (torrent.State == TorrentPhase.Queued) html.Markup("<p class=\"facts\">"u8).Say(html.Words.WaitingToBeRead).Markup("</p>"u8);
        if (torrent.State == TorrentPhase.Settling) html.Markup("<p class=\"facts\">"u8).Say(html.Words.BeingCopied).Markup("</p>"u8);
        if (torrent.FetchedBytes is { } fetched)
        {
            html.Markup("<p class=\"facts\"><span>"u8).Say(html.Words.BeingFetched, html.Words.Count(torrent.FetchedPercent)).Markup("</span></p>"u8);
            WriteBar(html, fetched, torrent.SizeBytes);
        }
        if (torrent.State == TorrentPhase.Hashing && hashing is not null) WriteBar(html, hashing.BytesDone, hashing.BytesTotal);
    }

    private static void WriteBar(HtmlWriter html, long done, long total) =>
        html.Markup("<progress aria-label=\""u8).Say(html.Words.Progress).Markup("\" max=\""u8).Number(Math.Max(1, total))
            .Markup("\" value=\""u8).Number(done).Markup("\"></progress>"u8);
}
