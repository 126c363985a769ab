using System.Collections.Concurrent;

namespace EdgeSeed.Interop.Running;

/// <summary>Collects every creation, change, rename and deletion below a folder (inotify).</summary>
internal sealed class TreeWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ConcurrentQueue<string> _changes = new();

    /// <summary>Starts watching.</summary>
    public TreeWatch(string root)
    {
        _watcher = new FileSystemWatcher(root)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes | NotifyFilters.CreationTime | NotifyFilters.Security,
        };
        _watcher.Created += Keep;
        _watcher.Changed += Keep;
        _watcher.Deleted += Keep;
        _watcher.Renamed += Keep;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>What happened so far, in order.</summary>
    public IReadOnlyList<string> Changes => [.. _changes];

    public void Dispose() => _watcher.Dispose();

    private void Keep(object sender, FileSystemEventArgs change) => _changes.Enqueue($"{change.ChangeType} {change.FullPath}");
}
