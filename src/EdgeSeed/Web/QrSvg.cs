using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

/// <summary>A QR code as SVG, black on white whatever the page's colours: readers want it so.</summary>
internal static class QrSvg
{
    /// <summary>Draws a text; nothing when it is longer than <see cref="QrModules.MaxTextLength"/>.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="text">What a reader of the code gets.</param>
    public static void Write(HtmlWriter html, string text)
    {
        if (QrModules.Of(text) is not { } code) return;
        int side = code.Side + (2 * QrDrawing.QuietZoneModules);
        html.Markup("<svg class=\"qr\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\""u8).Say(html.Words.QrOfPage)
            .Markup("\" viewBox=\"-4 -4 "u8).Number(side).Markup(" "u8).Number(side).Markup("\"><path fill=\"#fff\" d=\"M-4-4h999v999H-4z\"/><path d=\""u8);
        for (int row = 0; row < code.Side; row++)
        {
            for (int column = 0; column < code.Side; column++)
            {
                if (!code.IsDark(row, column)) continue;
                int from = column;
                while (code.IsDark(row, column + 1)) column++;
                html.Markup("M"u8).Number(from).Markup(" "u8).Number(row).Markup("h"u8).Number(column - from + 1).Markup("v1H"u8).Number(from).Markup("z"u8);
            }
        }
        html.Markup("\"/></svg>"u8);
    }
}
