using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;

namespace EdgeSeed.Faces.Pages;

/// <summary>Draws pages, each for a tall display (64 rows) and a flat one (32 rows).</summary>
internal static partial class PageArt
{
    /// <summary>Rows of a flat display.</summary>
    public const int FlatHeight = 32;

    /// <summary>About how many letters of an alarm's text fit at a time: lines of 21, of which breaks at spaces and the dots of what goes on leave some 17.</summary>
    /// <param name="height">Rows of the display.</param>
    public static int LettersATurn(int height) => height <= FlatHeight ? 2 * 17 : 4 * 17;

    /// <summary>Draws a page on a canvas that was cleared.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="page">Which page; one whose subject is no longer there is drawn as <see cref="PageKind.Rate"/>.</param>
    /// <param name="status">What to say.</param>
    /// <param name="turn">How many times text that is too long has turned over since the page came up.</param>
    /// <param name="held">For <see cref="PageKind.Holding"/>: how much of the time is over, 0 to 1.</param>
    public static void Draw(Canvas canvas, Page page, StatusSnapshot status, int turn = 0, double held = 0)
    {
        switch (page.Kind)
        {
            case PageKind.Starting: DrawStarting(canvas, status.Version); break;
            case PageKind.Address: DrawAddress(canvas, status); break;
            case PageKind.Torrents: DrawTorrents(canvas, status); break;
            case PageKind.Peers: DrawPeers(canvas, status); break;
            case PageKind.Drive when page.Index < status.Drives.Count: DrawDrive(canvas, status.Drives[page.Index], turn); break;
            case PageKind.Hashing when status.Hashing is { } hashing: DrawHashing(canvas, hashing); break;
            case PageKind.Alarm when page.Index < status.Alarms.Count: DrawAlarm(canvas, status.Alarms[page.Index], turn); break;
            case PageKind.Problem when page.Index < status.Problems.Count: DrawProblem(canvas, status.Problems[page.Index], turn); break;
            case PageKind.Holding: DrawHolding(canvas, held); break;
            case PageKind.Stopping: DrawStopping(canvas); break;
            default: DrawRate(canvas, status); break;
        }
    }

    /// <summary>Draws the page before there is anything to say.</summary>
    public static void DrawStarting(Canvas canvas, string version)
    {
        bool isFlat = IsFlat(canvas);
        canvas.Draw(0, isFlat ? 3 : 14, Icon.Up, scale: isFlat ? 1 : 2);
        int x = isFlat ? 18 : 30;
        canvas.Write(x, isFlat ? 0 : 12, "EdgeSeed", Font.Large);
        canvas.Write(x, isFlat ? 18 : 30, $"{version} starting", Font.Small);
    }

    private static bool IsFlat(Canvas canvas) => canvas.Height <= FlatHeight;

    /// <summary>The line on top: what the page is about, and one figure.</summary>
    /// <returns>The first row below it.</returns>
    private static int DrawHead(Canvas canvas, ReadOnlySpan<ushort> icon, string title, string figure)
    {
        canvas.Draw(0, 0, icon);
        int left = canvas.WriteRight(canvas.Width, 0, figure, Font.Small);
        canvas.Write(14, 0, title, Font.Small, left - 14 - (figure.Length > 0 ? 3 : 0));
        if (IsFlat(canvas)) return 12;
        canvas.Fill(0, 11, canvas.Width, 1);
        return 14;
    }

    /// <summary>Text over several lines that turns over when there is more of it than fits.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="y">Top edge; it may fill the rest of the canvas.</param>
    /// <param name="bottom">The first row that is not for it.</param>
    /// <param name="text">The text.</param>
    /// <param name="turn">How many times it has turned over.</param>
    private static void DrawText(Canvas canvas, int y, int bottom, string text, int turn)
    {
        // A pixel closer than the font asks for: only an accent below a descender touches.
        int pitch = Font.Small.Height - 1;
        int lines = Math.Max(1, (bottom - y + 1) / pitch);
        int turns = Math.Max(1, canvas.CountTurns(text, Font.Small, lines));
        canvas.WriteLines(y, text, Font.Small, pitch, lines, turn % turns);
    }
}
