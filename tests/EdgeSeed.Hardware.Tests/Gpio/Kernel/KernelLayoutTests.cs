using EdgeSeed.Hardware.Gpio.Kernel;

namespace EdgeSeed.Hardware.Tests.Gpio.Kernel;

/// <summary>Sizes and offsets as a C compiler lays out <c>linux/gpio.h</c> on 64-bit Linux; x64 and arm64 agree.</summary>
public unsafe class KernelLayoutTests
{
    [Fact]
    public void Chip_information_is_laid_out_as_in_the_kernel()
    {
        ChipInfo info = default;

        Assert.Equal(68, sizeof(ChipInfo));
        Assert.Equal(32, Offset(&info, info.Label));
        Assert.Equal(64, Offset(&info, &info.Lines));
    }

    [Fact]
    public void Line_values_are_laid_out_as_in_the_kernel()
    {
        LineValues values = default;

        Assert.Equal(16, sizeof(LineValues));
        Assert.Equal(8, Offset(&values, &values.Mask));
    }

    [Fact]
    public void Line_attribute_is_laid_out_as_in_the_kernel()
    {
        LineAttribute attribute = default;

        Assert.Equal(24, sizeof(LineAttribute));
        Assert.Equal(4, Offset(&attribute, &attribute.Padding));
        Assert.Equal(8, Offset(&attribute, &attribute.Value));
        Assert.Equal(16, Offset(&attribute, &attribute.Mask));
    }

    [Fact]
    public void Line_configuration_is_laid_out_as_in_the_kernel()
    {
        LineConfig config = default;

        Assert.Equal(272, sizeof(LineConfig));
        Assert.Equal(8, Offset(&config, &config.AttributeCount));
        Assert.Equal(12, Offset(&config, config.Padding));
        Assert.Equal(32, Offset(&config, &config.Attributes));
    }

    [Fact]
    public void Line_request_is_laid_out_as_in_the_kernel()
    {
        LineRequest request = default;

        Assert.Equal(592, sizeof(LineRequest));
        Assert.Equal(256, Offset(&request, request.Consumer));
        Assert.Equal(288, Offset(&request, &request.Config));
        Assert.Equal(560, Offset(&request, &request.LineCount));
        Assert.Equal(564, Offset(&request, &request.EventBufferSize));
        Assert.Equal(568, Offset(&request, request.Padding));
        Assert.Equal(588, Offset(&request, &request.Descriptor));
    }

    /// <summary>The numbers are made of direction, size, 0xB4 and an ordinal, as <c>_IOR</c> and <c>_IOWR</c> do.</summary>
    [Fact]
    public void Request_numbers_hold_the_size_of_their_structure()
    {
        Assert.Equal(GpioRequest.GetChipInfo, Request(direction: 2, sizeof(ChipInfo), 0x01));
        Assert.Equal(GpioRequest.GetLine, Request(direction: 3, sizeof(LineRequest), 0x07));
        Assert.Equal(GpioRequest.SetConfig, Request(direction: 3, sizeof(LineConfig), 0x0D));
        Assert.Equal(GpioRequest.GetValues, Request(direction: 3, sizeof(LineValues), 0x0E));
        Assert.Equal(GpioRequest.SetValues, Request(direction: 3, sizeof(LineValues), 0x0F));
    }

    private static uint Request(uint direction, int size, uint ordinal) => (direction << 30) | ((uint)size << 16) | (0xB4 << 8) | ordinal;

    private static long Offset(void* structure, void* field) => (byte*)field - (byte*)structure;
}
