using EdgeSeed.Hardware.Leds;

namespace EdgeSeed.Hardware.Tests.Leds;

/// <summary>Plain files stand in for the kernel's; as they keep what the kernel would not, only the first line of each counts.</summary>
public sealed class SysfsLedLineTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edgeseed-leds").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Led_loses_its_trigger_when_taken_and_gets_it_back()
    {
        MakeLed("ACT", "none rc-feedback [mmc0] timer");

        Assert.Null(SysfsLedLine.TryOpen("ACT", out SysfsLedLine? led, _root));
        Assert.Equal(("none", "0"), (FirstLine("ACT", "trigger"), FirstLine("ACT", "brightness")));

        Assert.Null(led!.Set(true));
        Assert.Equal("255", FirstLine("ACT", "brightness"));

        led.Dispose();
        Assert.Equal("mmc0", FirstLine("ACT", "trigger"));
    }

    [Fact]
    public void Led_without_a_trigger_gets_its_brightness_back()
    {
        MakeLed("green:status", "[none] timer", brightness: "17");
        SysfsLedLine.TryOpen("green:status", out SysfsLedLine? led, _root);
        led!.Set(true);

        led.Dispose();
        led.Dispose();

        Assert.Equal("17", FirstLine("green:status", "brightness"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../ACT")]
    [InlineData("/etc")]
    [InlineData("a\0b")]
    [InlineData("missing")]
    public void Name_of_no_led_is_a_fault(string name)
    {
        HardwareFault? fault = SysfsLedLine.TryOpen(name, out SysfsLedLine? led, _root);

        Assert.NotNull(fault);
        Assert.Null(led);
    }

    [Fact]
    public void Led_of_unreadable_limits_is_a_fault_and_keeps_its_trigger()
    {
        MakeLed("ACT", "none [mmc0]");
        File.WriteAllText(Path.Combine(_root, "ACT", "max_brightness"), "bright\n");

        Assert.NotNull(SysfsLedLine.TryOpen("ACT", out SysfsLedLine? led, _root));

        Assert.Null(led);
        Assert.Equal("none [mmc0]", FirstLine("ACT", "trigger"));
    }

    private void MakeLed(string name, string trigger, string brightness = "0")
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "trigger"), trigger + "\n");
        File.WriteAllText(Path.Combine(folder, "brightness"), brightness + "\n");
        File.WriteAllText(Path.Combine(folder, "max_brightness"), "255\n");
    }

    private string FirstLine(string name, string file) => File.ReadLines(Path.Combine(_root, name, file)).First();
}
