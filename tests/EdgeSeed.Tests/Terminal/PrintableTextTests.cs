using EdgeSeed.Terminal;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Tests.Terminal;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("Debian 12 – netinst.iso", "Debian 12 – netinst.iso")]
    [InlineData("عائشة 映画 фильм 🎬", "عائشة 映画 фильм 🎬")]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("photo\u202Egnp.exe", "photo\uFFFDgnp.exe")]
    [InlineData("two\nlines\r\u0085", "two\uFFFDlines\uFFFD\uFFFD")]
    public void Of_keeps_scripts_and_replaces_what_moves_a_cursor(string text, string shown) => Assert.Equal(shown, PrintableText.Of(text));

    [Fact]
    public void Of_half_a_surrogate_pair_is_replaced() => Assert.Equal("lone \uFFFD half", PrintableText.Of("lone \ud800 half"));

    [Fact]
    public void Of_long_text_ends_in_an_ellipsis()
    {
        string shown = PrintableText.Of(new string('x', 100_000));
        Assert.Equal(PrintableText.MaxLength + 1, shown.Length);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_any_text_never_holds_a_control_character() =>
        Prop.ForAll<string>(text => !PrintableText.Of(text ?? "").Any(char.IsControl)).QuickCheckThrowOnFailure();
}
