using EdgeSeed.Config.Types;
using EdgeSeed.Config.Units;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[hardware]</c>: LEDs, display, button.</summary>
internal sealed record HardwareConfig
{
    /// <summary>Its table in the file.</summary>
    public const string Table = "hardware";

    /// <summary>Whether any of it is used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Hours in which LEDs and display are dimmed or dark; null: never.</summary>
    public DayWindow? Night { get; init; }

    /// <summary>How often missing hardware is looked for again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary><c>[hardware.leds]</c>: one to three LEDs.</summary>
internal sealed record LedsConfig
{
    /// <summary>Ready and seeding; alone it shows everything.</summary>
    public LedTarget Status { get; init; } = LedTarget.None;

    /// <summary>Blinks with what is sent.</summary>
    public LedTarget Activity { get; init; } = LedTarget.None;

    /// <summary>Counted blinks when a person should look.</summary>
    public LedTarget Attention { get; init; } = LedTarget.None;

    /// <summary>Whether a GPIO line at low level lights its LED.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Whether all but attention is dark at night.</summary>
    public bool OffAtNight { get; init; } = true;
}

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

/// <summary>The keys of <c>[hardware]</c> and the tables below it.</summary>
internal static class HardwareKeys
{
    private static readonly ConfigType<DayWindow?> NightHours = new EmptyOrType<DayWindow>(new TextualType<DayWindow>(
        "hours of the day such as \"22:00-06:00\", or \"\" for never", DayWindow.TryParse, window => window.ToString()));

    /// <summary><c>[hardware]</c></summary>
    public static readonly ConfigSection Section = new TableSection<HardwareConfig>(
            HardwareConfig.Table, "LEDs, display and button. All of it is optional, and missing hardware never harms seeding.",
            config => config.Hardware, (config, section) => config with { Hardware = section })
        .Restart("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Use any of it.")
        .Live("night", NightHours, s => s.Night, (s, v) => s with { Night = v },
            "Hours in local time in which LEDs and display are dimmed or dark, as \"22:00-06:00\". Empty: never.")
        .Live("retry", Duration(TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)),
            s => s.RetryInterval, (s, v) => s with { RetryInterval = v },
            "How often hardware that failed or is missing is tried again.");

    /// <summary><c>[hardware.leds]</c></summary>
    public static readonly ConfigSection Leds = new TableSection<LedsConfig>(
            "hardware.leds",
            "One to three LEDs: \"gpio:17\" is a line of the header (Broadcom numbering), \"board:ACT\" one of the board's own, \"none\" none.",
            config => config.Leds, (config, section) => config with { Leds = section })
        .Live("status", Led, s => s.Status, (s, v) => s with { Status = v },
            "Ready and seeding. If it is the only one, it shows everything.")
        .Live("activity", Led, s => s.Activity, (s, v) => s with { Activity = v },
            "Blinks with what is sent.")
        .Live("attention", Led, s => s.Attention, (s, v) => s with { Attention = v },
            "Blinks a number when somebody should look: 1 config, 2 no drive, 3 drive errors, 4 no network, 5 budget spent, 6 memory "
            + "limit.")
        .Live("active_low", Switch, s => s.ActiveLow, (s, v) => s with { ActiveLow = v },
            "The LEDs on GPIO lines light when the line is low.")
        .Live("off_at_night", Switch, s => s.OffAtNight, (s, v) => s with { OffAtNight = v },
            "Keep all but the attention LED dark in the hours of hardware.night.");

    /// <summary><c>[hardware.display]</c></summary>
    public static readonly ConfigSection Display = new TableSection<DisplayConfig>(
            "hardware.display",
            "A small OLED display on I2C.",
            config => config.Display, (config, section) => config with { Display = section })
        .Live("model",
            Choice(
                ("none", DisplayModel.None),
                ("ssd1306-128x64", DisplayModel.Ssd1306Tall),
                ("ssd1306-128x32", DisplayModel.Ssd1306Flat),
                ("sh1106-128x64", DisplayModel.Sh1106)),
            s => s.Model, (s, v) => s with { Model = v },
            "Controller and size.")
        .Live("bus", Integer(0, 255, 1), s => s.Bus, (s, v) => s with { Bus = v },
            "I2C bus: 1 is /dev/i2c-1, the one on the header.")
        .Live("address", Integer(0x08, 0x77, 60), s => s.Address, (s, v) => s with { Address = v },
            "I2C address, nearly always 0x3C (60) or 0x3D (61).")
        .Live("flip", Switch, s => s.Flip, (s, v) => s with { Flip = v },
            "It hangs upside down.")
        .Live("page_time", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.PageTime, (s, v) => s with { PageTime = v },
            "How long each page is shown.")
        .Live("brightness", Integer(1, 100, 60), s => s.Brightness, (s, v) => s with { Brightness = v },
            "Brightness by day in percent; less makes the display live longer.")
        .Live("night_brightness", Integer(0, 100, 0), s => s.NightBrightness, (s, v) => s with { NightBrightness = v },
            "Brightness in the hours of hardware.night in percent; 0 is off.")
        .Live("pixel_shift", Switch, s => s.PixelShift, (s, v) => s with { PixelShift = v },
            "Move the picture by a pixel now and then, against burn-in.");

    /// <summary><c>[hardware.button]</c></summary>
    public static readonly ConfigSection Button = new TableSection<ButtonConfig>(
            "hardware.button",
            "A push button: a press shows the next page, holding it ejects the drive.",
            config => config.Button, (config, section) => config with { Button = section })
        .Live("line", Integer(-1, LedTarget.MaxLine, 21), s => s.Line, (s, v) => s with { Line = v },
            "GPIO line in Broadcom numbering; -1: there is none.")
        .Live("active_low", Switch, s => s.ActiveLow, (s, v) => s with { ActiveLow = v },
            "It connects the line to ground; the pull-up is switched on.")
        .Live("hold", Duration(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30)), s => s.Hold, (s, v) => s with { Hold = v },
            "How long it is held to eject.");
}
