using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

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

/// <summary><c>[seeder.quota]</c>: how much may be sent in a day and a month; survives restarts.</summary>
internal sealed record QuotaConfig
{
    /// <summary>Bytes a day, counted from local midnight.</summary>
    public ByteSize Day { get; init; } = ByteSize.Unlimited;

    /// <summary>Bytes a month.</summary>
    public ByteSize Month { get; init; } = ByteSize.Unlimited;

    /// <summary>Day of the month on which the month's count starts anew.</summary>
    public int MonthStartsOn { get; init; } = 1;
}

/// <summary><c>[seeder.lan]</c>: peers on the same network.</summary>
internal sealed record LanConfig
{
    /// <summary>Whether what they are sent does not count against budget and quota.</summary>
    public bool OutsideBudget { get; init; }

    /// <summary>Their own budget in bytes per second, when outside the other.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>What counts as the same network, in CIDR notation.</summary>
    public IReadOnlyList<string> Networks { get; init; } = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    /// <summary>Local service discovery (BEP 14).</summary>
    public bool Discovery { get; init; } = true;
}

/// <summary>The keys of <c>[seeder.quota]</c>, <c>[seeder.lan]</c> and <c>[[seeder.schedule]]</c>.</summary>
internal static class SeederPartKeys
{
    /// <summary>Most <c>[[seeder.schedule]]</c> windows; a file with more is refused.</summary>
    public const int MaxWindows = 32;

    /// <summary><c>[seeder.quota]</c></summary>
    public static readonly ConfigSection Quota = new TableSection<QuotaConfig>(
            "seeder.quota",
            "How much may be sent in a day and in a month; the counts survive restarts. When one is spent, uploading pauses and the LED says so.",
            config => config.Quota, (config, section) => config with { Quota = section })
        .Live("day", Size(ByteSize.MiB(1), ByteSize.Unlimited), s => s.Day, (s, v) => s with { Day = v },
            "Bytes from midnight to midnight, local time.")
        .Live("month", Size(ByteSize.MiB(1), ByteSize.Unlimited), s => s.Month, (s, v) => s with { Month = v },
            "Bytes a month.")
        .Live("month_starts_on", Integer(1, 28, 1), s => s.MonthStartsOn, (s, v) => s with { MonthStartsOn = v },
            "Day on which the provider's month begins.");

    /// <summary><c>[seeder.lan]</c></summary>
    public static readonly ConfigSection Lan = new TableSection<LanConfig>(
            "seeder.lan", "Clients on the same network.", config => config.Lan, (config, section) => config with { Lan = section })
        .Live("outside_budget", Switch, s => s.OutsideBudget, (s, v) => s with { OutsideBudget = v },
            "Do not count what they are sent against the upload budget and the quota.")
        .Live("upload", Rate(1_000), s => s.Upload, (s, v) => s with { Upload = v },
            "Their own budget, when they are outside the other.")
        .Live("networks", Networks, s => s.Networks, (s, v) => s with { Networks = v },
            "What counts as the same network.")
        .Live("discovery", Switch, s => s.Discovery, (s, v) => s with { Discovery = v },
            "Find and be found on the local network without a tracker.");

    /// <summary><c>[[seeder.schedule]]</c></summary>
    public static readonly ConfigSection Schedule = new ArraySection<ScheduleConfig>(
            "seeder.schedule",
            "Another upload budget at certain hours; write one of these for each. The first that holds the present moment counts, else seeder.upload.",
            MaxWindows, new ScheduleConfig(), config => config.Schedule, (config, items) => config with { Schedule = items })
        .Live("days", Days, s => s.Days, (s, v) => s with { Days = v },
            "Days on which the hours begin, as days and ranges: [\"mon-fri\", \"sun\"].")
        .Live("hours", Window, s => s.Hours, (s, v) => s with { Hours = v },
            "From-to in local time, past midnight if it ends before it starts: \"22:00-06:00\". Equal times mean the whole day.")
        .Live("upload", Rate(0), s => s.Upload, (s, v) => s with { Upload = v },
            "Upload budget in these hours; 0 pauses uploading.");
}
