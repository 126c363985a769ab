using EdgeSeed.Config;
using EdgeSeed.Lifetime;
using EdgeSeed.Logs;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Library;

/// <content>Drives that are mounted, that are being mounted, and that are let go on request.</content>
internal sealed partial class LibraryLoop
{
    /// <summary>The folder in the state directory where the names of drives to unmount are left for the deployed unit, which has the right to do so.</summary>
    public const string RequestFolder = "eject";

    private const string EjectUnit = "systemd/system/edgeseed-eject.path";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_unmount = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_mounting = TimeSpan.FromSeconds(60);

    private readonly List<string> _ejected = [];
    private List<DriveStatus> _mounting = [];
    private readonly Dictionary<string, long> _mountingSince = [];

    /// <summary>Adds the drives that are mounted and to be used.</summary>
    private void AddMounted(LibraryOptions options, List<Drive> wanted)
    {
        var mounting = new List<DriveStatus>();
        if (options.Drives.Enabled && Directory.Exists(options.Drives.MountRoot))
        {
            StorageError? error = MountTable.Read(LocalPath.FromString(options.Drives.MountRoot), out List<MountEntry> mounts);
            _basis.Note(error);
            foreach (MountEntry mount in mounts) AddMounted(mount, options.Drives, wanted);
            AddMounting(options.Drives.MountRoot, mounts, mounting);
            Settle(mounts);
        }
        lock (_lock) _mounting = mounting;
    }

    private void AddMounted(MountEntry mount, DrivesConfig config, List<Drive> wanted)
    {
        if (BlockDevice.IsGone(mount.Device) || wanted.Count >= MaxRoots) return;
        Drive? drive = null;
        foreach (RootLoop root in Roots())
        {
            if (!root.IsOver && root.Drive.IsRemovable && root.Drive.Device == mount.Device && root.Drive.Path.Equals(mount.Path)) drive = root.Drive;
        }
        drive ??= Drive.Of(mount);
        lock (_lock)
        {
            if (_ejected.Contains(drive.Path.ToString())) return;
        }
        bool isChosen = config.Only.Count == 0;
        foreach (string name in config.Only) isChosen |= name.Equals(drive.Name, StringComparison.Ordinal) || name.Equals(drive.Id, StringComparison.OrdinalIgnoreCase);
        foreach (Drive other in wanted) isChosen &= !other.Id.Equals(drive.Id, StringComparison.Ordinal);
        if (isChosen) wanted.Add(drive);
    }

