using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Comments, white space, line ends and the characters around them.</summary>
public class TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n \t\n")]
    [InlineData("# only a comment")]
    [InlineData("#\n##\n # é🌱\t\n")]
    [InlineData("a = 1#comment")]
    [InlineData("a = 1\r\nb = 2\r\n")]
    [InlineData("a = \"#\" # \"not a string\n")]
    [InlineData("\uFEFFa = 1\n")]
    public void Text_is_good(string toml) => Toml.Good(toml);

    [Fact]
    public void Byte_order_mark_takes_no_column() => Assert.Equal((1, 1), Toml.Place(Toml.Good("\uFEFFa = 1").KeyValues.GetChild(0)!.Span));

    [Fact]
    public void Column_counts_characters_and_offset_counts_units()
    {
        ValueSyntax value = Toml.Good("v = ['🌱é', 7]").KeyValues.GetChild(0)!.Value!;
        SourceSpan seven = Assert.IsType<ArraySyntax>(value).Items.GetChild(1)!.Value!.Span;

        Assert.Equal((1, 12), Toml.Place(seven));
        Assert.Equal(12, seven.Offset);
        Assert.Equal(1, seven.Length);
    }
}
