using Tomlyn.Parsing;

namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>What every invalid document must meet.</summary>
internal static class Refusal
{
    /// <summary>The document is refused, and its first error stands at this line and column, counted from 1.</summary>
    public static void Check(string rule, string toml, int line, int column)
    {
        Assert.True(SyntaxParser.Parse(toml, "test.toml").HasErrors, rule);
        Assert.Equal((rule, line, column), (rule, Toml.ErrorPlaces(toml)[0].Line, Toml.ErrorPlaces(toml)[0].Column));
    }
}
