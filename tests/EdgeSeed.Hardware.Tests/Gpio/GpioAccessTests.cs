using System.Device.Gpio;
using EdgeSeed.Hardware.Gpio;

namespace EdgeSeed.Hardware.Tests.Gpio;

public class GpioAccessTests
{
    [SkippableFact]
    public void Machine_without_gpio_is_a_fault_and_no_exception()
    {
        Skip.If(File.Exists("/dev/gpiochip0"), "This machine has GPIO.");

        HardwareFault? fault = GpioAccess.TryOpen(out GpioController? controller);

        Assert.Null(controller);
        Assert.Equal("GPIO", Assert.IsType<HardwareFault>(fault).Device);
    }
}
