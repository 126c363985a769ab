using System.Globalization;

namespace EdgeSeed.Config.Units;

/// <summary>
/// A window of the day in local time, from <paramref name="From"/> up to but not including <paramref name="To"/>, as <c>"22:00-06:00"</c>:
/// past midnight when it ends before it starts, the whole day when both are equal.
/// </summary>
/// <param name="From">First minute inside the window.</param>
/// <param name="To">First minute after the window.</param>
internal readonly record struct DayWindow(TimeOnly From, TimeOnly To)
{
    /// <summary>Every minute of the day.</summary>
    public static readonly DayWindow WholeDay;

    /// <summary>Whether that time of day lies in the window.</summary>
    public bool Contains(TimeOnly time) => From == To || time.IsBetween(From, To);

    /// <summary>Reads <c>hh:mm-hh:mm</c>; <c>24:00</c> is accepted as an end. False when the text is not a window.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DayWindow window)
    {
        window = default;
        int dash = text.IndexOf('-');
        if (dash < 0 || !TryTime(text[..dash].Trim(), isEnd: false, out TimeOnly from) || !TryTime(text[(dash + 1)..].Trim(), isEnd: true, out TimeOnly to))
            return false;
        window = new DayWindow(from, to);
        return true;
    }

    /// <summary><c>22:00-06:00</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");

    private static bool TryTime(ReadOnlySpan<char> text, bool isEnd, out TimeOnly time)
    {
        time = default;
        return (isEnd && text is "24:00") || TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
