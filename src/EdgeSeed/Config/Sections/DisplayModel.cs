namespace EdgeSeed.Config;

/// <summary>Controller and size of the display.</summary>
internal enum DisplayModel
{
    /// <summary>There is none.</summary>
    None,
    /// <summary>SSD1306, 128×64.</summary>
    Ssd1306Tall,
    /// <summary>SSD1306, 128×32.</summary>
    Ssd1306Flat,
    /// <summary>SH1106, 128×64.</summary>
    Sh1106,
}
