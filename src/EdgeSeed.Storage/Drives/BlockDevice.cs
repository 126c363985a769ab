using System.Globalization;

namespace EdgeSeed.Storage;

/// <summary>What the kernel says of a block device by its number.</summary>
public static class BlockDevice
{
    /// <summary>
    /// Whether a file system's device is gone while it is still mounted, as after a stick was pulled out. False for what is on no block device, and
    /// where <c>/sys</c> cannot be read.
    /// </summary>
    /// <param name="device">Major in the upper half, minor in the lower.</param>
    public static bool IsGone(ulong device) =>
        device >> 32 != 0 && Directory.Exists("/sys/dev/block") && !Path.Exists($"/sys/dev/block/{Number(device)}");

    /// <summary><c>8:1</c>.</summary>
    public static string Number(ulong device) => string.Create(CultureInfo.InvariantCulture, $"{device >> 32}:{(uint)device}");
}
