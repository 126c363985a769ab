using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

/// <summary>Looks whether a torrent's data lies somewhere, by names and lengths; opens no file.</summary>
public static class DataFinder
{
    /// <summary>Tries places in order and takes the first where all is there; else the first where something is.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="folders">Folders that may hold the torrent's single file or its folder, under its name.</param>
    /// <param name="lengthsMatch">Whether every file is there with its right length.</param>
    /// <returns>The single file or the folder, or null.</returns>
    public static ContentLocation? Find(Metainfo torrent, IEnumerable<ContentLocation> folders, out bool lengthsMatch)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(folders);
        lengthsMatch = false;
        ContentLocation? partial = null;
        foreach (ContentLocation folder in folders)
        {
            if (!folder.TryEnter(torrent.NamePath, out ContentLocation place)) continue;
            int present = CountPresent(torrent, place, out int expected);
            if (present == expected)
            {
                lengthsMatch = true;
                return place;
            }
            if (present > 0) partial ??= place;
        }
        return partial;
    }

    private static int CountPresent(Metainfo torrent, ContentLocation place, out int expected)
    {
        using RootedFiles rooted = new(place);
        int present = 0;
        expected = 0;
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding || file.IsSymbolicLink) continue;
            expected++;
            StorageError? error = rooted.StatusOf(torrent.IsSingleFile ? default : file.Path, out FileStatus status);
            if (error is null && status.Kind == FileKind.Regular && status.Stamp.Length == file.Length) present++;
        }
        return present;
    }
}
