using EdgeSeed.Lifetime;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>The owner's page: everything that the public one leaves out, and a button for each thing that can be done. It needs no script.</summary>
internal static class OwnerPage
{
    /// <summary>Everything above the first torrent.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="view">With the form's token.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="list">What was found.</param>
    /// <param name="reply">What came of the last action; null when nothing did yet.</param>
    public static void WriteHead(HtmlWriter html, PageView view, PageQuery query, TorrentList list, ControlReply? reply)
    {
        PageFrame.WriteHead(html, view, System.Text.Encoding.UTF8.GetString(html.Words.OwnerView), OwnerEndpoint.Path + "/live");
        StatusPage.WriteSentence(html, view);
        PageFrame.WriteOffline(html);
        html.Markup("</header><div class=\"cols\"><main id=\"list\" tabindex=\"-1\"><h1>"u8).Say(html.Words.OwnerView).Markup("</h1>"u8);
        StatusPage.WriteAlarms(html, view);
        if (reply is { IsDone: false })
            html.Markup("<p class=\"alarm\" role=\"status\"><b>"u8).Say(html.Words.NotDone).Markup("</b> <span lang=\"en\">"u8).Text(reply.Message).Markup("</span></p>"u8);
        WriteBudget(html, view);
        StatusPage.WriteSearch(html, query, OwnerEndpoint.Path);
        StatusPage.WriteMatches(html, view, query, list);
        html.Markup("<ul>"u8);
    }

    /// <summary>One torrent: all that is known of it, and a button to have it checked.</summary>
    public static void WriteTorrent(HtmlWriter html, PublishedTorrent torrent, int place, PageView view)
    {
        html.Markup("<li class=\"card\"><h2 dir=\"auto\">"u8).Text(torrent.Name).Markup("</h2>"u8);
        StatusPage.WriteState(html, torrent, place, view.Status);
        if ((torrent.Entry.Data ?? torrent.Entry.Found) is { } content) html.Markup("<code>"u8).Text(content.Path.ToString()).Markup("</code>"u8);
        foreach (RemarkedAddress note in torrent.Entry.Notes)
            html.Markup("<p class=\"quota\" lang=\"en\"><code>"u8).Text(note.Written).Markup("</code> "u8).Text(note.Remark).Markup("</p>"u8);
        if (torrent.Entry.IsOffered)
        {
            Open(html, view, "get");
            html.Markup("<button name=\"do\" value=\"recheck "u8).Text(torrent.InfoHash).Markup("\">"u8).Say(html.Words.CheckAgain).Markup("</button></form>"u8);
        }
        html.Markup("</li>"u8);
    }

    /// <summary>Everything below the last torrent.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view, PageQuery query, TorrentList list)
    {
        html.Markup("</ul>"u8);
        if (list.Pages > 1) StatusPage.WritePages(html, query with { Page = list.Page }, list.Pages, OwnerEndpoint.Path);
        html.Markup("</main><aside aria-label=\""u8).Say(html.Words.TheBox).Markup("\">"u8);
        StatusPage.WritePanels(html, view);
        html.Markup("</aside></div>"u8);
        PageFrame.WriteFoot(html, view);
    }

    /// <summary>The parts that change by themselves.</summary>
    public static void WriteLive(HtmlWriter html, PageView view)
    {
        StatusPage.WriteSentence(html, view);
        StatusPage.WriteAlarms(html, view);
        StatusPage.WritePanels(html, view);
    }

    /// <summary>Begins a form; what is sent by its button <c>do</c> is an order's line.</summary>
    public static void Open(HtmlWriter html, PageView view, string style) => html.Markup("<form method=\"post\" action=\"/admin\" class=\""u8).Text(style)
        .Markup("\"><input type=\"hidden\" name=\"token\" value=\""u8).Text(view.OwnerToken!).Markup("\">"u8);

    private static void WriteBudget(HtmlWriter html, PageView view)
    {
        HoldStatus? hold = view.Status.Budget.Hold;
        html.Markup("<section class=\"card\"><h2>"u8).Say(html.Words.Upload).Markup("</h2><p>"u8);
        if (hold is { BytesPerSecond: 0 }) html.Say(html.Words.PausedByHand);
        else if (hold is { SecondsLeft: { } left })
            html.Say(html.Words.LimitedByHand, hold.BytesPerSecond is { } rate ? html.Words.Rate(rate) : "unlimited", html.Words.Duration(left));
        html.Markup("</p>"u8);
        Open(html, view, "act");
        if (hold is not { BytesPerSecond: 0 }) html.Markup("<button name=\"do\" value=\"pause\">"u8).Say(html.Words.PauseAll).Markup("</button>"u8);
        if (hold is not null) html.Markup("<button name=\"do\" value=\"resume\">"u8).Say(html.Words.GoOn).Markup("</button>"u8);
        html.Markup("</form>"u8);
        Open(html, view, "act");
        html.Markup("<label for=\"rate\">"u8).Say(html.Words.LimitLabel)
            .Markup("</label><input id=\"rate\" name=\"rate\" dir=\"ltr\" autocomplete=\"off\" maxlength=\"30\" required placeholder=\"200 KB/s\"><label for=\"hours\">"u8).Say(html.Words.HoursLabel)
            .Markup("</label><input id=\"hours\" name=\"hours\" dir=\"ltr\" autocomplete=\"off\" maxlength=\"3\" required inputmode=\"numeric\" pattern=\"[0-9]+\" value=\"1\"><button name=\"do\" value=\"limit\">"u8)
            .Say(html.Words.SetLimit).Markup("</button></form><p class=\"quota\">"u8).Say(html.Words.UntilRestart).Markup("</p></section>"u8);
    }
}
