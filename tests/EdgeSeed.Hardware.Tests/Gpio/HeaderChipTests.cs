using EdgeSeed.Hardware.Gpio;

namespace EdgeSeed.Hardware.Tests.Gpio;

/// <summary>The chip behind the header, among the chips that boards and kernels show.</summary>
public class HeaderChipTests
{
    [Theory]
    [InlineData("pinctrl-bcm2835,raspberrypi-exp-gpio", 0)] // Pi 3, Zero 2 W
    [InlineData("pinctrl-bcm2711,raspberrypi-exp-gpio", 0)] // Pi 4
    [InlineData("pinctrl-rp1,gpio-brcmstb@107d508500,gpio-brcmstb@107d517c00", 0)] // Pi 5, newer kernels
    [InlineData("gpio-brcmstb@107d508500,gpio-brcmstb@107d508520,gpio-brcmstb@107d517c00,gpio-brcmstb@107d517c20,pinctrl-rp1", 4)]
    [InlineData("9000000.pl061", 0)] // the only one
    [InlineData("gpio-brcmstb@107d508500,gpio-brcmstb@107d517c00", null)] // Pi 5 under a kernel without RP1
    [InlineData("gpio0,gpio1,gpio2", null)]
    [InlineData("", null)]
    public void Chip_of_the_header_is_told_by_its_label(string labels, int? expected)
    {
        List<(string, string)> chips = [.. labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((label, number) => ($"/dev/gpiochip{number}", label))];

        Assert.Equal(expected is { } number ? $"/dev/gpiochip{number}" : null, HeaderChip.Choose(chips));
    }
}
