namespace EdgeSeed.Hardware.Leds;

/// <summary>What the user must see to; the value is the number of blinks that say so.</summary>
public enum AttentionCode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The configuration has errors.</summary>
    Config = 1,

    /// <summary>No drive with anything to publish.</summary>
    NoDrive = 2,

    /// <summary>A drive has errors.</summary>
    DriveErrors = 3,

    /// <summary>No network.</summary>
    NoNetwork = 4,

    /// <summary>The byte quota is spent.</summary>
    BudgetSpent = 5,

    /// <summary>The memory limit holds things up.</summary>
    MemoryLimit = 6,
}
