using System.Device.Gpio;

namespace EdgeSeed.Hardware.Gpio;

/// <summary>The way to the board's pins.</summary>
public static class GpioAccess
{
    /// <summary>Opens the board's GPIO chip.</summary>
    /// <param name="controller">The pins, for the caller to dispose; <see langword="null"/> on failure.</param>
    /// <returns>What is missing; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(out GpioController? controller)
    {
        controller = null;
        try
        {
            controller = new GpioController(HeaderChip.Open());
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault("GPIO", exception.Message);
        }
    }
}
