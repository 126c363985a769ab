using System.Globalization;

namespace EdgeSeed.Config.Units;

/// <summary>
/// Durations as text: <c>"250ms"</c>, <c>"30s"</c>, <c>"30m"</c>, <c>"12h"</c>, <c>"7d"</c>, joined largest first as <c>"1h30m"</c>;
/// a plain number is seconds. The unit is always given in what is written, so that 30m can never be read as 30 s.
/// </summary>
internal static class DurationText
{
    private const int MaxDays = 36_525;

    /// <summary>Reads a duration up to a hundred years; false when the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        if (text.IsEmpty || text.Length > 32) return false;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return TryAdd(ref duration, seconds, TimeSpan.TicksPerSecond);
        }
        long previous = long.MaxValue;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
                return false;
            text = text[digits..].TrimStart();
            int letters = text.IndexOfAnyExceptInRange('a', 'z');
            ReadOnlySpan<char> unit = letters < 0 ? text : text[..letters];
            long ticks = TicksOf(unit);
            if (ticks == 0 || ticks >= previous || !TryAdd(ref duration, count, ticks)) return false;
            previous = ticks;
            text = text[unit.Length..].TrimStart();
        }
        return true;
    }

    /// <summary>The text of a duration, exact to the millisecond: <c>"30m"</c>, <c>"1h30m"</c>, <c>"0s"</c>.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        Span<char> buffer = stackalloc char[64];
        int length = 0;
        long rest = duration.Ticks;
        foreach (string unit in (ReadOnlySpan<string>)["d", "h", "m", "s", "ms"])
        {
            long ticks = TicksOf(unit);
            if (rest / ticks == 0) continue;
            buffer[length..].TryWrite(CultureInfo.InvariantCulture, $"{rest / ticks}{unit}", out int written);
            length += written;
            rest %= ticks;
        }
        return new string(buffer[..length]);
    }

    private static long TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        "d" => TimeSpan.TicksPerDay,
        _ => 0,
    };

    private static bool TryAdd(ref TimeSpan sum, long count, long ticks)
    {
        if (count > MaxDays * TimeSpan.TicksPerDay / ticks) return false;
        sum += new TimeSpan(count * ticks);
        return true;
    }
}
