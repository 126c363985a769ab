using System.Globalization;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Integers and floats.</summary>
internal static class NumberText
{
    /// <summary>Whether the word can only be meant as a number.</summary>
    public static bool IsMeant(ReadOnlySpan<char> word) => Unsigned(word) is "inf" or "nan" or [>= '0' and <= '9', ..];

    /// <summary>An integer or a float.</summary>
    public static ValueSyntax? Parse(ReadOnlySpan<char> word, out string problem)
    {
        if (word is ['0', 'x' or 'o' or 'b', ..]) return ParsePrefixed(word, out problem);
        ReadOnlySpan<char> digits = Unsigned(word);
        if (digits is "inf" or "nan" || digits.ContainsAny('.', 'e', 'E')) return ParseFloat(word, digits, out problem);
        problem = DigitsProblem(digits, word, "digits");
        if (problem.Length == 0 && digits is ['0', _, ..]) problem = $"{Readable.Excerpt(word)}: a number cannot begin with 0";
        return problem.Length == 0 ? ParseInteger(word, digits, word[0] == '-', 10, out problem) : null;
    }

    private static IntegerValueSyntax? ParsePrefixed(ReadOnlySpan<char> word, out string problem)
    {
        (uint radix, string what) = word[1] switch
        {
            'x' => (16u, "hexadecimal digits"),
            'o' => (8u, "digits from 0 to 7"),
            _ => (2u, "digits 0 and 1"),
        };
        problem = DigitsProblem(word[2..], word, what, radix);
        return problem.Length == 0 ? ParseInteger(word, word[2..], negative: false, radix, out problem) : null;
    }

    /// <summary>Adds the digits up; the range is that of 64 bits with sign, in every radix.</summary>
    private static IntegerValueSyntax? ParseInteger(
        ReadOnlySpan<char> word, ReadOnlySpan<char> digits, bool negative, uint radix, out string problem)
    {
        problem = "";
        ulong limit = negative ? 1UL << 63 : long.MaxValue;
        ulong magnitude = 0;
        foreach (char digit in digits)
        {
            if (digit == '_') continue;
            ulong value = HexValue(digit);
            if (magnitude > (limit - value) / radix)
            {
                problem = $"{Readable.Excerpt(word)} is beyond the range of 64-bit integers";
                return null;
            }
            magnitude = (magnitude * radix) + value;
        }
        return new IntegerValueSyntax { Value = negative ? unchecked(-(long)magnitude) : (long)magnitude };
    }

    private static FloatValueSyntax? ParseFloat(ReadOnlySpan<char> word, ReadOnlySpan<char> digits, out string problem)
    {
        problem = "";
        double sign = word[0] == '-' ? -1 : 1;
        if (digits is "inf") return new FloatValueSyntax { Value = sign * double.PositiveInfinity };
        if (digits is "nan") return new FloatValueSyntax { Value = double.CopySign(double.NaN, sign) };
        int exponentAt = digits.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponentAt < 0 ? digits : digits[..exponentAt];
        int dotAt = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = dotAt < 0 ? mantissa : mantissa[..dotAt];
        problem = DigitsProblem(whole, word, "digits before the point");
        if (problem.Length == 0 && whole is ['0', _, ..]) problem = $"{Readable.Excerpt(word)}: a number cannot begin with 0";
        if (problem.Length == 0 && dotAt >= 0) problem = DigitsProblem(mantissa[(dotAt + 1)..], word, "digits after the point");
        ReadOnlySpan<char> exponent = exponentAt < 0 ? "0" : Unsigned(digits[(exponentAt + 1)..]);
        if (problem.Length == 0) problem = DigitsProblem(exponent, word, "digits in the exponent");
        if (problem.Length > 0) return null;
        string plain = word.ToString().Replace("_", "", StringComparison.Ordinal);
        return new FloatValueSyntax { Value = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture) };
    }

    /// <summary>What is wrong with a part of the word that should hold digits, with single underscores between them.</summary>
    /// <returns>An empty string when nothing is.</returns>
    private static string DigitsProblem(ReadOnlySpan<char> digits, ReadOnlySpan<char> word, string what, uint radix = 10)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_')
            {
                bool between = i > 0 && i + 1 < digits.Length && digits[i - 1] != '_' && digits[i + 1] != '_';
                if (!between) return $"{Readable.Excerpt(word)}: an underscore must stand between two digits";
            }
            else if (!IsDigit(digits[i], radix))
            {
                return $"{Readable.Excerpt(word)} is not a number; a text or a quantity with a unit needs quotes";
            }
        }
        return digits.IsEmpty ? $"{Readable.Excerpt(word)} is not a number: it needs {what}" : "";
    }

    private static bool IsDigit(char digit, uint radix) => radix == 16 ? char.IsAsciiHexDigit(digit) : digit >= '0' && digit < '0' + radix;

    private static ulong HexValue(char digit) => (ulong)(char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);

    private static ReadOnlySpan<char> Unsigned(ReadOnlySpan<char> word) => word is ['+' or '-', ..] ? word[1..] : word;
}
