using System.Text;
using EdgeSeed.Hardware.Gpio.Kernel;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Hardware.Gpio;

/// <summary>
/// Which GPIO chip is the one behind the board's header. On every Raspberry Pi it is the one whose label begins with <c>pinctrl-</c>
/// (<c>pinctrl-bcm2835</c>, <c>pinctrl-bcm2711</c>, <c>pinctrl-rp1</c>); its number is another with each model and kernel.
/// </summary>
internal static unsafe class HeaderChip
{
    /// <summary>As many chips as are looked at; a Raspberry Pi has up to 7 with what is plugged on.</summary>
    private const int MaxChips = 32;

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">There is none, or more than one and none has such a label, or the kernel refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not open it.</exception>
    public static CharacterDeviceDriver Open()
    {
        List<(string Path, string Label)> chips = [];
        Exception? refusal = null;
        for (int number = 0; number < MaxChips; number++)
        {
            string path = $"/dev/gpiochip{number}";
            if (!File.Exists(path)) continue;
            try
            {
                using SafeFileHandle chip = Open(path);
                chips.Add((path, LabelOf(Ask(chip, path))));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                refusal ??= exception;
            }
        }
        if (Choose(chips) is { } chosen) return Drive(chosen);
        throw chips.Count > 0 ? new IOException(NoneOf(chips), refusal) : refusal ?? new IOException("This machine has no GPIO chip.");
    }

    /// <summary>Picks the header's chip, or the only one there is: that is a board of another make.</summary>
    /// <returns>Its path; null when several could be meant, as driving the wrong one could switch a part of the board.</returns>
    public static string? Choose(IReadOnlyList<(string Path, string Label)> chips)
    {
        foreach ((string path, string label) in chips)
        {
            if (label.StartsWith("pinctrl-", StringComparison.Ordinal)) return path;
        }
        return chips.Count == 1 ? chips[0].Path : null;
    }

    private static CharacterDeviceDriver Drive(string path)
    {
        SafeFileHandle chip = Open(path);
        try
        {
            return new CharacterDeviceDriver(chip, (int)Ask(chip, path).Lines);
        }
        catch (IOException)
        {
            chip.Dispose();
            throw;
        }
    }

    // Others may hold other lines of the same chip: the kernel keeps them apart.
    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static ChipInfo Ask(SafeFileHandle chip, string path)
    {
        ChipInfo info;
        GpioRequest.Send(chip, GpioRequest.GetChipInfo, &info, $"Cannot ask {path} what it is");
        return info;
    }

    private static string LabelOf(ChipInfo info)
    {
        ReadOnlySpan<byte> label = new(info.Label, ChipInfo.MaxNameLength);
        int end = label.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? label : label[..end]);
    }

    private static string NoneOf(List<(string Path, string Label)> chips) =>
        $"The kernel does not know the chip behind this board's header: no label begins with pinctrl- among {string.Join(", ", chips.Select(chip => $"{chip.Path} ({chip.Label})"))}.";
}
