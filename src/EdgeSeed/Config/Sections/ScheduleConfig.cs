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
}
