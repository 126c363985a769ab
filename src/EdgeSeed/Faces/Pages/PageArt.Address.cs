using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Faces.Pages;

/// <summary>Where the web page is.</summary>
internal static partial class PageArt
{
    /// <summary>The code drawn last, as the address seldom changes.</summary>
    private static CodedUrl? s_lastCode;

    private static void DrawAddress(Canvas canvas, StatusSnapshot status)
    {
        int side = canvas.Height;
        int x = 0;
        if (CodeOf(status.PageUrl) is { } code && code.Side + 2 <= side)
        {
            int scale = side / (code.Side + 2);
            int margin = (side - (code.Side * scale)) / 2;
            canvas.Fill(0, 0, side, side);
            canvas.Code(margin, margin, scale, code.Side, code.Modules);
            x = side + 3;
        }
        bool isFlat = IsFlat(canvas);
        int width = canvas.Width - x;
        ReadOnlySpan<char> address = Bare(status.PageUrl);
        int room = width / Font.Small.Width;
        int lines = 0;
        for (ReadOnlySpan<char> left = address; !left.IsEmpty; lines++) NextPart(ref left, room);

        int y = isFlat ? (lines < 3 ? 1 : 11) : 4;
        if (!isFlat || lines < 3)
        {
            canvas.Write(x, y, isFlat ? "Web page" : "Scan, or", Font.Small, width);
            if (!isFlat) canvas.Write(x, y + 10, "go to", Font.Small, width);
        }
        y += isFlat ? (lines < 3 ? 11 : -11) : 24;
        for (; !address.IsEmpty && y < canvas.Height; y += 10) canvas.Write(x, y, NextPart(ref address, room), Font.Small, width);
    }

    /// <summary>The URL without what browsers add by themselves.</summary>
    private static ReadOnlySpan<char> Bare(string url)
    {
        ReadOnlySpan<char> bare = url.AsSpan();
        if (bare.StartsWith("http://")) bare = bare[7..];
        return bare.TrimEnd('/');
    }

    /// <summary>
    /// A part of an address that fits into a line: up to the colon, or to the dot nearest to the middle of what is left, or whatever fits.
    /// </summary>
    private static ReadOnlySpan<char> NextPart(ref ReadOnlySpan<char> address, int room)
    {
        int length = address.Length;
        if (length > room)
        {
            int middle = length / 2;
            length = address[1..(room + 1)].LastIndexOf(':') + 1;
            for (int end = 1; length == 0 && end <= room; end++)
                if (address[end - 1] == '.' && end > middle - 2) length = end;
            if (length == 0) length = room;
        }
        ReadOnlySpan<char> part = address[..length];
        address = address[length..];
        return part;
    }

    private static QrModules? CodeOf(string url)
    {
        CodedUrl? last = s_lastCode;
        if (last is null || last.Url != url) s_lastCode = last = new CodedUrl(url, QrModules.Of(url));
        return last.Code;
    }

    private sealed class CodedUrl(string url, QrModules? code)
    {
        public string Url => url;

        public QrModules? Code => code;
    }
}
