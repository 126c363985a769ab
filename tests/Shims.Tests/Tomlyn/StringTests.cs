namespace Shims.Tests.Tomlyn;

/// <summary>The four kinds of strings.</summary>
public class StringTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"tab\tinside # no comment\"", "tab\tinside # no comment")]
    [InlineData("\"\\b\\t\\n\\f\\r\\\"\\\\\"", "\b\t\n\f\r\"\\")]
    [InlineData("\"\\u00e9\\u00E9\\U0001F331\"", "éé🌱")]
    [InlineData("\"\\u0000\\uFFFF\"", "\0\uFFFF")]
    [InlineData("\"é🌱日本\"", "é🌱日本")]
    [InlineData("\"it's\"", "it's")]
    public void Basic_string_decodes(string toml, string text) => Assert.Equal(text, Toml.Text(toml));

    [Theory]
    [InlineData("''", "")]
    [InlineData(@"'C:\Users\nodejs'", @"C:\Users\nodejs")]
    [InlineData("'say \"hi\"'", "say \"hi\"")]
    [InlineData("'tab\tinside'", "tab\tinside")]
    public void Literal_string_is_taken_as_it_is(string toml, string text) => Assert.Equal(text, Toml.Text(toml));

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\nfirst line end is dropped\"\"\"", "first line end is dropped")]
    [InlineData("\"\"\"\r\nand so is CR LF\"\"\"", "and so is CR LF")]
    [InlineData("\"\"\"\n\nonly one\"\"\"", "\nonly one")]
    [InlineData("\"\"\"two\nlines\"\"\"", "two\nlines")]
    [InlineData("\"\"\"a \\\n\n   \t b\"\"\"", "a b")]
    [InlineData("\"\"\"a \\  \t\r\n \r\n b\"\"\"", "a b")]
    [InlineData("\"\"\"\\\n  \"\"\"", "")]
    [InlineData("\"\"\"a\\\\\nb\"\"\"", "a\\\nb")]
    [InlineData("\"\"\"one \" and two \"\" quotes\"\"\"", "one \" and two \"\" quotes")]
    [InlineData("\"\"\"ends in one\"\"\"\"", "ends in one\"")]
    [InlineData("\"\"\"ends in two\"\"\"\"\"", "ends in two\"\"")]
    [InlineData("\"\"\"\"begins\"\"\"", "\"begins")]
    [InlineData("\"\"\"esc\\\"\"\"\"", "esc\"")]
    [InlineData("\"\"\"\\u00e9\\t\"\"\"", "é\t")]
    public void Multi_line_basic_string_decodes(string toml, string text) => Assert.Equal(text, Toml.Text(toml));

    [Theory]
    [InlineData("''''''", "")]
    [InlineData("'''\ndropped'''", "dropped")]
    [InlineData("'''a\\\nb'''", "a\\\nb")]
    [InlineData("'''it's ''two'' quotes'''", "it's ''two'' quotes")]
    [InlineData("'''ends in two'''''", "ends in two''")]
    [InlineData("''''begins'''", "'begins")]
    [InlineData("'''\"\"\"'''", "\"\"\"")]
    public void Multi_line_literal_string_is_taken_as_it_is(string toml, string text) => Assert.Equal(text, Toml.Text(toml));

    [Fact]
    public void Value_after_multi_line_string_has_the_right_line()
    {
        var document = Toml.Good("a = \"\"\"\r\n1\r\n2\\\r\n\r\n 3\"\"\"\r\nb = 1\r\n");

        Assert.Equal((6, 5), Toml.Place(document.KeyValues.GetChild(1)!.Value!.Span));
    }
}
