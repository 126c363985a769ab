using System.Globalization;

namespace EdgeSeed.Config.Units;

/// <summary>Reads and writes "number unit" texts with the decimal (KB = 1,000) and binary (KiB = 1,024) multiples of a byte.</summary>
internal static class UnitText
{
    /// <summary>
    /// Largest amount accepted, in bytes (1 EB): anything above is a slip of the pen, and sums of two still fit a <see
    /// cref="long"/>.
    /// </summary>
    public const long MaxBytes = 1_000_000_000_000_000_000;

    private const string Prefixes = "kmgt";

    /// <summary>
    /// What was probably meant by an amount whose unit is not one: <c>4kb</c> may be kilobytes or kilobits, <c>10Mbps</c> are megabits. Null
    /// when nothing comes to mind.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="perSecond"><c>/s</c> for a rate, else empty.</param>
    public static string? Meant(string text, string perSecond)
    {
        if (!TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return null;
        string word = unit.ToString().Replace("/sec", "", StringComparison.OrdinalIgnoreCase).Replace("/s", "", StringComparison.OrdinalIgnoreCase).Replace("ps", "", StringComparison.OrdinalIgnoreCase).Trim();
        if (word.Length is 0 or > 3 || !Prefixes.Contains(char.ToLowerInvariant(word[0]), StringComparison.Ordinal)) return null;
        string figure = number.ToString(CultureInfo.InvariantCulture);
        char prefix = word[0] is 'k' ? 'K' : char.ToUpperInvariant(word[0]);
        if (!TryUnit($"{prefix}B", bits: false, out decimal size) || !TryBytes(number, size, out _)) return null;
        string bytes = $"\"{figure} {prefix}B{perSecond}\"", bits = $"\"{figure} {(prefix == 'K' ? 'k' : prefix)}bit{perSecond}\"";
        if (perSecond.Length == 0) return $"did you mean {bytes}?";
        return word.EndsWith('B') ? $"did you mean {bytes}?" : $"did you mean {bytes} or {bits}?";
    }

    /// <summary>
    /// Splits "1.5 MiB" into its number and the unit after it. False when there is no non-negative decimal number in front,
    /// or the text is longer than 32 characters.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out decimal number, out ReadOnlySpan<char> unit)
    {
        text = text.Trim();
        int length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.')) length++;
        unit = text[length..].TrimStart();
        number = 0;
        return text.Length is > 0 and <= 32 && text[0] != '.'
            && decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>
    /// Bytes in one unit: <c>B</c>, <c>KB</c>, <c>KiB</c>, … <c>TiB</c>, nothing (a byte), or with <paramref name="bits"/> also
    /// <c>bit</c>, <c>kbit</c>, … <c>Tbit</c>. The prefix may be in either case; the B of bytes is upper case, because "kb" means
    /// kilobits to many.
    /// </summary>
    public static bool TryUnit(ReadOnlySpan<char> unit, bool bits, out decimal bytes)
    {
        bytes = 1;
        if (unit.IsEmpty || unit is "B") return true;
        if (bits && unit.EndsWith("bit"))
        {
            bytes = 0.125m;
            unit = unit[..^3];
            return unit.IsEmpty || (unit.Length == 1 && TryPrefix(unit[0], 1000, ref bytes));
        }
        return unit.Length switch
        {
            2 => unit[1] == 'B' && TryPrefix(unit[0], 1000, ref bytes),
            3 => unit[1..] is "iB" && TryPrefix(unit[0], 1024, ref bytes),
            _ => false,
        };
    }

    /// <summary>Number times unit as whole bytes, rounded down; false above <see cref="MaxBytes"/>.</summary>
    public static bool TryBytes(decimal number, decimal unit, out long bytes)
    {
        bool fits = number <= MaxBytes / unit;
        bytes = fits ? (long)(number * unit) : 0;
        return fits;
    }

    /// <summary>
    /// The shortest exact text: the largest unit, decimal first, that divides the amount; <c>"4 KB"</c>, <c>"32 MiB"</c>, <c>"1234
    /// B"</c>.
    /// </summary>
    public static string Write(long bytes)
    {
        ReadOnlySpan<string> symbols = ["TB", "TiB", "GB", "GiB", "MB", "MiB", "KB", "KiB"];
        ReadOnlySpan<long> sizes = [1_000_000_000_000, 1L << 40, 1_000_000_000, 1L << 30, 1_000_000, 1L << 20, 1_000, 1L << 10];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (bytes >= sizes[i] && bytes % sizes[i] == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / sizes[i]} {symbols[i]}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
    }

    private static bool TryPrefix(char prefix, decimal multiple, ref decimal bytes)
    {
        int power = Prefixes.IndexOf(char.ToLowerInvariant(prefix), StringComparison.Ordinal);
        for (int i = 0; i <= power; i++) bytes *= multiple;
        return power >= 0;
    }
}
