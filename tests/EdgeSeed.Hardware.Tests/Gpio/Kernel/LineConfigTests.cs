using System.Device.Gpio;
using System.Runtime.InteropServices;
using EdgeSeed.Hardware.Gpio.Kernel;

namespace EdgeSeed.Hardware.Tests.Gpio.Kernel;

/// <summary>What the kernel is asked for.</summary>
public unsafe class LineConfigTests
{
    [Theory]
    [InlineData(PinMode.Input, 0x4)]
    [InlineData(PinMode.Output, 0x8)]
    [InlineData(PinMode.InputPullUp, 0x104)]
    [InlineData(PinMode.InputPullDown, 0x204)]
    public void Mode_becomes_direction_and_bias(PinMode mode, ulong flags)
    {
        LineConfig config = LineConfig.For(mode);

        Assert.Equal(flags, (ulong)config.Flags);
        Assert.Equal(0u, config.AttributeCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Output_has_its_initial_value_from_the_start(bool isHigh)
    {
        LineConfig config = LineConfig.For(PinMode.Output, (PinValue)isHigh);

        Assert.Equal(1u, config.AttributeCount);
        Assert.Equal(2u, config.Attributes[0].Id);
        Assert.Equal(isHigh ? 1u : 0u, config.Attributes[0].Value);
        Assert.Equal(1u, config.Attributes[0].Mask);
    }

    [Fact]
    public void Request_asks_for_one_line_as_it_is()
    {
        LineRequest request = LineRequest.For(17);

        Assert.Equal(17u, request.Offsets[0]);
        Assert.Equal(1u, request.LineCount);
        Assert.Equal(LineFlags.AsIs, request.Config.Flags);
        Assert.Equal("edgeseed", Marshal.PtrToStringUTF8((nint)request.Consumer));
    }
}
