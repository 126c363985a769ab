using System.Collections;
using EdgeSeed.Terminal;
using QRCoder;

namespace EdgeSeed.Web;

/// <summary>A QR code as SVG, black on white whatever the page's colours: readers want it so.</summary>
internal static class QrSvg
{
    /// <summary>Draws a text; nothing when it is too long (<see cref="QrDrawing.MaxTextLength"/>) for a phone to read it off a screen.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="text">What a reader of the code gets.</param>
    public static void Write(HtmlWriter html, string text)
    {
        if (text.Length > QrDrawing.MaxTextLength) return;
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        // The generator's margin is the quiet zone that the standard asks for.
        List<BitArray> modules = code.ModuleMatrix;
        html.Markup("<svg class=\"qr\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\""u8).Say("QR code of the magnet link"u8, "Kode QR tautan magnet"u8)
            .Markup("\" viewBox=\"0 0 "u8).Number(modules.Count).Markup(" "u8).Number(modules.Count)
            .Markup("\"><path fill=\"#fff\" d=\"M0 0h999v999H0z\"/><path d=\""u8);
        for (int row = 0; row < modules.Count; row++)
        {
            for (int column = 0; column < modules.Count; column++)
            {
                if (!modules[row][column]) continue;
                int from = column;
                while (column + 1 < modules.Count && modules[row][column + 1]) column++;
                html.Markup("M"u8).Number(from).Markup(" "u8).Number(row).Markup("h"u8).Number(column - from + 1).Markup("v1H"u8).Number(from).Markup("z"u8);
            }
        }
        html.Markup("\"/></svg>"u8);
    }
}
