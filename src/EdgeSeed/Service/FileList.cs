using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Web;

namespace EdgeSeed.Service;

/// <summary>The files of one torrent by name. Keeps neither the torrent nor its hashes.</summary>
internal sealed class FileList(LibraryEntry entry, Metainfo torrent)
{
    private readonly byte[] _name = torrent.NamePath.Span.ToArray();
    private readonly bool _isSingleFile = torrent.IsSingleFile;
    private readonly IReadOnlyList<TorrentFile> _files = torrent.Files;

    /// <summary>Of which it is; the library replaces it when something has changed.</summary>
    public LibraryEntry Entry { get; } = entry;

    /// <summary>Number of files.</summary>
    public int Count => _files.Count;

    /// <summary>Finds a file by the torrent's name and its path.</summary>
    public WebFile? Find(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(_name)) return null;
        path = path[_name.Length..];
        if (_isSingleFile) return path.IsEmpty ? At(0) : null;
        if (path.IsEmpty || path[0] != '/') return null;
        path = path[1..];
        for (int i = 0; i < _files.Count; i++)
        {
            if (!_files[i].IsPadding && _files[i].Path.Span.SequenceEqual(path)) return At(i);
        }
        return null;
    }

    /// <summary>All files, padding left out.</summary>
    public WebFolder ToFolder()
    {
        var files = new List<FolderFile>(_files.Count);
        for (int i = 0; i < _files.Count; i++)
        {
            if (_files[i].IsPadding) continue;
            byte[] path = _isSingleFile ? _name : [.. _name, (byte)'/', .. _files[i].Path.Span];
            files.Add(new FolderFile(path, At(i)));
        }
        return new WebFolder(_name, files);
    }

    private WebFile At(int index) => new(index, _files[index].Offset, _files[index].Length, FileTypes.Of(_files[index].Path.Span));
}
