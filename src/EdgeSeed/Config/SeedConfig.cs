using EdgeSeed.Config.Units;

namespace EdgeSeed.Config;

/// <summary>The whole of <c>seed.toml</c>, immutable. A default instance is the configuration of an empty file.</summary>
internal sealed record SeedConfig
{
    /// <summary>The configuration of an empty file.</summary>
    public static readonly SeedConfig Default = new();

    /// <summary><c>[service]</c></summary>
    public ServiceConfig Service { get; init; } = new();

    /// <summary><c>[library]</c></summary>
    public LibraryConfig Library { get; init; } = new();

    /// <summary><c>[drives]</c></summary>
    public DrivesConfig Drives { get; init; } = new();

    /// <summary><c>[seeder]</c></summary>
    public SeederConfig Seeder { get; init; } = new();

    /// <summary>
    /// <c>[[seeder.schedule]]</c>; the first window that holds the present moment counts, none means <c>seeder.upload</c>.
    /// </summary>
    public IReadOnlyList<ScheduleConfig> Schedule { get; init; } = [];

    /// <summary><c>[seeder.quota]</c></summary>
    public QuotaConfig Quota { get; init; } = new();

    /// <summary><c>[seeder.lan]</c></summary>
    public LanConfig Lan { get; init; } = new();

    /// <summary><c>[[torrent]]</c>; the first that matches a torrent counts.</summary>
    public IReadOnlyList<TorrentConfig> Torrents { get; init; } = [];

    /// <summary><c>[tracker]</c></summary>
    public TrackerConfig Tracker { get; init; } = new();

    /// <summary><c>[web]</c></summary>
    public WebConfig Web { get; init; } = new();

    /// <summary><c>[network.access_point]</c></summary>
    public AccessPointConfig AccessPoint { get; init; } = new();

    /// <summary><c>[system]</c></summary>
    public SystemConfig System { get; init; } = new();

    /// <summary><c>[hardware]</c></summary>
    public HardwareConfig Hardware { get; init; } = new();

    /// <summary><c>[hardware.leds]</c></summary>
    public LedsConfig Leds { get; init; } = new();

    /// <summary><c>[hardware.display]</c></summary>
    public DisplayConfig Display { get; init; } = new();

    /// <summary><c>[hardware.button]</c></summary>
    public ButtonConfig Button { get; init; } = new();

    /// <summary><c>[log]</c></summary>
    public LogConfig Log { get; init; } = new();

    /// <summary>The upload budget at a moment in local time: the first schedule window that holds it, else <c>seeder.upload</c>.</summary>
    public ByteRate UploadAt(DateTime local) => WindowAt(local)?.Upload ?? Seeder.Upload;

    /// <summary>The first schedule window that holds a moment in local time; null when none does.</summary>
    public ScheduleConfig? WindowAt(DateTime local)
    {
        foreach (ScheduleConfig window in Schedule)
        {
            if (window.Holds(local)) return window;
        }
        return null;
    }
}
