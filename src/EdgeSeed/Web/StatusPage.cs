using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>
/// The page, in parts, so that a long list can be sent as it is written: head, one torrent after the other, foot. What changes by
/// itself stands in elements with an id, and <c>/live</c> gives just those again.
/// </summary>
internal static partial class StatusPage
{
    /// <summary>With fewer torrents than this, all are seen at a glance and nothing offers to search.</summary>
    public const int SearchFrom = 9;

    /// <summary>Everything above the first torrent.</summary>
    public static void WriteHead(HtmlWriter html, PageView view, PageQuery query, TorrentList list)
    {
        PageFrame.WriteHead(html, view, "", "/live");
        WriteSentence(html, view);
        PageFrame.WriteOffline(html);
        html.Markup("</header><div class=\"cols\"><main>"u8);
        WriteAlarms(html, view);
        if (query.Words.Length > 0 || view.Status.Torrents.Count >= SearchFrom)
            html.Markup("<form role=\"search\" action=\"/\"><label for=\"q\">"u8).Say("Search"u8, "Cari"u8)
                .Markup("</label><input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" maxlength=\"100\" placeholder=\""u8).Say("name or info-hash"u8, "nama atau info-hash"u8).Markup("\" value=\""u8).Text(query.Words)
                .Markup("\"><button>"u8).Say("Search"u8, "Cari"u8).Markup("</button></form>"u8);
        html.Markup("<div id=\"list\" tabindex=\"-1\" data-key=\""u8).Number(list.Key).Markup("\">"u8);
        if (query.Words.Length > 0)
            html.Markup("<p class=\"count\" role=\"status\">"u8).Count(list.Found).Say(" of "u8, " dari "u8).Count(view.Status.Torrents.Count)
                .Say(" torrents match."u8, " torrent cocok."u8).Markup("</p>"u8);
        else if (view.Status.IsTrackerOnly)
            html.Markup("<p class=\"card\">"u8).Say("This is a tracker: it tells those who download of each other. Its address, for whoever makes a torrent, is"u8,
                "Ini tracker: memperkenalkan para pengunduh satu sama lain. Alamatnya, untuk pembuat torrent:"u8).Markup(" <code>"u8).Text(view.Tracker).Markup("</code></p>"u8);
        else if (list.Found == 0)
            html.Markup("<p class=\"card\">"u8).Say("Nothing here yet. Files and folders appear as soon as they are read."u8, "Belum ada apa-apa. Berkas dan folder muncul begitu selesai dibaca."u8).Markup("</p>"u8);
        html.Markup("<ul>"u8);
    }

    /// <summary>Everything below the last torrent.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view, PageQuery query, TorrentList list)
    {
        html.Markup("</ul>"u8);
        if (list.Pages > 1) WritePages(html, query, list);
        html.Markup("</div></main><aside aria-label=\""u8).Say("The box"u8, "Perangkat"u8).Markup("\">"u8);
        html.Markup("<section class=\"card wide\"><h2>"u8).Say("This page on a phone"u8, "Halaman ini di ponsel"u8).Markup("</h2><a href=\"/qr\" aria-label=\""u8).Say("Larger"u8, "Lebih besar"u8).Markup("\">"u8);
        QrSvg.Write(html, view.Status.PageUrl);
        html.Markup("</a></section>"u8);
        WritePanels(html, view);
        html.Markup("</aside></div>"u8);
        PageFrame.WriteFoot(html, view);
    }

    /// <summary>What <c>/live</c> answers: the parts that change by themselves, and the list's key.</summary>
    public static void WriteLive(HtmlWriter html, PageView view, TorrentList list)
    {
        html.Markup("<i data-key=\""u8).Number(list.Key).Markup("\"></i>"u8);
        WriteSentence(html, view);
        WriteAlarms(html, view);
        for (int i = 0; i < list.Shown.Count; i++) WriteState(html, list.Shown[i], i, view.Status);
        WritePanels(html, view);
    }

    private static void WriteSentence(HtmlWriter html, PageView view) =>
        html.Markup("<p id=\"s\">"u8).Text(StatusSentence.Of(view.Status, view.Indonesian)).Markup("</p>"u8);

    private static void WriteAlarms(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<div id=\"a\" role=\"status\">"u8);
        foreach (Alarm alarm in status.Alarms)
        {
            html.Markup("<p class=\"alarm\"><b>"u8).Text(AlarmText.What(alarm.Code, view.Indonesian)).Markup("</b> "u8).Text(AlarmText.ToDo(alarm.Code, view.Indonesian));
            if (alarm.Detail.Length > 0) html.Markup(" <span lang=\"en\">"u8).Text(alarm.Detail).Markup("</span>"u8);
            html.Markup("</p>"u8);
        }
        foreach (string problem in status.Problems) html.Markup("<p class=\"warn\" lang=\"en\">"u8).Text(problem).Markup("</p>"u8);
        html.Markup("</div>"u8);
    }

    private static void WritePages(HtmlWriter html, PageQuery query, TorrentList list)
    {
        html.Markup("<nav aria-label=\""u8).Say("Pages"u8, "Halaman"u8).Markup("\">"u8);
        if (list.Page > 1) html.Markup("<a rel=\"prev\" href=\""u8).Text(query.WithPage(list.Page - 1)).Markup("\">← "u8).Say("Back"u8, "Sebelumnya"u8).Markup("</a>"u8);
        html.Markup("<span>"u8).Say("Page "u8, "Halaman "u8).Count(list.Page).Say(" of "u8, " dari "u8).Count(list.Pages).Markup("</span>"u8);
        if (list.Page < list.Pages) html.Markup("<a rel=\"next\" href=\""u8).Text(query.WithPage(list.Page + 1)).Markup("\">"u8).Say("More"u8, "Berikutnya"u8).Markup(" →</a>"u8);
        html.Markup("</nav>"u8);
    }
}
