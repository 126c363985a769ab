using System.Device.Gpio;
using EdgeSeed.Hardware.Buttons;
using EdgeSeed.Hardware.Tests.Gpio;

namespace EdgeSeed.Hardware.Tests.Buttons;

public sealed class ButtonLineTests : IDisposable
{
    private readonly FakeGpioDriver _driver = new();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void Button_to_ground_is_pulled_up_and_pressed_when_low()
    {
        using var controller = new GpioController(_driver);
        Assert.Null(ButtonLine.TryOpen(controller, 4, isActiveLow: true, out ButtonLine? button));
        Assert.Contains("mode 4 InputPullUp", _driver.Calls);

        _driver.Values[4] = PinValue.High;
        Assert.Null(button!.TryRead(out bool isPressed));
        Assert.False(isPressed);

        _driver.Values[4] = PinValue.Low;
        button.TryRead(out isPressed);
        Assert.True(isPressed);

        button.Dispose();
        Assert.Equal("close 4", _driver.Calls[^1]);
    }

    [Fact]
    public void Line_that_cannot_be_had_is_a_fault()
    {
        using var controller = new GpioController(_driver);
        _driver.Failure = new IOException("Device or resource busy.");

        Assert.Equal("button on GPIO 4: Device or resource busy.", ButtonLine.TryOpen(controller, 4, isActiveLow: true, out ButtonLine? button)!.ToString());
        Assert.Null(button);
    }
}
