using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Library;

/// <summary>
/// Whether somebody uses a drive, by the kernel's counters: what the service does there of itself waits until it is awake anyway, so that a disk may
/// sleep. On what is no block device, such as a network share, it is always taken to be used.
/// </summary>
/// <param name="drive">The drive or folder.</param>
/// <param name="time">The clock.</param>
/// <param name="look">Reads the counters; null where there are none.</param>
internal sealed class DriveUse(Drive drive, TimeProvider time, Func<DeviceActivity?> look)
{
    /// <summary>For so long after its last use a disk is awake: no disk is set to stop sooner (<c>drives.spin_down</c>).</summary>
    public static readonly TimeSpan AwakeTime = TimeSpan.FromMinutes(1);

    private DeviceActivity? _after = look();
    private long _writtenBefore = -1;
    private long _usedAt = time.GetTimestamp();

    /// <summary>The use of a drive.</summary>
    public DriveUse(Drive drive, TimeProvider time)
        : this(drive, time, () => BlockDevice.Activity(drive.Device))
    {
    }

    /// <summary>Whether others have used it a moment ago.</summary>
    public bool IsAwake
    {
        get
        {
            if (look() is not { } now) return true;
            if (now != _after) _usedAt = time.GetTimestamp();
            _after = now;
            return time.GetElapsedTime(_usedAt) < AwakeTime;
        }
    }

    /// <summary>
    /// Whether a search could find anything new. What is mounted read-only changes by nothing; a folder changes by what is written to its device.
    /// </summary>
    public bool MayHaveChanged => look() is not { } now || now.SectorsWritten != _writtenBefore || (!drive.IsRemovable && IsAwake);

    /// <summary>A search begins: what is written from now on it may miss.</summary>
    public void BeginSearch() => _writtenBefore = look()?.SectorsWritten ?? 0;

    /// <summary>The service itself has used it: that does not count as use.</summary>
    public void Pass() => _after = look();
}
