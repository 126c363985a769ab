using System.Globalization;
using System.Text;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Tests.Names;

public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Fr\u00e9d\u00e9ric", "Fre\u0301de\u0301ric")]
    [InlineData("\u1e69", "s\u0323\u0307")]
    [InlineData("s\u0307\u0323", "s\u0323\u0307")]
    [InlineData("\uac00\uac01", "\u1100\u1161\u1100\u1161\u11a8")]
    [InlineData("\u212b", "A\u030a")]
    [InlineData("\uf900", "\u8c48")]
    [InlineData("\u0344", "\u0308\u0301")]
    public void Text_is_taken_apart_as_unicode_says(string text, string expected) => Assert.Equal(Show(expected), Show(CanonicalForm.Decompose(text)));

    [Fact]
    public void Taking_apart_what_is_apart_changes_nothing()
    {
        for (int rune = 0x80; rune < 0x30000; rune++)
        {
            if (rune is >= 0xd800 and < 0xe000) continue;
            string once = CanonicalForm.Decompose(new Rune(rune).ToString());
            Assert.Equal(once, CanonicalForm.Decompose(once));
        }
    }

    private static string Show(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X4", CultureInfo.InvariantCulture)));
}
