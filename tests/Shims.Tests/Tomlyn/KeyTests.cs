using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Bare, quoted and dotted keys.</summary>
public class KeyTests
{
    [Theory]
    [InlineData("key = 1", "key")]
    [InlineData("bare_key-1 = 1", "bare_key-1")]
    [InlineData("1234 = 1", "1234")]
    [InlineData("-_ = 1", "-_")]
    [InlineData("true = 1", "true")]
    [InlineData("\"127.0.0.1\" = 1", "127.0.0.1")]
    [InlineData("\"ʎǝʞ\" = 1", "ʎǝʞ")]
    [InlineData("'quoted \"v\"' = 1", "quoted \"v\"")]
    [InlineData("\"esc\\u0061pe\" = 1", "escape")]
    [InlineData("key=1", "key")]
    [InlineData("\tkey \t = \t 1 \t", "key")]
    public void Key_decodes(string toml, string name) => Assert.Equal([name], Toml.Names(Toml.Good(toml).KeyValues.GetChild(0)!.Key));

    [Theory]
    [InlineData("\"\" = 1")]
    [InlineData("'' = 1")]
    public void Key_of_an_empty_string_is_a_key(string toml) => Assert.Equal([""], Toml.Names(Toml.Good(toml).KeyValues.GetChild(0)!.Key));

    [Theory]
    [InlineData("a.b.c = 1", "a", "b", "c")]
    [InlineData("a . b\t.\tc = 1", "a", "b", "c")]
    [InlineData("site.\"google.com\" = 1", "site", "google.com")]
    [InlineData("3.14159 = 1", "3", "14159")]
    [InlineData("'a'.\"b\".c = 1", "a", "b", "c")]
    public void Key_with_dots_has_parts(string toml, params string[] names) =>
        Assert.Equal(names, Toml.Names(Toml.Good(toml).KeyValues.GetChild(0)!.Key));

    [Fact]
    public void Key_parts_each_have_their_place()
    {
        KeySyntax key = Toml.Good("\n  one.\"two\" . three = 1").KeyValues.GetChild(0)!.Key!;

        Assert.Equal((2, 3), Toml.Place(key.Span));
        Assert.Equal((2, 3), Toml.Place(key.Key!.Span));
        Assert.Equal((2, 7), Toml.Place(key.DotKeys.GetChild(0)!.Key!.Span));
        Assert.Equal((2, 15), Toml.Place(key.DotKeys.GetChild(1)!.Key!.Span));
    }

    [Fact]
    public void Dotted_keys_may_add_to_what_dotted_keys_made() =>
        Toml.Good("a.b = 1\nc = 2\na.d.e = 3\na.d.f = 4\n");

    [Fact]
    public void Keys_differ_by_letter_case_and_by_normal_form() => Toml.Good("a = 1\nA = 2\n\"\\u00e9\" = 3\n\"e\\u0301\" = 4\n");
}
