using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

// Data that lies neither beside its torrent nor in the root.
public sealed partial class LibraryScanner
{
    /// <summary>
    /// Goes through the root a second time, for the names of torrents whose data was not found. Skipped when nothing came or went since a search
    /// that did not find it either.
    /// </summary>
    private void SearchElsewhere()
    {
        var missing = new List<LibraryTorrent>();
        bool isNew = false;
        foreach (LibraryTorrent torrent in _torrents.Values)
        {
            if (torrent.LengthsMatch) continue;
            missing.Add(torrent);
            isNew |= !_before.TryGetValue(torrent.File.Within, out LibraryTorrent? before) || before.Stamp != torrent.Stamp;
        }
        if (missing.Count == 0 || (!isNew && _previous!.Entries == _entries)) return;

        _wanted = [];
        foreach (LibraryTorrent torrent in missing) _wanted.TryAdd(torrent.NamePath, []);
        int entries = _entries;
        _entries = 0;
        if (_rooted.OpenDirectory(default, out FileDescriptor? directory) is null)
        {
            using (directory) Walk(directory!, [], 0);
        }
        _entries = entries;
        foreach (LibraryTorrent torrent in missing) FindElsewhere(torrent);
        _wanted = null;
    }

    private void NoteWanted(SafePath path)
    {
        if (SafePath.Check(path.FileName.ToArray(), out SafePath name) != PathFault.None) return;
        if (!_wanted!.TryGetValue(name, out List<ContentLocation>? places) || places.Count == _options.MaxPlacesTried) return;
        places.Add(At(path.Folder.IsEmpty ? default : Folder(path)));
    }

    private void FindElsewhere(LibraryTorrent torrent)
    {
        if (!_wanted!.TryGetValue(torrent.NamePath, out List<ContentLocation>? places) || places.Count == 0) return;
        if (TorrentFileReader.Read(torrent.File, _options.MaxTorrentFileLength, out Metainfo? metainfo, out _) is not null) return;
        if (metainfo!.InfoHash != torrent.InfoHash) return;
        FoundData found = DataFinder.Find(metainfo, places, _alike);
        if (found.LengthsMatch || torrent.Data is null)
            _torrents.Set(torrent with { Data = found.Place, LengthsMatch = found.LengthsMatch, LooseEntries = found.LooseEntries, FirstMissing = found.FirstMissing });
    }
}
