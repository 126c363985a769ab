using EdgeSeed.Hardware.Displays;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Hardware.Tests.Displays;

public class CanvasTests
{
    private readonly Canvas _canvas = new(128, 64);

    [Fact]
    public void Stored_picture_has_eight_rows_a_byte_lowest_bit_on_top()
    {
        _canvas.Set(3, 10);

        Assert.Equal(1 << 2, _canvas.Frame[128 + 3]);
        Assert.True(_canvas.IsLit(3, 10));
        Assert.Equal(1, LitPixels());
    }

    [Fact]
    public void Nothing_outside_is_drawn_whatever_is_asked_for() => Prop.ForAll(
        ArbMap.Default.ArbFor<(int X, int Y, short Width, string Text)>(),
        asked =>
        {
            var canvas = new Canvas(128, 32);
            canvas.Clear(asked.X % 3, asked.Y % 3);
            int width = asked.Width % 300;
            canvas.Write(asked.X, asked.Y, asked.Text, Font.Large, width);
            canvas.WriteRight(asked.X, asked.Y, asked.Text, Font.Small);
            canvas.WriteCentred(asked.X % 200, asked.Y % 100, width, asked.Text, Font.Small);
            canvas.WriteLines(asked.Y % 100, asked.Text, Font.Small, 9, 4, turn: Math.Abs(asked.X % 3));
            canvas.Bar(asked.X % 200, asked.Y % 100, width, width % 50, asked.X, asked.Y);
            canvas.Sparkline(asked.X % 200, asked.Y % 100, Math.Abs(width), 20, [asked.X, asked.Y, long.MaxValue, long.MinValue]);
            canvas.Draw(asked.X, asked.Y, Icon.Drive, scale: 3);
            return canvas.Frame.Length == 128 * 4;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_that_is_too_long_ends_in_dots_within_its_width()
    {
        int end = _canvas.Write(0, 0, "a name longer than the place", Font.Small, 60);

        Assert.True(end <= 60 - 12 + 6);
        for (int y = 0; y < 64; y++)
            for (int x = 60; x < 128; x++) Assert.False(_canvas.IsLit(x, y));
    }

    [Theory]
    [InlineData("Plug in a USB drive that holds torrents", 1, 2)]
    [InlineData("Plug in a USB drive that holds torrents", 2, 1)]
    [InlineData("short", 1, 1)]
    [InlineData("twenty-one letters it", 1, 1)]
    [InlineData("twenty-two letters it.", 1, 2)]
    [InlineData("", 1, 0)]
    [InlineData("averyveryverylongwordwithoutanyspace", 1, 2)]
    [InlineData("averyveryverylongwordwithoutanyspaceoranything", 1, 3)]
    public void Text_comes_in_as_many_turns_as_it_needs(string text, int lines, int turns) => Assert.Equal(turns, _canvas.CountTurns(text, Font.Small, lines));

    [Fact]
    public void Part_of_a_text_ends_in_dots_and_its_last_does_not()
    {
        const string text = "Plug in a USB drive, that which holds torrents. Then wait a moment";
        Assert.Equal(Picture("Plug in a USB", withDots: true), Turn(0));
        Assert.Equal(Picture("drive, that which", withDots: true), Turn(1));
        Assert.Equal(Picture("holds torrents.", withDots: false), Turn(2));
        Assert.Equal(Picture("Then wait a moment", withDots: false), Turn(3));
        Assert.Equal(new byte[128 * 8], Turn(4));
        Assert.Equal(Picture("a whole sentence", withDots: true), Turn(0, "a whole sentence, and more"));

        static byte[] Turn(int turn, string written = text)
        {
            var canvas = new Canvas(128, 64);
            canvas.WriteLines(0, written, Font.Small, 9, lines: 1, turn);
            return canvas.Frame.ToArray();
        }

        static byte[] Picture(string line, bool withDots)
        {
            var canvas = new Canvas(128, 64);
            int end = canvas.Write(0, 0, line, Font.Small);
            for (int dot = 0; withDots && dot < 3; dot++) canvas.Fill(end + (dot * 4), 6, 2, 2);
            return canvas.Frame.ToArray();
        }
    }

    [Fact]
    public void Points_are_squares_that_stand_apart()
    {
        foreach ((char letter, int squares) in (ReadOnlySpan<(char, int)>)[('.', 1), (':', 2)])
        {
            ReadOnlySpan<ushort> columns = Font.Small.Glyph(letter);
            int[] lit = [.. columns.ToArray().Where(column => column != 0).Select(column => (int)column)];
            Assert.Equal(2, lit.Length);
            Assert.Equal(lit[0], lit[1]);
            Assert.Equal(squares * 2, int.PopCount(lit[0]));
            Assert.Equal(squares, int.PopCount(lit[0] & (lit[0] >> 1)));
        }
    }

    [Fact]
    public void Letters_of_Latin_1_all_have_a_shape_of_their_own_and_others_are_boxes()
    {
        foreach (Font font in (Font[])[Font.Small, Font.Large])
        {
            var seen = new Dictionary<string, char>();
            for (char letter = '!'; letter <= '\u00FF'; letter++)
            {
                // No-break space, soft hyphen and times look like others on purpose; the middle of the range has no letters.
                if (letter is (>= '\u007F' and <= '\u00A0') or '\u00AD' or '×') continue;
                string shape = string.Join(',', font.Glyph(letter).ToArray());
                Assert.True(seen.TryAdd(shape, letter), $"{letter} looks like {seen[shape]}");
            }
            Assert.Equal(font.Glyph('\u4E2D').ToArray(), font.Glyph('\u0001').ToArray());
            Assert.NotEqual(font.Glyph('\u4E2D').ToArray(), font.Glyph('?').ToArray());
        }
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 100_000, 1)]
    [InlineData(50, 100, 48)]
    [InlineData(99_999, 100_000, 95)]
    [InlineData(100, 100, 96)]
    [InlineData(300, 100, 96)]
    [InlineData(5, 0, 0)]
    public void Bar_is_empty_for_nothing_only_and_full_for_all_only(long part, long whole, int filled)
    {
        _canvas.Bar(0, 0, 100, 8, part, whole);
        int lit = 0;
        for (int x = 2; x < 98; x++) lit += _canvas.IsLit(x, 3) ? 1 : 0;
        Assert.Equal(filled, lit);
    }

    [Fact]
    public void Graph_has_its_latest_figure_at_the_right_and_its_largest_on_top()
    {
        _canvas.Sparkline(0, 0, 10, 20, [5, 10, 0]);

        Assert.True(_canvas.IsLit(8, 0));
        Assert.False(_canvas.IsLit(7, 9));
        Assert.True(_canvas.IsLit(7, 10));
        Assert.True(_canvas.IsLit(9, 19));
        Assert.False(_canvas.IsLit(9, 18));
        Assert.True(_canvas.IsLit(0, 19));
    }

    [Fact]
    public void Picture_is_moved_as_a_whole()
    {
        _canvas.Clear(1, 1);
        _canvas.Set(0, 0);
        Assert.True(_canvas.IsLit(1, 1));
        Assert.Equal(1, LitPixels());
    }

    private int LitPixels()
    {
        int lit = 0;
        for (int y = 0; y < 64; y++)
            for (int x = 0; x < 128; x++) lit += _canvas.IsLit(x, y) ? 1 : 0;
        return lit;
    }
}
