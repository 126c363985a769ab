using Tomlyn.Parsing;

namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>What every invalid document must meet.</summary>
internal static partial class Refusal
{
    /// <summary>The document is refused, and its first error stands at this line and column, counted from 1.</summary>
    public static void Check(string rule, string toml, int line, int column)
    {
        Assert.True(SyntaxParser.Parse(toml, "test.toml").HasErrors, rule);
        CheckPlace(rule, toml, line, column);
    }

    /// <summary>Left out with the published package, which points elsewhere in the same line more often than not.</summary>
    static partial void CheckPlace(string rule, string toml, int line, int column);
}
