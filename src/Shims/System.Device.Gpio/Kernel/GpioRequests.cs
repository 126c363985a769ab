namespace System.Device.Gpio.Kernel;

/// <summary>The <c>ioctl</c> numbers of <c>linux/gpio.h</c>, ABI version 2: direction, size of the structure, 0xB4, number.</summary>
internal static class GpioRequests
{
    /// <summary><c>GPIO_GET_CHIPINFO_IOCTL</c>, with <see cref="ChipInfo"/>.</summary>
    public const uint GetChipInfo = 0x8044B401;

    /// <summary><c>GPIO_V2_GET_LINE_IOCTL</c>, with <see cref="LineRequest"/>.</summary>
    public const uint GetLine = 0xC250B407;

    /// <summary><c>GPIO_V2_LINE_SET_CONFIG_IOCTL</c>, with <see cref="LineConfig"/>.</summary>
    public const uint SetConfig = 0xC110B40D;

    /// <summary><c>GPIO_V2_LINE_GET_VALUES_IOCTL</c>, with <see cref="LineValues"/>.</summary>
    public const uint GetValues = 0xC010B40E;

    /// <summary><c>GPIO_V2_LINE_SET_VALUES_IOCTL</c>, with <see cref="LineValues"/>.</summary>
    public const uint SetValues = 0xC010B40F;
}
