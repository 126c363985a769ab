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
        return AreDistinct(files) || TryRename(files, static path => path, out tooLong);
    }

    /// <summary>The same files as they are called by a client to which names that differ only in the case of ASCII letters are one place, as to libtorrent everywhere.</summary>
    /// <param name="files">Distinct ones.</param>
    /// <returns>A copy; null where none is called otherwise, or one would have too long a path.</returns>
    public static TorrentFile[]? WithoutCase(IReadOnlyList<TorrentFile> files)
    {
        if (!MayMeetWithoutCase(files)) return null;
        TorrentFile[] renamed = [.. files];
        return TryRename(renamed, Lower, out _) && !renamed.SequenceEqual(files) ? renamed : null;
    }

    // By hashes of 64 bits, eight bytes a file: that two of them are equal by chance costs a closer look, and happens to nobody.
    private static bool MayMeetWithoutCase(IReadOnlyList<TorrentFile> files)
    {
        ulong[] hashes = new ulong[files.Count];
        int count = 0;
        foreach (TorrentFile file in files)
        {
            if (!file.IsPadding) hashes[count++] = HashWithoutCase(file.Path.Span);
        }
        Span<ulong> sorted = hashes.AsSpan(0, count);
        sorted.Sort();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1] == sorted[i]) return true;
        }
        ReadOnlySpan<byte> before = default;
        foreach (TorrentFile file in files)
        {
            ReadOnlySpan<byte> folder = file.Path.Folder;
            if (file.IsPadding || folder.SequenceEqual(before)) continue;
            before = folder;
            for (; !folder.IsEmpty; folder = folder[..Math.Max(0, folder.LastIndexOf((byte)'/'))])
            {
                if (sorted.BinarySearch(HashWithoutCase(folder)) >= 0) return true;
            }
        }
        return false;
    }

    private static ulong HashWithoutCase(ReadOnlySpan<byte> path)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (byte b in path) hash = (hash ^ Lower(b)) * 1099511628211;
        return hash;
    }

    private static SafePath Lower(SafePath path)
    {
        byte[] lower = new byte[path.Span.Length];
        for (int i = 0; i < lower.Length; i++) lower[i] = Lower(path.Span[i]);
        _ = SafePath.Check(lower, out SafePath lowered);
        return lowered;
    }

    private static byte Lower(byte letter) => char.IsAsciiLetterUpper((char)letter) ? (byte)(letter | 0x20) : letter;

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

    /// <param name="files">Renamed in place.</param>
    /// <param name="placeOf">What two paths have in common that are one place.</param>
    /// <param name="tooLong">See <see cref="TryMake"/>.</param>
    private static bool TryRename(TorrentFile[] files, Func<SafePath, SafePath> placeOf, out int tooLong)
    {
        tooLong = -1;
        HashSet<SafePath> taken = FoldersOf(files, placeOf);
        // The next number of each path, so that a thousand files of one name cost a thousand looks and not a million.
        var numbers = new Dictionary<SafePath, int>();
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].IsPadding || taken.Add(placeOf(files[i].Path))) continue;
            SafePath wanted = files[i].Path, place = placeOf(wanted);
            numbers.TryGetValue(place, out int number);
            SafePath path;
            do
            {
                if (!TryNumber(wanted, ++number, out path))
                {
                    tooLong = i;
                    return false;
                }
            }
            while (!taken.Add(placeOf(path)));
            numbers[place] = number;
            files[i] = files[i] with { Path = path };
        }
        return true;
    }

    private static HashSet<SafePath> FoldersOf(TorrentFile[] files, Func<SafePath, SafePath> placeOf)
    {
        var folders = new HashSet<SafePath>();
        foreach (TorrentFile file in files)
        {
            if (file.IsPadding) continue;
            for (int length = file.Path.Folder.Length; length > 0; length = Math.Max(0, file.Path.Span[..length].LastIndexOf((byte)'/')))
            {
                _ = SafePath.Check(file.Path.Bytes[..length], out SafePath folder);
                if (!folders.Add(placeOf(folder))) break;
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
