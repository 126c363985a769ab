using System.Device.I2c;
using EdgeSeed.Hardware.Displays;

namespace EdgeSeed.Hardware.Tests.Displays;

/// <summary>Both controllers, by what the panel would show.</summary>
public sealed class PanelTests : IDisposable
{
    private readonly EmulatedDisplay _display = new();
    private readonly Canvas _canvas = new(128, 64);

    public static TheoryData<string, int> Models => new() { { "ssd1306", 64 }, { "ssd1306", 32 }, { "sh1106", 64 } };

    public void Dispose() => _display.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Picture_on_the_panel_is_that_of_the_canvas(string model, int height)
    {
        using EmulatedDisplay display = Display(model);
        using Panel panel = Open(model, display, height);
        var canvas = new Canvas(128, height);
        var random = new Random(5);
        for (int i = 0; i < 4000; i++) canvas.Set(random.Next(128), random.Next(height));

        Assert.Null(panel.Show(canvas, 60));

        for (int y = 0; y < height; y++)
            for (int x = 0; x < 128; x++) Assert.Equal(canvas.IsLit(x, y), display.IsLit(x, y));
        Assert.True(display is { IsOn: true, IsPumping: true, Reversed: (true, true) });
        Assert.Equal(height, display.Rows);
        Assert.Equal(height == 64 ? 0x12 : 0x02, display.RowWiring);
        Assert.Equal(60 * 255 / 100, display.Contrast);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Only_pages_that_changed_are_sent(string model, int height)
    {
        using EmulatedDisplay display = Display(model);
        using Panel panel = Open(model, display, height);
        var canvas = new Canvas(128, height);
        canvas.Write(0, 0, "Hello", Font.Small);
        panel.Show(canvas, 60);
        int sent = display.DataBytes;

        panel.Show(canvas, 60);
        Assert.Equal(sent, display.DataBytes);

        canvas.Set(64, 25);
        panel.Show(canvas, 60);
        Assert.Equal(sent + 128, display.DataBytes);
        Assert.True(display.IsLit(64, 25));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Display_that_is_pulled_off_is_noticed_even_if_nothing_changes(string model, int height)
    {
        using EmulatedDisplay display = Display(model);
        Panel panel = Open(model, display, height);
        var canvas = new Canvas(128, height);
        panel.Show(canvas, 60);

        display.IsGone = true;

        Assert.Contains("Remote I/O error", panel.Show(canvas, 60)!.Problem, StringComparison.Ordinal);
        panel.Dispose();
        Assert.True(display.IsDisposed);
    }

    [Fact]
    public void Brightness_of_zero_is_dark_and_the_least_is_not()
    {
        using Panel panel = Open("ssd1306", _display, 64);
        panel.Show(_canvas, 0);
        Assert.False(_display.IsOn);

        panel.Show(_canvas, 1);
        Assert.True(_display is { IsOn: true, Contrast: > 0 });

        panel.Show(_canvas, 100);
        Assert.Equal(255, _display.Contrast);
    }

    [Theory]
    [InlineData("ssd1306")]
    [InlineData("sh1106")]
    public void Display_hung_upside_down_runs_the_other_way(string model)
    {
        using EmulatedDisplay display = Display(model);
        using Panel panel = Open(model, display, 64, isFlipped: true);
        Assert.Equal((false, false), display.Reversed);
    }

    [Theory]
    [InlineData("ssd1306")]
    [InlineData("sh1106")]
    public void Display_that_does_not_answer_is_a_fault_and_the_bus_is_given_back(string model)
    {
        using EmulatedDisplay display = Display(model);
        display.IsGone = true;

        HardwareFault? fault = TryOpen(model, display, 64, isFlipped: false, out Panel? panel);

        Assert.Equal("display", fault!.Device);
        Assert.Null(panel);
        Assert.True(display.IsDisposed);
    }

    [Fact]
    public void Display_is_dark_afterwards()
    {
        Open("ssd1306", _display, 64).Dispose();
        Assert.False(_display.IsOn);
    }

    private static EmulatedDisplay Display(string model) => new(model == "sh1106" ? 132 : 128);

    private static Panel Open(string model, I2cDevice device, int height, bool isFlipped = false)
    {
        Assert.Null(TryOpen(model, device, height, isFlipped, out Panel? panel));
        return panel!;
    }

    private static HardwareFault? TryOpen(string model, I2cDevice device, int height, bool isFlipped, out Panel? panel) => model == "sh1106"
        ? Sh1106Panel.TryOpen(device, isFlipped, out panel)
        : Ssd1306Panel.TryOpen(device, height, isFlipped, out panel);
}
