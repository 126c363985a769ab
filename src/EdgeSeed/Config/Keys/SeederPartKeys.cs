using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

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
