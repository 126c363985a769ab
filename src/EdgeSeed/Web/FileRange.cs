using System.Globalization;

namespace EdgeSeed.Web;

/// <summary>The bytes of a file that a client asks for.</summary>
/// <param name="Kind">Whether it is a part.</param>
/// <param name="First">First byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FileRange(RangeKind Kind, long First, long Length)
{
    /// <summary>Reads a <c>Range</c> field (RFC 9110 section 14.1.2) for a file of so many bytes.</summary>
    public static FileRange Parse(ReadOnlySpan<char> field, long fileLength)
    {
        var whole = new FileRange(RangeKind.Whole, 0, fileLength);
        const string unit = "bytes=";
        if (!field.StartsWith(unit, StringComparison.OrdinalIgnoreCase)) return whole;
        field = field[unit.Length..].Trim(' ');
        int dash = field.IndexOf('-');
        if (dash < 0 || field.Contains(',')) return whole;
        ReadOnlySpan<char> from = field[..dash], to = field[(dash + 1)..];
        if (from.IsEmpty)
        {
            if (!TryNumber(to, out long last)) return whole;
            last = Math.Min(last, fileLength);
            return last == 0 ? new FileRange(RangeKind.Unsatisfiable, 0, 0) : new FileRange(RangeKind.Part, fileLength - last, last);
        }
        long end = long.MaxValue;
        if (!TryNumber(from, out long first) || (!to.IsEmpty && !TryNumber(to, out end)) || end < first) return whole;
        if (first >= fileLength) return new FileRange(RangeKind.Unsatisfiable, 0, 0);
        return new FileRange(RangeKind.Part, first, Math.Min(end, fileLength - 1) - first + 1);
    }

    /// <summary>Digits alone; a number beyond 63 bits is as good as the largest.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long value)
    {
        value = long.MaxValue;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')) return false;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)) value = long.MaxValue;
        return true;
    }
}

/// <summary>What a <c>Range</c> field asks for.</summary>
internal enum RangeKind
{
    /// <summary>Everything: there is no field, or one that may be ignored (RFC 9110 section 14.2): malformed, or of several ranges.</summary>
    Whole,

    /// <summary>One range that lies in the file, at least in part.</summary>
    Part,

    /// <summary>One range behind the end of the file.</summary>
    Unsatisfiable,
}
