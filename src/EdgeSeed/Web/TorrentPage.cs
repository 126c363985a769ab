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
        html.Markup("</header><div class=\"cols\"><main id=\"list\" tabindex=\"-1\"><section class=\"card\"><h1>"u8).Text(torrent.Name).Markup("</h1>"u8);
        StatusPage.WriteState(html, torrent, 0, view.Status);
        StatusPage.WriteLinks(html, torrent, view);
        html.Markup("</section><section class=\"card\"><h2>"u8).Say("Files"u8, "Berkas"u8).Markup("</h2>"u8);
        if (detail.Files.Count == 0) html.Markup("<p>"u8).Say("The list cannot be read now."u8, "Daftarnya sekarang tidak bisa dibaca."u8).Markup("</p>"u8);
        html.Markup("<ul class=\"files\">"u8);
    }

    /// <summary>One file.</summary>
    public static void WriteFile(HtmlWriter html, PageView view, PublishedTorrent torrent, PublishedFile file)
    {
        html.Markup("<li>"u8);
        if (view.OffersFiles) html.Markup("<a href=\"/files/"u8).Text(torrent.InfoHash).Markup("/"u8).Text(file.Link + FileEndpoint.PersonQuery).Markup("\">"u8).Text(file.Path).Markup("</a>"u8);
        else html.Markup("<span>"u8).Text(file.Path).Markup("</span>"u8);
        html.Markup("<b>"u8).Bytes(file.SizeBytes).Markup("</b></li>"u8);
    }

    /// <summary>Everything below the files.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view, PublishedTorrent torrent, TorrentDetail detail)
    {
        html.Markup("</ul>"u8);
        if (detail.FileCount > detail.Files.Count && detail.Files.Count > 0)
            html.Markup("<p class=\"count\">"u8).Say("And "u8, "Dan "u8).Count(detail.FileCount - detail.Files.Count).Say(" more."u8, " lagi."u8).Markup("</p>"u8);
        html.Markup("</section></main><aside><section class=\"card\"><h2>"u8).Say("For a phone"u8, "Untuk ponsel"u8).Markup("</h2>"u8);
        // By the box's own address, since a phone does not know this reader's "localhost".
        QrSvg.Write(html, torrent.Magnet);
        html.Markup("<p class=\"quota\">Info-hash</p><code>"u8).Text(torrent.InfoHash).Markup("</code><p class=\"quota\">Magnet</p><code>"u8).Text(view.Magnet(torrent)).Markup("</code></section>"u8);
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

    private static void WriteSpread(HtmlWriter html, PublishedTorrent torrent, TorrentDetail detail)
    {
        html.Markup("<section class=\"card\" id=\"c\"><h2>"u8).Say("Spread"u8, "Penyebaran"u8).Markup("</h2><dl><div><dt>"u8).Say("Copies given"u8, "Salinan diberikan"u8)
            .Markup("</dt><dd>"u8).Text(LocalFigure.Decimal(torrent.CopiesGiven, html.IsIndonesian)).Markup("</dd></div><div><dt>"u8)
            .Say("Copies in reach"u8, "Salinan terjangkau"u8).Markup("</dt><dd>"u8).Text(LocalFigure.Decimal(detail.CopiesInReach, html.IsIndonesian))
            .Markup("</dd></div><div><dt>"u8).Say("Sent"u8, "Terkirim"u8).Markup("</dt><dd>"u8).Bytes(torrent.UploadedBytes).Markup("</dd></div></dl>"u8);
        if (detail.Clients.Count > 0)
        {
            html.Markup("<table><thead><tr><th>"u8).Say("Program"u8, "Program"u8).Markup("</th><th>"u8).Say("Peers"u8, "Peer"u8).Markup("</th><th>"u8).Say("Has"u8, "Punya"u8)
                .Markup("</th><th>"u8).Say("Sent"u8, "Terkirim"u8).Markup("</th></tr></thead><tbody>"u8);
            foreach (ClientCount client in detail.Clients)
            {
                html.Markup("<tr><td>"u8);
                if (client.Name.Length == 0) html.Say("unknown"u8, "tak dikenal"u8);
                html.Text(client.Name).Markup("</td><td>"u8).Count(client.Peers).Markup("</td><td>"u8).Number((long)(client.Progress * 100)).Markup(" %</td><td>"u8)
                    .Bytes(client.UploadedBytes).Markup("</td></tr>"u8);
            }
            html.Markup("</tbody></table>"u8);
        }
        html.Markup("</section>"u8);
    }
}
