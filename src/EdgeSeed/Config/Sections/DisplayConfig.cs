namespace EdgeSeed.Config;

/// <summary><c>[hardware.display]</c>: a small OLED on I2C.</summary>
internal sealed record DisplayConfig
{
    /// <summary>The controller and size.</summary>
    public DisplayModel Model { get; init; } = DisplayModel.None;

    /// <summary>I2C bus number.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>7-bit I2C address.</summary>
    public int Address { get; init; } = 0x3C;

    /// <summary>Whether it hangs upside down.</summary>
    public bool Flip { get; init; }

    /// <summary>How long each page is shown.</summary>
    public TimeSpan PageTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Contrast by day in percent.</summary>
    public int Brightness { get; init; } = 60;

    /// <summary>Contrast at night in percent; 0 is off.</summary>
    public int NightBrightness { get; init; }

    /// <summary>Whether the picture moves by a pixel now and then against burn-in.</summary>
    public bool PixelShift { get; init; } = true;
}
