using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// Looks whether a torrent's data lies somewhere, by names and lengths; opens no file. Under the torrent's own names first; then by its other
/// spelling, by names that are alike, and without the folder that is named after it.
/// </summary>
public static class DataFinder
{
    /// <summary>Most files and folders right below a torrent's own folder with which it is looked for without that folder.</summary>
    public const int MaxLooseEntries = 1_000;

    /// <summary>Tries places in order and takes the first where all is there; else that where most is.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="folders">Folders that may hold the torrent's single file or its folder.</param>
    public static FoundData Find(Metainfo torrent, IEnumerable<ContentLocation> folders) => Find(torrent, folders, new AlikeFolders());

    /// <inheritdoc cref="Find(Metainfo, IEnumerable{ContentLocation})"/>
    /// <param name="torrent">As there.</param>
    /// <param name="folders">As there.</param>
    /// <param name="known">Listings that may be used again, and are kept for the next torrent.</param>
    internal static FoundData Find(Metainfo torrent, IEnumerable<ContentLocation> folders, AlikeFolders known)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        ArgumentNullException.ThrowIfNull(folders);
        List<ContentLocation> places = [.. folders];
        var best = new Attempt(null, 0, 0, null);
        Attempt begun = best;
        foreach (Func<ContentLocation, ContentLocation?> named in Spellings(torrent, known))
        {
            foreach (ContentLocation folder in places)
            {
                if (named(folder) is not { } place) continue;
                Attempt attempt = Look(torrent, place, known, isWhole: false);
                if (attempt.FirstMissing is null) return new FoundData(place, true);
                if (attempt.Present > best.Present || best.FirstMissing is null) best = attempt;
                if (attempt.Begun > begun.Begun) begun = attempt;
            }
        }
        return FindLoose(torrent, places, known)
            ?? new FoundData(best.Present > 0 ? best.Place : null, false)
            {
                Begun = begun.Place,
                FirstMissing = best.FirstMissing ?? $"{torrent.NamePath} is not there",
            };
    }

    private static IEnumerable<Func<ContentLocation, ContentLocation?>> Spellings(Metainfo torrent, AlikeFolders known)
    {
        yield return folder => folder.TryEnter(torrent.NamePath, out ContentLocation place) ? place : null;
        // A file alone in a folder is, in version 2, a torrent of that file; its maker has the folder.
        if (torrent is { Format: TorrentFormat.V2, IsSingleFile: true } && SafePath.CheckName(torrent.Name.Bytes, out SafePath around) && around != torrent.NamePath)
            yield return folder => folder.TryEnter(around, out ContentLocation outer) && outer.TryEnter(torrent.NamePath, out ContentLocation place) ? place : null;
        if (torrent.RawNames is { } raw)
            yield return folder => folder.TryEnter(raw.Name, out ContentLocation place) ? place with { Spelling = NameSpelling.Raw } : null;
        yield return folder => Alike(torrent, folder, known);
    }

    // The name of the data itself is resolved here: what lies there under whatever name is then known to belong to the torrent.
    private static ContentLocation? Alike(Metainfo torrent, ContentLocation folder, AlikeFolders known)
    {
        using RootedFiles rooted = new(folder);
        if (rooted.StatusOf(torrent.NamePath, out _) is null)
            return !torrent.IsSingleFile && folder.TryEnter(torrent.NamePath, out ContentLocation exact) ? exact with { Spelling = NameSpelling.Alike } : null;
        if (rooted.OpenDirectory(default, out FileDescriptor? directory) is not null) return null;
        using (directory)
        {
            byte[]? name = known.Find(folder.Path, directory!, torrent.NamePath.Span) ?? known.Find(folder.Path, directory!, torrent.Name.Bytes.Span);
            bool isThere = SafePath.CheckName(name, out SafePath path) && folder.TryEnter(path, out folder);
            return isThere ? folder with { Spelling = torrent.IsSingleFile ? NameSpelling.Exact : NameSpelling.Alike } : null;
        }
    }

    /// <summary>Looks for the files of a folder without it: only all of them together show that they are its.</summary>
    private static FoundData? FindLoose(Metainfo torrent, List<ContentLocation> folders, AlikeFolders known)
    {
        if (torrent.IsSingleFile) return null;
        foreach (ContentLocation place in folders)
        {
            if (Look(torrent, place, known, isWhole: true).FirstMissing is not null) continue;
            if (LooseEntries(torrent, place) is { } entries) return new FoundData(place, true) { LooseEntries = entries };
        }
        return null;
    }

    private static List<SafePath>? LooseEntries(Metainfo torrent, ContentLocation place)
    {
        var entries = new HashSet<SafePath>();
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding || file.IsSymbolicLink) continue;
            int end = file.Path.Span.IndexOf((byte)'/');
            _ = SafePath.Check(end < 0 ? file.Path.Bytes : file.Path.Bytes[..end], out SafePath entry);
            if (entries.Count == MaxLooseEntries && !entries.Contains(entry)) return null;
            entries.Add(entry);
        }
        var paths = new List<SafePath>(entries.Count);
        foreach (SafePath entry in entries)
        {
            if (place.TryEnter(entry, out ContentLocation inside)) paths.Add(inside.Within);
        }
        return paths;
    }

    private static Attempt Look(Metainfo torrent, ContentLocation place, AlikeFolders known, bool isWhole)
    {
        using RootedFiles rooted = new(place, known);
        int present = 0, begun = 0;
        HashSet<(ulong Device, ulong Inode)>? taken = place.Spelling == NameSpelling.Alike ? [] : null;
        string? firstMissing = null;
        foreach (TorrentFile file in place.FilesOf(torrent))
        {
            if (file.IsPadding || file.IsSymbolicLink) continue;
            SafePath path = torrent.IsSingleFile ? default : file.Path;
            StorageError? error = rooted.StatusOf(path, out FileStatus status);
            // Of two files that are called alike only one lies there.
            if (error is null && taken is not null && status.Links == 1 && !taken.Add((status.Device, status.Inode)))
                error = StorageError.Found(StorageOperation.Open, rooted.Show(path), StorageFault.Missing, "another file of the torrent lies under a name that is alike");
            if (error is null && status.Kind == FileKind.Regular && status.Stamp.Length == file.Length)
            {
                present++;
                continue;
            }
            if (isWhole) return new Attempt(place, 0, 0, "");
            if (error is null && status.Kind == FileKind.Regular && status.Stamp.Length > 0 && status.Stamp.Length < file.Length) begun++;
            firstMissing ??= error is null
                ? $"{rooted.Show(path)} has {status.Stamp.Length} bytes instead of {file.Length}"
                : $"{rooted.Show(path)}: {error.Detail}";
        }
        return new Attempt(place, present, begun, firstMissing);
    }

    private readonly record struct Attempt(ContentLocation? Place, int Present, int Begun, string? FirstMissing);
}
