using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

/// <summary>One torrent's own page: how to get it, its QR code, its files, who has it.</summary>
internal static class TorrentPage
{
    /// <summary>Everything above the files.</summary>
    public static void WriteHead(HtmlWriter html, PageView view, PublishedTorrent torrent, TorrentDetail detail)
    {
        PageFrame.WriteHead(html, view, torrent.Name, "/live/" + torrent.InfoHash);
        PageFrame.WriteOffline(html);
        html.Markup("</header><div class=\"cols\"><main id=\"list\" tabindex=\"-1\"><section class=\"card\"><h1 dir=\"auto\">"u8).Text(torrent.Name).Markup("</h1>"u8);
        StatusPage.WriteState(html, torrent, 0, view.Status);
        StatusPage.WriteLinks(html, torrent, view, isOwnPage: true);
        ReaderSystems.WriteAdvice(html, view.System);
        WriteFacts(html, torrent, detail);
        html.Markup("</section><section class=\"card\" id=\"files\"><h2>"u8).Say(html.Words.Files).Markup("</h2>"u8);
        if (detail.Files.Count == 0) html.Markup("<p>"u8).Say(html.Words.ListUnreadable).Markup("</p>"u8);
        html.Markup("<ul class=\"files\">"u8);
    }

    /// <summary>One file.</summary>
    public static void WriteFile(HtmlWriter html, PageView view, PublishedTorrent torrent, PublishedFile file)
    {
        html.Markup("<li>"u8);
        if (view.OffersFilesOf(torrent) && !file.IsDamaged)
        {
            html.Markup("<a dir=\"auto\" href=\"/files/"u8).Text(torrent.InfoHash).Markup("/"u8).Text(file.Link + FileEndpoint.SaveQuery).Markup("\">"u8).Text(file.Path).Markup("</a>"u8);
            if (FileTypes.IsPlayable(System.Text.Encoding.UTF8.GetBytes(file.Link)))
                html.Markup("<a href=\"/files/"u8).Text(torrent.InfoHash).Markup("/"u8).Text(file.Link + FileEndpoint.PlayQuery).Markup("\">"u8).Say(html.Words.Play).Markup("</a>"u8);
        }
        else
        {
            html.Markup("<span dir=\"auto\">"u8).Text(file.Path).Markup("</span>"u8);
        }
        if (file.IsDamaged) html.Markup("<i>"u8).Say(html.Words.DamagedFile).Markup("</i>"u8);
        html.Markup("<b>"u8).Bytes(file.SizeBytes).Markup("</b></li>"u8);
    }

    /// <summary>Everything below the files.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view, PublishedTorrent torrent, TorrentDetail detail)
    {
        html.Markup("</ul>"u8);
        if (detail.Pages > 1) StatusPage.WritePages(html, new PageQuery("", detail.Page), detail.Pages, $"/torrents/{torrent.InfoHash}", "#files");
        html.Markup("</section></main><aside><section class=\"card\"><h2>"u8).Say(html.Words.ForPhone).Markup("</h2>"u8);
        // By the box's own address, since a phone does not know this reader's "localhost". The page, not the magnet link: a phone can open it.
        QrSvg.Write(html, $"{view.Status.PageUrl}torrents/{torrent.InfoHash}");
        html.Markup("<p class=\"quota\">Info-hash</p>"u8).Code(torrent.InfoHash).Markup("<p class=\"quota\">Magnet</p>"u8).Code(view.Magnet(torrent));
        if (torrent.Entry.Sha256 is { } sha256)
            html.Markup("<p class=\"quota\">SHA-256 (<a href=\""u8).Text(ChecksumList.Path).Markup("\">SHA256SUMS</a>)</p>"u8).Code(Convert.ToHexStringLower(sha256));
        html.Markup("</section>"u8);
        WriteSpread(html, torrent, detail);
        html.Markup("</aside></div>"u8);
        PageFrame.WriteFoot(html, view);
    }

    /// <summary>What <c>/live/…</c> answers: the parts that change by themselves.</summary>
    public static void WriteLive(HtmlWriter html, PageView view, PublishedTorrent torrent, TorrentDetail detail)
    {
        StatusPage.WriteState(html, torrent, 0, view.Status);
        WriteSpread(html, torrent, detail);
    }

    private static void WriteFacts(HtmlWriter html, PublishedTorrent torrent, TorrentDetail detail)
    {
        if (detail.Comment is { Length: > 0 } comment) html.Markup("<p dir=\"auto\">"u8).Text(comment).Markup("</p>"u8);
        html.Markup("<p class=\"facts\">"u8);
        if (detail.MadeOn is { } date) html.Markup("<span>"u8).Say(html.Words.MadeOn, date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Markup("</span>"u8);
        if (detail.PieceLength > 0) html.Markup("<span>"u8).Say(html.Words.PiecesOf, Quantity.PieceLength(detail.PieceLength)).Markup("</span>"u8);
        if (torrent.IsPrivate) html.Markup("<span>"u8).Say(html.Words.Private).Markup("</span>"u8);
        html.Markup("</p>"u8);
    }

    private static void WriteSpread(HtmlWriter html, PublishedTorrent torrent, TorrentDetail detail)
    {
        html.Markup("<section class=\"card\" id=\"c\"><h2>"u8).Say(html.Words.WhoHasIt).Markup("</h2><dl><div><dt>"u8).Say(html.Words.CopiesSent)
            .Markup("</dt><dd>"u8).Text(html.Words.Decimal(torrent.CopiesGiven)).Markup("</dd></div><div><dt>"u8)
            .Say(html.Words.CopiesInReach).Markup("</dt><dd>"u8).Text(html.Words.Decimal(detail.CopiesInReach))
            .Markup("</dd></div><div><dt>"u8).Say(html.Words.Sent).Markup("</dt><dd>"u8).Bytes(torrent.UploadedBytes).Markup("</dd></div></dl>"u8);
        if (detail.Clients.Count > 0)
        {
            html.Markup("<table><thead><tr><th>"u8).Say(html.Words.Program).Markup("</th><th>"u8).Say(html.Words.PeersConnected).Markup("</th><th>"u8).Say(html.Words.Has)
                .Markup("</th><th>"u8).Say(html.Words.Sent).Markup("</th></tr></thead><tbody>"u8);
            foreach (ClientCount client in detail.Clients)
            {
                html.Markup("<tr><td>"u8);
                if (client.Name.Length == 0) html.Say(html.Words.Unknown);
                html.Text(client.Name).Markup("</td><td>"u8).Count(client.Peers).Markup("</td><td>"u8).Number((long)(client.Progress * 100)).Markup(" %</td><td>"u8)
                    .Bytes(client.UploadedBytes).Markup("</td></tr>"u8);
            }
            html.Markup("</tbody></table>"u8);
        }
        html.Markup("</section>"u8);
    }
}
