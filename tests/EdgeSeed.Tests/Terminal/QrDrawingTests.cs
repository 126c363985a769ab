using System.Text;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public sealed class QrDrawingTests
{
    private const string Magnet = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=film.mkv&tr=http%3A%2F%2F192.168.1.20%3A6969%2Fannounce";

    [Fact]
    public void Draw_too_wide_for_the_terminal_draws_nothing() => Assert.Empty(QrDrawing.Draw(Magnet, colour: true, columns: 40));

    [Fact]
    public void Draw_text_beyond_the_maximum_draws_nothing() =>
        Assert.Empty(QrDrawing.Draw(new string('a', QrModules.MaxTextLength + 1), colour: true, columns: 1000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Draw_has_a_quiet_zone_of_light_modules_on_every_side(bool colour)
    {
        bool[,] dark = Pixels(QrDrawing.Draw("http://192.168.1.20:6969/", colour, 80), colour);
        int side = dark.GetLength(1);
        for (int i = 0; i < side; i++)
        {
            for (int margin = 0; margin < QrDrawing.QuietZoneModules; margin++)
                Assert.False(dark[margin, i] || dark[i, margin] || dark[i, side - 1 - margin] || dark[side - 1 - margin, i]);
        }
        Assert.True(dark[QrDrawing.QuietZoneModules, QrDrawing.QuietZoneModules]);
    }

    [SkippableTheory]
    [InlineData("http://192.168.1.20:6969/", true)]
    [InlineData("http://192.168.1.20:6969/", false)]
    [InlineData(Magnet, true)]
    [InlineData("magnet:?dn=%C3%BC", false)]
    public async Task Draw_is_read_back_by_an_independent_reader(string text, bool colour)
    {
        string picture = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pgm");
        try
        {
            await File.WriteAllBytesAsync(picture, Pgm(Pixels(QrDrawing.Draw(text, colour, 120), colour)));
            Assert.Equal(text, await CodeReader.ReadAsync(picture));
        }
        finally
        {
            File.Delete(picture);
        }
    }

    /// <summary>What a camera would see: true is dark.</summary>
    private static bool[,] Pixels(IReadOnlyList<string> lines, bool colour)
    {
        var rows = lines.Select(line => colour ? line["\u001b[38;5;16;48;5;231m".Length..^"\u001b[0m".Length] : line).ToList();
        var dark = new bool[rows.Count * 2, rows[0].Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                char c = rows[row][column];
                Assert.Contains(c, " ▀▄█");
                dark[row * 2, column] = (c is '▀' or '█') == colour;
                dark[(row * 2) + 1, column] = (c is '▄' or '█') == colour;
            }
        }
        // The side is odd: the lower half of the last line lies outside the code.
        for (int column = 0; column < rows[0].Length; column++) dark[(rows.Count * 2) - 1, column] = false;
        return dark;
    }

    private static byte[] Pgm(bool[,] dark)
    {
        const int scale = 4;
        int rows = dark.GetLength(0), columns = dark.GetLength(1);
        var file = new List<byte>(Encoding.ASCII.GetBytes($"P5 {columns * scale} {rows * scale} 255\n"));
        for (int y = 0; y < rows * scale; y++)
            for (int x = 0; x < columns * scale; x++) file.Add(dark[y / scale, x / scale] ? (byte)0 : (byte)255);
        return [.. file];
    }
}
