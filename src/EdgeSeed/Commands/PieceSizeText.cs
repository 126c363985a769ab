using System.Globalization;
using EdgeSeed.Config.Units;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Commands;

/// <summary>
/// A piece size as people type it for <c>make</c> and for the tools before it: <c>1MiB</c>, <c>512K</c> and <c>512k</c> (always binary: no
/// piece has 512,000 bytes), plain bytes, or the exponent that mktorrent takes (<c>20</c> is 1 MiB).
/// </summary>
internal static class PieceSizeText
{
    private const int SmallestExponent = 14, LargestExponent = 28;

    /// <summary>Reads it.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="length">Bytes; 0 when a mistake is returned.</param>
    /// <returns>What is wrong with it and what was probably meant, or null.</returns>
    public static string? Read(string text, out int length)
    {
        length = 0;
        string trimmed = text.Trim();
        if (int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out int exponent) && exponent is >= SmallestExponent and <= LargestExponent)
        {
            length = 1 << exponent;
            return null;
        }
        if (!TryBytes(trimmed, out long bytes)) return $"'{text}' is not a piece size: a power of two from 16KiB to 256MiB, such as 512k or 1MiB.";
        if (bytes <= int.MaxValue && PieceLengths.IsValid((int)bytes))
        {
            length = (int)bytes;
            return null;
        }
        string meant = bytes < 1 << SmallestExponent && PieceLengths.IsValid((int)bytes * 1024) ? $"; did you mean {bytes}k?" : ".";
        return $"'{text}' is not a piece size: it must be a power of two from 16KiB to 256MiB{meant}";
    }

    private static bool TryBytes(string text, out long bytes)
    {
        bytes = 0;
        if (!UnitText.TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return false;
        int power = unit switch
        {
            "" or "B" or "b" => 0,
            "k" or "K" or "KB" or "kB" or "kb" or "KiB" or "kib" or "kiB" => 10,
            "m" or "M" or "MB" or "mb" or "MiB" or "mib" => 20,
            _ => -1,
        };
        return power >= 0 && UnitText.TryBytes(number, 1 << power, out bytes);
    }
}
