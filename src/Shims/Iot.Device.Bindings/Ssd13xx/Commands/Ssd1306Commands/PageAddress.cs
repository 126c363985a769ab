namespace Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

/// <summary>A page: eight rows of pixels, counted from the top.</summary>
public enum PageAddress
{
    /// <summary>Rows 0 to 7.</summary>
    Page0,

    /// <summary>Rows 8 to 15.</summary>
    Page1,

    /// <summary>Rows 16 to 23.</summary>
    Page2,

    /// <summary>Rows 24 to 31.</summary>
    Page3,

    /// <summary>Rows 32 to 39.</summary>
    Page4,

    /// <summary>Rows 40 to 47.</summary>
    Page5,

    /// <summary>Rows 48 to 55.</summary>
    Page6,

    /// <summary>Rows 56 to 63.</summary>
    Page7,
}
