using System.Device.Gpio;
using System.Device.Gpio.Kernel;
using System.Runtime.InteropServices;

namespace Shims.Tests.Gpio;

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
    [InlineData(PinEventTypes.Rising, 0x14)]
    [InlineData(PinEventTypes.Falling, 0x24)]
    [InlineData(PinEventTypes.Rising | PinEventTypes.Falling, 0x34)]
    public void Edges_are_asked_for_on_inputs(PinEventTypes edges, ulong flags) =>
        Assert.Equal(flags, (ulong)LineConfig.For(PinMode.Input, edges: edges).Flags);

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

    [Fact]
    public void Event_descriptor_ends_a_poll()
    {
        using var idle = KernelCall.CreateEvent();
        using var stop = KernelCall.CreateEvent();
        KernelCall.Write(stop, MemoryMarshal.AsBytes<ulong>([1]), "stop");

        Assert.False(KernelCall.Poll(idle, stop));
    }

    [Fact]
    public void Device_that_is_not_there_is_an_input_output_error()
    {
        IOException failure = Assert.Throws<IOException>(() => KernelCall.Open("/dev/gpiochip-none"));

        Assert.StartsWith("Cannot open /dev/gpiochip-none: ", failure.Message, StringComparison.Ordinal);
    }
}
