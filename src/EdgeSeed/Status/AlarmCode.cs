namespace EdgeSeed.Status;

/// <summary>What a person must see to. The value is its number everywhere: of blinks on an LED, on the display, in the status.</summary>
internal enum AlarmCode
{
    /// <summary>The configuration has errors; the service runs on the one before.</summary>
    Config = 1,

    /// <summary>There is no drive with anything to publish.</summary>
    NoDrive = 2,

    /// <summary>A drive fails to give its data.</summary>
    DriveErrors = 3,

    /// <summary>This machine has no network.</summary>
    NoNetwork = 4,

    /// <summary>The quota of bytes to send is spent.</summary>
    BudgetSpent = 5,

    /// <summary>The memory limit holds things up.</summary>
    MemoryLimit = 6,
}
