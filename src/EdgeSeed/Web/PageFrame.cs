namespace EdgeSeed.Web;

/// <summary>What every page has around its content.</summary>
internal static class PageFrame
{
    /// <summary>Everything down to the heading, which is left open for a line beneath it.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="view">Names the box.</param>
    /// <param name="subject">What the page is about, before the box's name in the window's title; empty for the box itself.</param>
    /// <param name="live">Where its figures come from, again and again.</param>
    public static void WriteHead(HtmlWriter html, PageView view, string subject, string live)
    {
        html.Markup("<!doctype html><html lang=\""u8).Text(html.Words.Tag).Markup(html.Words.IsFromRight ? "\" dir=\"rtl"u8 : ""u8).Markup("\"><head><meta charset=\"utf-8\"><title>"u8);
        if (subject.Length > 0) html.Text(subject).Markup(" · "u8);
        html.Text(view.Title)
            .Markup("</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\""u8).Text(ReferrerOf(view)).Markup("\">"u8)
            .Markup("<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\"><link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='%232b7a4b'%3E%3Cpath d='"u8)
            .Markup(Leaf).Markup("'/%3E%3C/svg%3E\"><style>"u8).Markup(PageStyle.Css).Markup("</style></head><body data-ms=\""u8)
            .Number((long)view.Web.Refresh.TotalMilliseconds).Markup("\" data-live=\""u8).Text(live).Markup("\"><a class=\"skip\" href=\"#list\">"u8)
            .Say(html.Words.SkipToContent)
            .Markup("</a><header><div class=\"brand\"><a href=\"/\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\""u8).Markup(Leaf).Markup("\"/></svg>"u8);
        html.Markup(subject.Length == 0 ? "<h1>"u8 : "<span>"u8).Text(view.Title).Markup(subject.Length == 0 ? "</h1>"u8 : "</span>"u8).Markup("</a></div>"u8);
    }

    /// <summary>Says that the box does not answer any more; shown by the script.</summary>
    public static void WriteOffline(HtmlWriter html) => html.Markup("<p id=\"o\" class=\"warn\" role=\"status\" hidden>"u8)
        .Say(html.Words.Offline).Markup("</p>"u8);

    /// <summary>What a browser says to other pages of where it was: nothing, but the owner's forms say to this site that they are its own.</summary>
    public static string ReferrerOf(PageView view) => view.OwnerToken is null ? "no-referrer" : "same-origin";

    /// <summary>Everything below the content.</summary>
    public static void WriteFoot(HtmlWriter html, PageView view)
    {
        html.Markup("<footer><p>EdgeSeed "u8).Text(view.Status.Version).Markup(" · <a href=\"/feed.xml\">RSS</a> · <a href=\"/qr\">QR</a> · <a href=\"/status.json\">status.json</a>"u8);
        if (view.Web.Metrics) html.Markup(" · <a href=\"/metrics\">metrics</a>"u8);
        if (view.HasOwner) html.Markup(" · <a href=\"/admin\">"u8).Say(html.Words.OwnerView).Markup("</a>"u8);
        html.Markup("</p></footer><script>"u8).Markup(PageScript.Source).Markup("</script></body></html>"u8);
    }

    private static ReadOnlySpan<byte> Leaf => "M20 3C10 3 4 8 4 15c0 1 .2 2 .5 2.9C7 13 11 10 16 8.500c-4.500 2.500-8 6.500-9.800 12.500h2C9 18.700 10 17 11 16c6 1 10-3 9-13z"u8;
}
