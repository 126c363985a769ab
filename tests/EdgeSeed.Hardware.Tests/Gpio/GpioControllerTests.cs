using System.Device.Gpio;

namespace EdgeSeed.Hardware.Tests.Gpio;

/// <summary>What we rely on in the controller.</summary>
public sealed class GpioControllerTests : IDisposable
{
    private readonly FakeGpioDriver _driver = new();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void Output_opened_with_an_initial_value_gets_mode_and_value_in_one_step()
    {
        using var controller = new GpioController(_driver);

        using GpioPin pin = controller.OpenPin(3, PinMode.Output, PinValue.High);

        Assert.Equal(["open 3", "mode 3 Output High"], _driver.Calls);
        Assert.Equal(3, pin.PinNumber);
        Assert.True(controller.IsPinOpen(3));
        Assert.Equal(PinMode.Output, controller.GetPinMode(3));
        Assert.Equal(PinValue.High, pin.Read());
    }

    [Fact]
    public void Write_reaches_an_output()
    {
        using var controller = new GpioController(_driver);
        controller.OpenPin(3, PinMode.Output);

        controller.Write(3, PinValue.High);

        Assert.Equal(PinValue.High, controller.Read(3));
    }

    [Fact]
    public void Write_to_an_input_does_nothing()
    {
        using var controller = new GpioController(_driver);
        controller.OpenPin(3, PinMode.InputPullUp);

        controller.Write(3, PinValue.High);

        Assert.DoesNotContain(_driver.Calls, call => call.StartsWith("write", StringComparison.Ordinal));
    }

    [Fact]
    public void Use_of_a_closed_pin_is_an_error()
    {
        using var controller = new GpioController(_driver);

        Assert.Throws<InvalidOperationException>(() => controller.Read(3));
        Assert.Throws<InvalidOperationException>(() => controller.Write(3, PinValue.High));
        Assert.Throws<InvalidOperationException>(() => controller.SetPinMode(3, PinMode.Input));
        Assert.Throws<InvalidOperationException>(() => controller.ClosePin(3));
    }

    [Fact]
    public void Unsupported_mode_is_an_error()
    {
        using var controller = new GpioController(_driver);

        Assert.Throws<InvalidOperationException>(() => controller.OpenPin(3, PinMode.InputPullDown));
    }

    [Fact]
    public void Edges_reach_the_callback_until_it_is_removed()
    {
        using var controller = new GpioController(_driver);
        controller.OpenPin(5, PinMode.Input);
        List<PinEventTypes> seen = [];
        void Note(object sender, PinValueChangedEventArgs edge) => seen.Add(edge.ChangeType);

        controller.RegisterCallbackForPinValueChangedEvent(5, PinEventTypes.Falling, Note);
        _driver.Edge(5, PinEventTypes.Falling);
        _driver.Edge(5, PinEventTypes.Rising);
        controller.UnregisterCallbackForPinValueChangedEvent(5, Note);
        _driver.Edge(5, PinEventTypes.Falling);

        Assert.Equal([PinEventTypes.Falling], seen);
    }

    [Fact]
    public void Dispose_closes_pins_and_driver()
    {
        var controller = new GpioController(_driver);
        controller.OpenPin(1);
        controller.OpenPin(2);

        controller.Dispose();

        Assert.Equal(["open 1", "open 2", "close 1", "close 2", "dispose"], _driver.Calls);
        Assert.Throws<ObjectDisposedException>(() => controller.IsPinOpen(1));
    }

    [Fact]
    public void Pin_values_convert_from_and_to_numbers_and_booleans()
    {
        PinValue one = 1;
        PinValue no = false;

        Assert.Equal(PinValue.High, one);
        Assert.Equal(PinValue.Low, no);
        Assert.Equal(PinValue.High, !no);
        Assert.True((bool)one);
        Assert.Equal(0, (int)no);
        Assert.Equal("High", one.ToString());
    }
}
