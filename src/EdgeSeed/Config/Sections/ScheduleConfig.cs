namespace EdgeSeed.Config;

/// <summary><c>[[seeder.schedule]]</c>: another upload budget at certain hours.</summary>
internal sealed record ScheduleConfig
{
    /// <summary>Days on which the window starts.</summary>
    public WeekDays Days { get; init; } = WeekDays.All;

    /// <summary>Hours of the day, in local time.</summary>
    public DayWindow Hours { get; init; } = DayWindow.WholeDay;

    /// <summary>Budget during the window in bytes per second; 0 pauses uploading.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>Whether a moment in local time lies in the window; after midnight the day on which the window began counts.</summary>
    public bool Holds(DateTime local)
    {
        TimeOnly time = TimeOnly.FromDateTime(local);
        bool isAfterMidnight = Hours.To < Hours.From && time < Hours.To;
        DayOfWeek began = isAfterMidnight ? local.AddDays(-1).DayOfWeek : local.DayOfWeek;
        return Hours.Contains(time) && Days.HasFlag(WeekDaysText.Of(began));
    }
}
