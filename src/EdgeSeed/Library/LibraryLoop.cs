using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Library;

/// <summary>
/// Keeps one <see cref="RootLoop"/> for each drive and folder: starts it when the drive comes, lets it go, retire first, when the drive goes.
/// </summary>
internal sealed partial class LibraryLoop
{
    /// <summary>
    /// Most drives and folders, present or remembered, 64. When full, the drive that came first among those that are away is forgotten; when all
    /// are here, a further one is left alone, and the log says so.
    /// </summary>
    public const int MaxRoots = 64;

    /// <summary>How often the devices under the drives are looked at: a pulled stick stays mounted until somebody unmounts it.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often what is gone for long is forgotten.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);

    private readonly LibraryBasis _basis;
    private readonly TaskCompletionSource _firstPass = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<RootLoop> _roots = [];
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LibraryOptions _options;
    private bool _isFull;
    private long _sweptAt;

    /// <summary>Does nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="options">What to publish.</param>
    /// <param name="basis">What all roots share.</param>
    public LibraryLoop(LibraryOptions options, LibraryBasis basis)
    {
        (_options, _basis) = (options, basis);
        basis.Publisher.Trouble = Take;
    }

    /// <summary>Completes when everything that was there at the start has been dealt with.</summary>
    public Task FirstPass => _firstPass.Task;

    /// <summary>Takes effect at once: all is searched anew.</summary>
    public LibraryOptions Options
    {
        set
        {
            _options = value;
            Wake();
            Search();
        }
    }

    /// <summary>Everything of the library follows edits.</summary>
    /// <param name="running">The configuration in effect.</param>
    /// <param name="optionsOf">What the library is made of by a configuration.</param>
    public void Follow(RunningConfig running, Func<SeedConfig, LibraryOptions> optionsOf) =>
        running.Follow(config => Options = optionsOf(config), LibraryConfig.Table, DrivesConfig.Table);

    /// <summary>What every drive and folder is doing.</summary>
    public List<DriveStatus> Drives()
    {
        var drives = new List<DriveStatus>();
        lock (_lock)
        {
            foreach (RootLoop root in _roots) drives.Add(root.Status());
            foreach (DriveStatus coming in _mounting) drives.Add(coming);
        }
        return drives;
    }

