namespace EdgeSeed.Hardware.Leds;

/// <summary>What the box does, as far as one LED can say.</summary>
public enum LedState
{
    /// <summary>Nothing; also when LEDs are to be dark.</summary>
    Off,

    /// <summary>Ready; nobody asks for anything.</summary>
    Ready,

    /// <summary>Sending.</summary>
    Seeding,

    /// <summary>Busy hashing.</summary>
    Hashing,
}
