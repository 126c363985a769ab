using EdgeSeed.Faces.Pages;
using EdgeSeed.Hardware.Displays;

namespace EdgeSeed.Faces.Preview;

/// <summary>The pictures of all pages on displays of both sizes.</summary>
internal static class PreviewFiles
{
    /// <summary>Draws every picture.</summary>
    /// <param name="write">Is given each one's file name and bytes.</param>
    public static void Draw(Action<string, byte[]> write)
    {
        foreach (int height in (ReadOnlySpan<int>)[64, 32])
        {
            var canvas = new Canvas(Canvas.MaxWidth, height);
            foreach (PreviewPage page in PreviewPages.List())
            {
                canvas.Clear();
                PageArt.Draw(canvas, page.Page, page.Status, held: 0.6);
                write($"{page.Name}-{Canvas.MaxWidth}x{height}.png", PngImage.Write(canvas));
            }
        }
    }
}
