namespace EdgeSeed.Config.Units;

/// <summary>Days of the week as text: <c>"mon"</c>, a range <c>"mon-fri"</c> (past Sunday too: <c>"sat-mon"</c>).</summary>
internal static class WeekDaysText
{
    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Reads one day or one range of days; false when the text is neither.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WeekDays days)
    {
        days = WeekDays.None;
        int dash = text.IndexOf('-');
        int first = IndexOf(dash < 0 ? text : text[..dash]);
        int last = dash < 0 ? first : IndexOf(text[(dash + 1)..]);
        if (first < 0 || last < 0) return false;
        for (int day = first; ; day = (day + 1) % 7)
        {
            days |= (WeekDays)(1 << day);
            if (day == last) return true;
        }
    }

    /// <summary>The days as the items of a TOML array: <c>"mon-sun"</c> for all of them, else each by name.</summary>
    public static IEnumerable<string> Write(WeekDays days) =>
        days == WeekDays.All ? ["mon-sun"] : Names.Where((_, day) => days.HasFlag((WeekDays)(1 << day)));

    /// <summary>The set that holds only that day.</summary>
    public static WeekDays Of(DayOfWeek day) => (WeekDays)(1 << (((int)day + 6) % 7));

    private static int IndexOf(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        for (int i = 0; i < Names.Length; i++)
        {
            if (text.Equals(Names[i], StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }
}
