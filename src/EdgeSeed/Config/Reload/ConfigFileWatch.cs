using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Config.Reload;

/// <summary>
/// Calls back when a file may have changed, however it was changed: written in place, renamed over, or swapped behind a symbolic link
/// anywhere on the way. The folders of the file and of every link are watched (inotify); a slow look at the file's stamp covers what
/// inotify does not see, such as network file systems and folders that came later.
/// </summary>
internal sealed class ConfigFileWatch : IDisposable
{
    /// <summary>
    /// Links followed from the file's name to the file, and so folders watched; a longer chain is watched by its stamp alone.
    /// </summary>
    public const int MaxLinks = 8;

    private static readonly TimeSpan StampInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Action _changed;
    private readonly ITimer _timer;
    private readonly Dictionary<string, FileSystemWatcher> _watchers = [];
    private (DateTime Written, long Length, string? Target) _stamp;
    private bool _disposed;

    /// <summary>Starts watching.</summary>
    /// <param name="path">Full path of the file; it need not exist.</param>
    /// <param name="supervisor">Runs the slow look.</param>
    /// <param name="changed">Called on a pool thread, often several times for one edit, and sometimes for none.</param>
    public ConfigFileWatch(string path, Supervisor supervisor, Action changed)
    {
        (_path, _changed) = (path, changed);
        _stamp = ReadStamp();
        Rearm();
        _timer = supervisor.StartTimer("look at the configuration file", Look, StampInterval, StampInterval);
    }

    /// <summary>Watches the folders the file is reached through now; called after a change, since a link may lead elsewhere.</summary>
    public void Rearm()
    {
        HashSet<string> folders = Folders();
        lock (_lock)
        {
            if (_disposed) return;
            foreach (string gone in _watchers.Keys.Where(folder => !folders.Contains(folder)).ToArray())
            {
                _watchers[gone].Dispose();
                _watchers.Remove(gone);
            }
            foreach (string folder in folders.Where(folder => !_watchers.ContainsKey(folder)))
            {
                if (TryWatch(folder) is { } watcher) _watchers.Add(folder, watcher);
            }
        }
    }

    /// <summary>Stops watching. A callback already under way may still end.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (FileSystemWatcher watcher in _watchers.Values) watcher.Dispose();
            _watchers.Clear();
        }
        _timer.Dispose();
    }

    // Every event in the folder counts: an edit shows as a create, a rename, a write or a link swapped under another name.
    private FileSystemWatcher? TryWatch(string folder)
    {
        try
        {
            FileSystemWatcher watcher = new(folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => _changed();
            watcher.Created += (_, _) => _changed();
            watcher.Deleted += (_, _) => _changed();
            watcher.Renamed += (_, _) => _changed();
            watcher.Error += (_, _) => Drop(folder);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Events were lost, or the folder is gone; the slow look watches it again.
    private void Drop(string folder)
    {
        lock (_lock)
        {
            if (_watchers.Remove(folder, out FileSystemWatcher? watcher)) watcher.Dispose();
        }
        _changed();
    }

    private void Look()
    {
        Rearm();
        (DateTime, long, string?) stamp = ReadStamp();
        lock (_lock)
        {
            if (_disposed || stamp == _stamp) return;
            _stamp = stamp;
        }
        _changed();
    }

    private (DateTime Written, long Length, string? Target) ReadStamp()
    {
        try
        {
            FileInfo file = new(_path);
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return (target.LastWriteTimeUtc, target is FileInfo { Exists: true } found ? found.Length : -1, target.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    // A folder on the way may be a link as well (as where a whole set of files is swapped at once), so each is resolved in turn.
    private HashSet<string> Folders()
    {
        HashSet<string> folders = [];
        string name = _path;
        for (int link = 0; link < MaxLinks; link++)
        {
            string folder = Path.GetDirectoryName(name) ?? "/";
            folders.Add(folder);
            string? next = LinkTarget(name) ?? (LinkTarget(folder) is { } moved ? Path.Combine(moved, Path.GetFileName(name)) : null);
            if (LinkTarget(folder) is not null && Path.GetDirectoryName(folder) is { } above) folders.Add(above);
            if (next is null) break;
            name = next;
        }
        return folders;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is { } target ? Path.GetFullPath(target, Path.GetDirectoryName(path) ?? "/") : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
