using System.Device.Gpio;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Hardware.Tests.Gpio;

namespace EdgeSeed.Hardware.Tests.Leds;

public sealed class GpioLedLineTests : IDisposable
{
    private readonly FakeGpioDriver _driver = new();

    public void Dispose() => _driver.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Led_is_off_when_taken_switched_when_told_and_off_when_given_back(bool isActiveLow)
    {
        using var controller = new GpioController(_driver);
        Assert.Null(GpioLedLine.TryOpen(controller, 4, isActiveLow, out GpioLedLine? led));
        Assert.Equal(isActiveLow, (bool)_driver.Values[4]);

        Assert.Null(led!.Set(true));
        Assert.Equal(!isActiveLow, (bool)_driver.Values[4]);

        led.Dispose();
        Assert.Equal(isActiveLow, (bool)_driver.Values[4]);
        Assert.Equal("close 4", _driver.Calls[^1]);
    }

    [Fact]
    public void Led_on_a_line_that_cannot_be_had_is_a_fault()
    {
        using var controller = new GpioController(_driver);
        _driver.Failure = new IOException("busy");

        HardwareFault? fault = GpioLedLine.TryOpen(controller, 4, isActiveLow: false, out GpioLedLine? led);

        Assert.Equal(new HardwareFault("LED on GPIO 4", "busy"), fault);
        Assert.Null(led);
    }

    [Fact]
    public void Led_that_stops_answering_is_a_fault_and_can_be_given_back()
    {
        using var controller = new GpioController(_driver);
        GpioLedLine.TryOpen(controller, 4, isActiveLow: false, out GpioLedLine? led);
        _driver.Failure = new IOException("gone");

        Assert.Equal(new HardwareFault("LED on GPIO 4", "gone"), led!.Set(true));
        led.Dispose();
        _driver.Failure = null;
    }
}
