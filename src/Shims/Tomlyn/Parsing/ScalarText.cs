using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>What a word to the right of <c>=</c> means.</summary>
internal static class ScalarText
{
    /// <summary>A boolean, number, date or time without its span.</summary>
    /// <param name="word">The whole word.</param>
    /// <param name="problem">What is wrong with it when the result is <see langword="null"/>.</param>
    public static ValueSyntax? Parse(ReadOnlySpan<char> word, out string problem)
    {
        problem = "";
        if (word is "true" or "false") return new BooleanValueSyntax { Value = word is "true" };
        if (DateTimeText.IsMeant(word)) return DateTimeText.Parse(word, out problem);
        if (NumberText.IsMeant(word)) return NumberText.Parse(word, out problem);
        problem = IsInAnyCase(word, "true") || IsInAnyCase(word, "false")
            ? "true and false are written in small letters"
            : $"{Readable.Excerpt(word)} is not a value; a text needs quotes";
        return null;
    }

    private static bool IsInAnyCase(ReadOnlySpan<char> word, string meant) => word.Equals(meant, StringComparison.OrdinalIgnoreCase);
}
