namespace EdgeSeed.Web;

/// <summary><c>/qr</c>: the page's address, as large as the screen allows, for a projector or a poster.</summary>
internal static class QrPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/qr";

    /// <summary>The whole page.</summary>
    public static void Write(HtmlWriter html, PageView view)
    {
        PageFrame.WriteHead(html, view, view.Status.PageUrl, live: "");
        html.Markup("</header><main id=\"list\" class=\"poster\" tabindex=\"-1\">"u8);
        QrSvg.Write(html, view.Status.PageUrl);
        html.Markup("<h1 dir=\"ltr\">"u8).Text(view.Status.PageUrl).Markup("</h1></main>"u8);
        PageFrame.WriteFoot(html, view);
    }
}
