using EdgeSeed.Config.Types;
using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[drives]</c>: drives that come and go.</summary>
internal sealed record DrivesConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "drives";

    /// <summary>Whether drives are watched for.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Directory below which drives are mounted.</summary>
    public string MountRoot { get; init; } = "/run/edgeseed/drives";

    /// <summary>Labels or UUIDs of the drives to use; empty: every drive.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Reads at a time on one drive.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>Read errors a minute after which a drive counts as failing.</summary>
    public int ErrorBudget { get; init; } = 8;

    /// <summary>Pieces of each torrent hashed when a known drive returns.</summary>
    public int RecheckPieces { get; init; } = 4;

    /// <summary>Whether idle time is used to verify everything again.</summary>
    public bool Patrol { get; init; } = true;

    /// <summary>Whether the patrol leaves a disk alone that nobody uses.</summary>
    public bool PatrolAwakeOnly { get; init; } = true;

    /// <summary>How often the patrol means to have read everything once.</summary>
    public TimeSpan PatrolInterval { get; init; } = TimeSpan.FromDays(30);

    /// <summary>After how long without use a disk stops; null: it goes on turning. The service itself does nothing with it: <c>deploy/drive</c>, as root, tells the kernel.</summary>
    public TimeSpan? SpinDown { get; init; }
}

/// <summary>The keys of <c>[drives]</c>.</summary>
internal static class DrivesKeys
{
    // A disk counts as used for a minute after its last use (DriveUse); the kernel's field of milliseconds ends after 24 days.
    private static readonly ConfigType<TimeSpan?> Rest = new EmptyOrType<TimeSpan>(new UnitType<TimeSpan>(
        "a duration from one minute to a day such as \"20m\", or \"\" for never", DurationText.TryParse, DurationText.Write, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)));

    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<DrivesConfig>(
            DrivesConfig.Table,
            "USB drives that come and go. They are read, never written.",
            config => config.Drives, (config, section) => config with { Drives = section })
        .Live("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Seed from drives as they are plugged in.")
        .Restart("mount_root", AbsolutePath, s => s.MountRoot, (s, v) => s with { MountRoot = v },
            "Where the installed mount unit puts drives; file systems mounted below it are taken as drives.")
        .Live("only", Texts, s => s.Only, (s, v) => s with { Only = v },
            "Labels or file-system UUIDs of the drives to use. Empty: every drive.")
        .Live("readers", Integer(1, 64, 2), s => s.Readers, (s, v) => s with { Readers = v },
            "Reads at a time on one drive. More helps SSDs and slows sticks and disks.")
        .Live("error_budget", Integer(1, 10_000, 8), s => s.ErrorBudget, (s, v) => s with { ErrorBudget = v },
            "Read errors a minute after which a drive is shown as failing and rested.")
        .Live("recheck_pieces", Integer(0, 1_000, 4), s => s.RecheckPieces, (s, v) => s with { RecheckPieces = v },
            "Pieces of each torrent that are hashed when a known drive returns, before it seeds again.")
        .Live("patrol", Switch, s => s.Patrol, (s, v) => s with { Patrol = v },
            "Use idle time to verify everything again, and withhold what went bad.")
        .Live("patrol_awake_only", Switch, s => s.PatrolAwakeOnly, (s, v) => s with { PatrolAwakeOnly = v },
            "Verify on a disk only while somebody uses it anyway, so that it may sleep.")
        .Live("patrol_interval", Duration(TimeSpan.FromHours(1), TimeSpan.FromDays(3650)),
            s => s.PatrolInterval, (s, v) => s with { PatrolInterval = v },
            "How often the patrol aims to have read everything once.")
        .Live("spin_down", Rest, s => s.SpinDown, (s, v) => s with { SpinDown = v },
            "A USB disk stops after so long without use, such as \"20m\", and turns again for the first who downloads from it. Empty: it goes on turning.");
}
