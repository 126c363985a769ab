using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Library;

/// <summary>The files of one torrent by name. Keeps nothing of the torrent: a slice would hold its hashes too.</summary>
internal sealed class FileList(LibraryEntry entry, Metainfo torrent)
{
    private readonly byte[] _name = torrent.NamePath.Span.ToArray();
    private readonly bool _isSingleFile = torrent.IsSingleFile;
    private readonly TorrentFile[] _files = [.. torrent.Files.Select(static file => file with { Path = file.Path.Copy() })];

    /// <summary>Of which it is; the library replaces it when something has changed.</summary>
    public LibraryEntry Entry { get; } = entry;

    /// <summary>Number of files.</summary>
    public int Count => _files.Length;

    /// <summary>Finds a file by the torrent's name and its path.</summary>
    public WebFile? Find(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(_name)) return null;
        path = path[_name.Length..];
        if (_isSingleFile) return path.IsEmpty ? At(0) : null;
        if (path.IsEmpty || path[0] != '/') return null;
        path = path[1..];
        for (int i = 0; i < _files.Length; i++)
        {
            if (!_files[i].IsPadding && _files[i].Path.Span.SequenceEqual(path)) return At(i);
        }
        return null;
    }

    /// <summary>The first files, padding left out.</summary>
    /// <param name="most">How many at most.</param>
    public WebFolder ToFolder(int most)
    {
        var files = new List<FolderFile>(Math.Min(most, _files.Length));
        for (int i = 0; i < _files.Length && files.Count < most; i++)
        {
            if (_files[i].IsPadding) continue;
            byte[] path = _isSingleFile ? _name : [.. _name, (byte)'/', .. _files[i].Path.Span];
            files.Add(new FolderFile(path, At(i)));
        }
        return new WebFolder(_name, files, Entry.AddedAt);
    }

    private WebFile At(int index) => new(index, _files[index].Offset, _files[index].Length, FileTypes.Of(_files[index].Path.Span));
}
