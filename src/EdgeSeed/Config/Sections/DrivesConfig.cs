namespace EdgeSeed.Config;

/// <summary><c>[drives]</c>: drives that come and go.</summary>
internal sealed record DrivesConfig
{
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
}
