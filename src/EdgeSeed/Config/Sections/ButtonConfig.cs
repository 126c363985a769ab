namespace EdgeSeed.Config;

/// <summary><c>[hardware.button]</c>: a push button.</summary>
internal sealed record ButtonConfig
{
    /// <summary>GPIO line in Broadcom numbering; -1: none.</summary>
    public int Line { get; init; } = -1;

    /// <summary>Whether pressed means low level, with the pull-up on.</summary>
    public bool ActiveLow { get; init; } = true;

    /// <summary>How long it is held to eject the drive.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);
}