    /// <summary>The mount unit makes a drive's folder just before it mounts the drive there.</summary>
    private void AddMounting(string mountRoot, List<MountEntry> mounts, List<DriveStatus> mounting)
    {
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(mountRoot))
            {
                bool isKnown = false;
                foreach (MountEntry mount in mounts) isKnown |= mount.Path.Equals(LocalPath.FromString(folder));
                // That of a drive which may be pulled out goes in a moment.
                foreach (RootLoop root in Roots()) isKnown |= root.IsOver && root.Drive.Path.ToString().Equals(folder, StringComparison.Ordinal) && root.Status().State == DriveState.SafeToRemove;
                if (isKnown || mounting.Count == MaxRoots)
                {
                    _mountingSince.Remove(folder);
                    continue;
                }
                if (!_mountingSince.TryGetValue(folder, out long since)) _mountingSince[folder] = since = _basis.Time.GetTimestamp();
                TimeSpan elapsed = _basis.Time.GetElapsedTime(since);
                mounting.Add(new DriveStatus
                {
                    Id = folder,
                    Name = Path.GetFileName(folder),
                    Path = "",
                    IsRemovable = true,
                    State = DriveState.Mounting,
                    SinceSeconds = (long)elapsed.TotalSeconds,
                    Torrents = 0,
                    Problem = elapsed > s_mounting ? "It could not be mounted; the system's journal says why." : null,
                });
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _basis.Note(StorageError.Found(StorageOperation.List, mountRoot, StorageFault.System, exception.Message));
        }
        if (_mountingSince.Count > MaxRoots || mounting.Count == 0) _mountingSince.Clear();
    }

    /// <summary>A drive that was let go and is unmounted now may be pulled out, and is a new one when it is mounted again.</summary>
    private void Settle(List<MountEntry> mounts)
    {
        lock (_lock)
        {
            for (int i = _ejected.Count - 1; i >= 0; i--)
            {
                string path = _ejected[i];
                bool isMounted = false;
                foreach (MountEntry mount in mounts) isMounted |= mount.Path.ToString().Equals(path, StringComparison.Ordinal) && !BlockDevice.IsGone(mount.Device);
                if (isMounted) continue;
                _ejected.RemoveAt(i);
                foreach (RootLoop root in _roots)
                {
                    if (root.IsOver && root.Drive.Path.ToString().Equals(path, StringComparison.Ordinal)) root.SetState(DriveState.SafeToRemove);
                }
            }
        }
    }

    /// <summary>
    /// Lets a drive go: its torrents stop, its files are closed, the deployed unit is asked to unmount it.
    /// </summary>
    /// <param name="name">Its label, UUID or mount point; empty for the only drive there is.</param>
    /// <param name="cancellation">Gives up waiting; the drive stays let go.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ControlReply> EjectAsync(string name, CancellationToken cancellation)
    {
        RootLoop? chosen = Choose(name, out string? refusal);
        if (chosen is null) return new ControlReply(false, refusal!);
        Drive drive = chosen.Drive;
        lock (_lock) _ejected.Add(drive.Path.ToString());
        EdgeSeedLog.DriveEjected(_basis.Log, drive.Name);
        Task ends = await chosen.LeaveAsync(DriveState.Ejecting, $"The drive {drive.Name} was let go; plug it in again to seed from it.").ConfigureAwait(false);
        bool isDrained = await Task.WhenAny(ends, Task.Delay(s_drain, _basis.Time, cancellation)).ConfigureAwait(false) == ends;
        cancellation.ThrowIfCancellationRequested();
        string byHand = $"unmount it with: sudo umount {drive.Path}";
        if (!isDrained) return new ControlReply(false, $"{drive.Name} does not answer: a read on it has not ended; when it has, {byHand}");
        if (RequestUnmount(drive.Path) is { } reason) return new ControlReply(false, $"{drive.Name} is not used any more, but cannot be unmounted from here ({reason}): {byHand}");
        long began = _basis.Time.GetTimestamp();
        while (_basis.Time.GetElapsedTime(began) < s_unmount)
        {
            if (chosen.Status().State == DriveState.SafeToRemove) return new ControlReply(true, $"{drive.Name} may be unplugged now");
            await Task.Delay(LookInterval / 4, _basis.Time, cancellation).ConfigureAwait(false);
        }
        return new ControlReply(false, $"{drive.Name} is not used any more, but was not unmounted in a minute: {byHand}");
    }

    private RootLoop? Choose(string name, out string? refusal)
    {
        var present = new List<RootLoop>();
        foreach (RootLoop root in Roots())
        {
            bool isNamed = name.Length == 0 || name.Equals(root.Drive.Name, StringComparison.Ordinal) || name.Equals(root.Drive.Id, StringComparison.OrdinalIgnoreCase)
                || name.Equals(root.Drive.Path.ToString(), StringComparison.Ordinal);
            if (isNamed && root.Drive.IsRemovable && !root.IsOver) present.Add(root);
        }
        refusal = present.Count switch
        {
            1 => null,
            0 => name.Length == 0 ? "no drive is plugged in" : $"there is no drive {Terminal.PrintableText.Of(name)}",
            _ => $"there are {present.Count} drives: say which by label, UUID or mount point",
        };
        return present.Count == 1 ? present[0] : null;
    }

    private string? RequestUnmount(LocalPath path)
    {
        if (!File.Exists($"/usr/lib/{EjectUnit}") && !File.Exists($"/etc/{EjectUnit}")) return "the drive units are not installed";
        try
        {
            string folder = Path.Combine(_basis.State.Root.Path.ToString(), RequestFolder);
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(path.ToString())), "");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
