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
        if (query.Words.Length > 0 || view.Status.Torrents.Count >= SearchFrom) WriteSearch(html, query, "/");
        html.Markup("<div id=\"list\" tabindex=\"-1\" data-key=\""u8).Number(list.Key).Markup("\">"u8);
        WriteMatches(html, view, query, list);
        if (query.Words.Length == 0 && view.Status.IsTrackerOnly)
            html.Markup("<div class=\"card\"><p>"u8).Say(html.Words.TrackerIntro).Markup("</p>"u8).Code(view.Tracker).Markup("</div>"u8);
        else if (query.Words.Length == 0 && list.Found == 0)
            html.Markup("<p class=\"card\">"u8).Say(html.Words.NothingYet).Markup("</p>"u8);
        html.Markup("<ul>"u8);
    }

    /// <summary>Everything below the last torrent.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view, PageQuery query, TorrentList list)
    {
        html.Markup("</ul>"u8);
        if (list.Pages > 1) WritePages(html, query with { Page = list.Page }, list.Pages, "/");
        html.Markup("</div></main><aside aria-label=\""u8).Say(html.Words.TheBox).Markup("\">"u8);
        html.Markup("<section class=\"card wide\"><h2>"u8).Say(html.Words.PageOnPhone).Markup("</h2><a href=\"/qr\" aria-label=\""u8).Say(html.Words.Larger).Markup("\">"u8);
        QrSvg.Write(html, view.Status.PageUrl);
        html.Markup("</a></section>"u8);
        WritePanels(html, view);
        // Apart from what changes by itself, so that its button keeps the focus.
        if (view.Tracker.Length > 0 && !view.Status.IsTrackerOnly) html.Markup("<section class=\"card\"><h2>"u8).Say(html.Words.TrackerHeading).Markup("</h2>"u8).Code(view.Tracker).Markup("</section>"u8);
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

    /// <summary>The box in which one writes what is looked for.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="query">What it was last.</param>
    /// <param name="path">The page that is asked.</param>
    public static void WriteSearch(HtmlWriter html, PageQuery query, string path) => html.Markup("<form role=\"search\" action=\""u8).Text(path).Markup("\"><label for=\"q\">"u8).Say(html.Words.Search)
        .Markup("</label><input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" maxlength=\"100\" placeholder=\""u8).Say(html.Words.SearchHint).Markup("\" value=\""u8).Text(query.Words)
        .Markup("\"><button>"u8).Say(html.Words.Search).Markup("</button></form>"u8);

    /// <summary>How many were found; nothing where nothing is looked for.</summary>
    public static void WriteMatches(HtmlWriter html, PageView view, PageQuery query, TorrentList list)
    {
        if (query.Words.Length > 0)
            html.Markup("<p class=\"count\" role=\"status\">"u8).Say(html.Words.Matches, html.Words.Count(list.Found), html.Words.Count(view.Status.Torrents.Count)).Markup("</p>"u8);
    }

    /// <summary>The status in a line.</summary>
    public static void WriteSentence(HtmlWriter html, PageView view) =>
        html.Markup("<p id=\"s\">"u8).Text(StatusSentence.Of(view.Status, view.Language)).Markup("</p>"u8);

    /// <summary>What is wrong, and what to do.</summary>
    public static void WriteAlarms(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<div id=\"a\" role=\"status\">"u8);
        foreach (Alarm alarm in status.Alarms)
        {
            html.Markup("<p class=\"alarm\"><b>"u8).Text(AlarmText.What(alarm.Code, view.Language)).Markup("</b> "u8).Text(AlarmText.ToDo(alarm.Code, view.Language));
            if (alarm.Detail.Length > 0) html.Markup(" <span lang=\"en\">"u8).Text(alarm.Detail).Markup("</span>"u8);
            html.Markup("</p>"u8);
        }
        if (status is { IsPublic: true, Unfindable: > 0, Upload.Peers: > 0 }) html.Markup("<p class=\"warn\">"u8).Say(html.Words.NobodyFinds, html.Words.TorrentCount(status.Unfindable)).Markup("</p>"u8);
        foreach (string problem in status.Problems) html.Markup("<p class=\"warn\" lang=\"en\">"u8).Text(problem).Markup("</p>"u8);
        html.Markup("</div>"u8);
    }

    /// <summary>The ways to the pages before and after.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="query">What is looked for, and the page that is shown.</param>
    /// <param name="pages">How many there are.</param>
    /// <param name="path">The page that is asked.</param>
    /// <param name="place">Where on it the list begins: <c>#</c> and an id, or nothing.</param>
    public static void WritePages(HtmlWriter html, PageQuery query, int pages, string path, string place = "")
    {
        html.Markup("<nav aria-label=\""u8).Say(html.Words.Pages).Markup("\">"u8);
        if (query.Page > 1) html.Markup("<a rel=\"prev\" href=\""u8).Text(path + query.WithPage(query.Page - 1) + place).Markup(html.Words.IsFromRight ? "\">→ "u8 : "\">← "u8).Say(html.Words.Back).Markup("</a>"u8);
        html.Markup("<span>"u8).Say(html.Words.PageOf, html.Words.Count(query.Page), html.Words.Count(pages)).Markup("</span>"u8);
        if (query.Page < pages) html.Markup("<a rel=\"next\" href=\""u8).Text(path + query.WithPage(query.Page + 1) + place).Markup("\">"u8).Say(html.Words.More).Markup(html.Words.IsFromRight ? " ←</a>"u8 : " →</a>"u8);
        html.Markup("</nav>"u8);
    }
}
