
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Names;

/// <summary>The <see cref="AlikeNames"/> of the directories asked about last, so that many names missing from one cost one listing.</summary>
internal sealed class AlikeFolders
{
    /// <summary>Directories held; the one added first makes room.</summary>
    public const int MaxFolders = 8;

    private readonly Queue<(LocalPath Path, AlikeNames Names)> _folders = new();

    /// <summary>Finds the one entry of a directory that is called alike.</summary>
    /// <param name="path">The directory, as a key.</param>
    /// <param name="directory">The same, open.</param>
    /// <param name="wanted">The name.</param>
    /// <returns>Null when there is none, or more than one.</returns>
    public byte[]? Find(LocalPath path, FileDescriptor directory, ReadOnlySpan<byte> wanted)
    {
        foreach ((LocalPath held, AlikeNames names) in _folders)
        {
            if (held.Equals(path)) return names.Find(wanted);
        }
        if (_folders.Count == MaxFolders) _folders.Dequeue();
        AlikeNames listed = AlikeNames.In(directory);
        _folders.Enqueue((path, listed));
        return listed.Find(wanted);
    }
}
