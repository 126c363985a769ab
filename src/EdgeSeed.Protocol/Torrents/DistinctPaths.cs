using System.Buffers.Text;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// Gives every file of a torrent a place of its own. Where two files would lie in one place, or one where another needs a folder, the
/// later one (the file, not the folder) is called <c>name.1.ext</c>, <c>name.2.ext</c> and so on, as libtorrent calls it. Names that differ only in
/// case are two places, as they are to Linux. Padding has no place and is left alone.
/// </summary>
internal static class DistinctPaths
{
    /// <summary>Renames files in place where it is needed; mostly none is, which costs one look at neighbours.</summary>
    /// <returns>False when a path would become longer than <see cref="SafePath.MaxLength"/>; <paramref name="tooLong"/> is then its file.</returns>
    public static bool TryMake(TorrentFile[] files, out int tooLong)
    {
        tooLong = -1;
        return AreDistinct(files) || TryRename(files, out tooLong);
    }

    // In this order a file stands right before whatever lies "inside" it, so looking at neighbours is enough. Most torrents are
    // sorted already.
    private static bool AreDistinct(TorrentFile[] files)
    {
        var stored = new List<SafePath>(files.Length);
        bool isSorted = true;
        foreach (TorrentFile file in files)
        {
            if (file.IsPadding) continue;
            if (stored.Count > 0 && SafePath.Compare(stored[^1], file.Path) >= 0) isSorted = false;
            stored.Add(file.Path);
        }
        if (!isSorted) stored.Sort(SafePath.Compare);
        for (int i = 1; i < stored.Count; i++)
        {
            if (stored[i - 1] == stored[i] || stored[i - 1].IsFolderOf(stored[i])) return false;
        }
        return true;
    }

    private static bool TryRename(TorrentFile[] files, out int tooLong)
    {
        tooLong = -1;
        HashSet<SafePath> taken = FoldersOf(files);
        // The next number of each path, so that a thousand files of one name cost a thousand looks and not a million.
        var numbers = new Dictionary<SafePath, int>();
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].IsPadding || taken.Add(files[i].Path)) continue;
            SafePath wanted = files[i].Path;
            numbers.TryGetValue(wanted, out int number);
            SafePath path;
            do
            {
                if (!TryNumber(wanted, ++number, out path))
                {
                    tooLong = i;
                    return false;
                }
            }
            while (!taken.Add(path));
            numbers[wanted] = number;
            files[i] = files[i] with { Path = path };
        }
        return true;
    }

    private static HashSet<SafePath> FoldersOf(TorrentFile[] files)
    {
        var folders = new HashSet<SafePath>();
        foreach (TorrentFile file in files)
        {
            if (file.IsPadding) continue;
            for (int length = file.Path.Folder.Length; length > 0; length = Math.Max(0, file.Path.Span[..length].LastIndexOf((byte)'/')))
            {
                _ = SafePath.Check(file.Path.Bytes[..length], out SafePath folder);
                if (!folders.Add(folder)) break;
            }
        }
        return folders;
    }

    // The base is cut where the name would become too long for a disk.
    private static bool TryNumber(SafePath path, int number, out SafePath numbered)
    {
        ReadOnlySpan<byte> name = path.FileName;
        int dot = name.LastIndexOf((byte)'.');
        ReadOnlySpan<byte> before = dot < 0 ? name : name[..dot], extension = dot < 0 ? default : name[dot..];
        Span<byte> middle = stackalloc byte[12];
        middle[0] = (byte)'.';
        Utf8Formatter.TryFormat(number, middle[1..], out int digits);
        middle = middle[..(digits + 1)];
        int room = SafePath.MaxSegmentLength - middle.Length;
        if (extension.Length > room) extension = extension[..room];
        before = before[..Math.Min(before.Length, room - extension.Length)];
        byte[] joined = [.. path.Span[..(path.Span.Length - name.Length)], .. before, .. middle, .. extension];
        return SafePath.Check(joined, out numbered) == PathFault.None;
    }
}
