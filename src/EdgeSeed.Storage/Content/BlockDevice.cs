using System.Globalization;

namespace EdgeSeed.Storage.Content;

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

    /// <summary>What was read from and written to it so far, looked at without waking it; null for what is on no block device, and where <c>/sys</c> cannot be read.</summary>
    public static DeviceActivity? Activity(ulong device)
    {
        string[] fields = Read(Folder(device), "stat").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isRead = fields.Length > 6 & long.TryParse(fields.ElementAtOrDefault(0), CultureInfo.InvariantCulture, out long reads)
            & long.TryParse(fields.ElementAtOrDefault(6), CultureInfo.InvariantCulture, out long written);
        return isRead ? new DeviceActivity(reads, written) : null;
    }

    /// <summary>Whether it has a head that moves, as far as it says so: most sticks say so too. False where that is not known.</summary>
    public static bool IsRotational(ulong device) => Read(Disk(device), "queue/rotational").StartsWith('1');

    /// <summary>Whether the kernel has put it to sleep (<c>power/runtime_status</c>), looked at without waking it.</summary>
    public static bool IsAsleep(ulong device) => Read(Disk(device), "device/power/runtime_status").StartsWith("suspended", StringComparison.Ordinal);

    /// <summary><c>8:1</c>.</summary>
    public static string Number(ulong device) => string.Create(CultureInfo.InvariantCulture, $"{device >> 32}:{(uint)device}");

    private static string Folder(ulong device) => device >> 32 == 0 ? "" : $"/sys/dev/block/{Number(device)}";

    /// <summary>The folder of the whole disk, of which the device may be a partition.</summary>
    private static string Disk(ulong device)
    {
        string folder = Folder(device);
        if (folder.Length == 0 || !File.Exists(folder + "/partition")) return folder;
        return Path.GetDirectoryName(new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName) ?? folder;
    }

    private static string Read(string folder, string name)
    {
        try
        {
            return folder.Length == 0 ? "" : File.ReadAllText($"{folder}/{name}");
        }
        catch (IOException)
        {
            // Not every device has it, and one that is pulled out loses it.
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