    /// <summary>Watches for drives until it is cancelled; hashing ends within a buffer's time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var watcher = new MountWatcher(Wake, _basis.Supervisor);
        try
        {
            await ReviewAsync(_options).ConfigureAwait(false);
            _ = _basis.Supervisor.RunAsync("first pass", CompleteFirstPassAsync, cancellation);
            while (true)
            {
                Task woken;
                lock (_lock) woken = _woken.Task;
                await Task.WhenAny(woken, Task.Delay(LookInterval, _basis.Time, cancellation)).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                Notice();
                lock (_lock) _woken = woken.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _woken;
                await ReviewAsync(_options).ConfigureAwait(false);
                SweepIfDue();
            }
        }
        finally
        {
            foreach (RootLoop root in Roots())
            {
                Task ends = await root.LeaveAsync(DriveState.Absent, reason: null).ConfigureAwait(false);
                // A read that a dying drive does not answer must not keep the program from ending.
                await Task.WhenAny(ends, Task.Delay(s_patience, CancellationToken.None)).ConfigureAwait(false);
            }
            _basis.Watch.Dispose();
        }
    }

    /// <summary>Has all drives and folders searched at once: something new is known to be there.</summary>
    public void Search()
    {
        foreach (RootLoop root in Roots()) root.Wake();
    }

    /// <summary>Has a torrent verified anew, from its first piece to its last.</summary>
    /// <param name="infoHash">Which.</param>
    /// <returns>Its name; null when it is not here, its drive is away, or too many are waited for.</returns>
    public string? Recheck(InfoHash infoHash)
    {
        if (_basis.Library.Find(infoHash) is not { } entry) return null;
        return Roots().Find(root => !root.IsOver && root.Drive.Id.Equals(entry.Root, StringComparison.Ordinal)) is { } owner && owner.Recheck(entry.Key) ? entry.Name : null;
    }

    private void SweepIfDue()
    {
        if (!_firstPass.Task.IsCompleted || (_sweptAt != 0 && _basis.Time.GetElapsedTime(_sweptAt) < SweepInterval)) return;
        _sweptAt = _basis.Time.GetTimestamp();
        List<RootLoop> roots = Roots();
        _basis.Note(_basis.State.Sweep(infoHash => _basis.Library.Find(infoHash) is not null, roots.FindAll(root => !root.IsOver).ConvertAll(root => root.Drive.Id), _basis.Time.GetUtcNow()));
        foreach (RootLoop root in roots) root.Prune();
    }

    /// <summary>Tells the roots what happened in their folders.</summary>
    private void Notice()
    {
        List<RootLoop> roots = Roots();
        roots.RemoveAll(root => root.IsOver);
        bool isKnown = _basis.Watch.Read(path =>
        {
            foreach (RootLoop root in roots)
            {
                if (path.IsAtOrBelow(root.Drive.Path)) root.Stir(path);
            }
        });
        if (isKnown) return;
        foreach (RootLoop root in roots) root.Stir(path: null);
    }

    private void Wake()
    {
        lock (_lock) _woken.TrySetResult();
    }

    private List<RootLoop> Roots()
    {
        lock (_lock) return [.. _roots];
    }

    private async Task CompleteFirstPassAsync()
    {
        foreach (RootLoop root in Roots()) await root.FirstPass.ConfigureAwait(false);
        _firstPass.TrySetResult();
    }

    /// <summary>What cannot be read, told by a reading thread.</summary>
    private void Take(ContentLocation key, PieceIndex? piece, StorageError error)
    {
        if (_basis.Library.Find(key) is not { } entry) return;
        RootLoop? owner = null;
        lock (_lock)
        {
            foreach (RootLoop root in _roots)
            {
                if (!root.IsOver && root.Drive.Id.Equals(entry.Root, StringComparison.Ordinal)) owner = root;
            }
        }
        if (owner is null) return;
        if (piece is { } one) owner.PieceFailed(key, one, error);
        else if (owner.Reads.IsGone) Wake();
        else owner.Wake();
    }

    /// <summary>Compares what is there with what should be, and starts and ends roots.</summary>
    private async Task ReviewAsync(LibraryOptions options)
    {
        List<Drive> wanted = Wanted(options);
        foreach (RootLoop root in Roots())
        {
            bool isPresent = false, isConfigured = root.Drive.IsRemovable && options.Drives.Enabled;
            if (root.IsOver)
            {
                // A drive that is away is not missed where drives are not used.
                if (root.Drive.IsRemovable && !isConfigured) Drop(root);
                continue;
            }
            foreach (LocalPath folder in options.Folders) isConfigured |= folder.Equals(root.Drive.Path);
            foreach (Drive drive in wanted)
            {
                bool isSame = drive.Id.Equals(root.Drive.Id, StringComparison.Ordinal);
                isPresent |= isSame && drive.Path.Equals(root.Drive.Path) && (!drive.IsRemovable || drive.Device == root.Drive.Device);
            }
            if (isPresent && !root.Reads.IsGone) continue;
            EdgeSeedLog.DriveLeft(_basis.Log, root.Drive.Name);
            _ = await root.LeaveAsync(DriveState.Absent, $"Waiting for the drive {root.Drive.Name}.").ConfigureAwait(false);
            if (!isConfigured) Drop(root);
        }
        foreach (Drive drive in wanted) Meet(drive);
        ShowProblems();
    }

    private List<Drive> Wanted(LibraryOptions options)
    {
        var wanted = new List<Drive>();
        foreach (LocalPath folder in options.Folders)
        {
            RootLoop? running = Find(folder.ToString());
            // Looked at anew only while it is away: a drive that hangs must not stop this loop.
            Drive drive = running is { IsOver: false } ? running.Drive : Drive.OfFolder(folder).Located();
            if (!BlockDevice.IsGone(drive.Device)) wanted.Add(drive);
        }
        AddMounted(options, wanted);
        return wanted;
    }

    private void Meet(Drive drive)
    {
        RootLoop? known = Find(drive.Id);
        if (known is { IsOver: false }) return;
        if (known is null && Roots().Count >= MaxRoots && !TryForgetOne())
        {
            if (!_isFull) EdgeSeedLog.TooManyDrives(_basis.Log, drive.Name);
            _isFull = true;
            return;
        }
        if (known is not null && !known.Drive.Path.Equals(drive.Path))
        {
            // Its entries are keyed by where it was.
            foreach (LibraryEntry entry in _basis.Library.ListOf(drive.Id)) _basis.Library.Remove(entry);
        }
        var root = new RootLoop(drive, known?.Number ?? FreeNumber(), _basis, () => _options);
        lock (_lock)
        {
            int index = known is null ? -1 : _roots.IndexOf(known);
            if (index < 0) _roots.Add(root);
            else _roots[index] = root;
        }
        if (drive.IsRemovable) EdgeSeedLog.DriveCame(_basis.Log, drive.Name, drive.FileSystem, drive.Path.ToString());
        root.Start();
    }

    /// <summary>The least number that no drive has: each brings reading threads of its own, and a drive that comes back gets its own again.</summary>
    private int FreeNumber()
    {
        List<RootLoop> roots = Roots();
        for (int number = 0; ; number++)
        {
            bool isFree = true;
            foreach (RootLoop root in roots) isFree &= root.Number != number;
            if (isFree) return number;
        }
    }

    private RootLoop? Find(string id)
    {
        lock (_lock)
        {
            foreach (RootLoop root in _roots)
            {
                if (root.Drive.Id.Equals(id, StringComparison.Ordinal)) return root;
            }
        }
        return null;
    }

    /// <summary>A folder was taken out of the configuration: its torrents are not waited for.</summary>
    private void Drop(RootLoop root)
    {
        lock (_lock) _roots.Remove(root);
        foreach (LibraryEntry entry in _basis.Library.ListOf(root.Drive.Id)) _basis.Library.Remove(entry);
    }

    private bool TryForgetOne()
    {
        foreach (RootLoop root in Roots())
        {
            if (!root.IsOver || !root.Drive.IsRemovable) continue;
            Drop(root);
            return true;
        }
        return false;
    }

    private void ShowProblems()
    {
        var problems = new List<string>();
        bool isSearched = true;
        foreach (RootLoop root in Roots())
        {
            if (root.Problem is { } problem) problems.Add($"{root.Drive.Name}: {problem}");
            isSearched &= root.IsSearched;
        }
        _basis.Library.Problems = problems;
        if (isSearched) _basis.Library.IsSearched = true;
    }
}
