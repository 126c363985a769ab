using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

// What is done with what the search finds.
public sealed partial class LibraryScanner
{
    private void TakeTorrent(SafePath path, FileStamp found)
    {
        if (_torrents.Count == _options.MaxTorrents)
        {
            _beyondLimit++;
            Skip(path.Span, $"there are already {_options.MaxTorrents} torrents");
            return;
        }
        if (_before.TryGetValue(path, out LibraryTorrent? before) && before.Stamp == found && before.LengthsMatch)
        {
            if (!_torrents.TryAdd(before.InfoHash, before)) Choose(before);
            return;
        }
        if (_refusedBefore.TryGetValue(path, out RefusedTorrent? refused) && refused.Stamp == found)
        {
            Refuse(refused);
            return;
        }
        var file = new ContentLocation(_root, path);
        StorageError? error = TorrentFileReader.Read(file, _options.MaxTorrentFileLength, out Metainfo? metainfo, out FileStamp stamp);
        if (error is not null)
        {
            Refuse(new RefusedTorrent(file, found, error));
            return;
        }
        ContentLocation root = new(_root);
        ContentLocation beside = path.Folder.IsEmpty ? root : root with { Within = Folder(path) };
        ContentLocation? data = DataFinder.Find(metainfo!, beside == root ? [root] : [beside, root], out bool lengthsMatch);
        // Copied, because it outlives the parsed bytes of which it is a slice.
        var name = new ByteText(metainfo!.Name.Span.ToArray());
        var torrent = new LibraryTorrent(file, stamp, metainfo.InfoHash, name, metainfo.TotalLength, data, lengthsMatch);
        if (!_torrents.TryAdd(torrent.InfoHash, torrent)) Choose(torrent);
    }

    private void Refuse(RefusedTorrent refused)
    {
        Skip(refused.File.Within.Span, refused.Error.Detail);
        if (_refused.Count < _options.MaxRefused) _refused.Add(refused);
    }

    private void Choose(LibraryTorrent another)
    {
        LibraryTorrent present = _torrents[another.InfoHash];
        bool isBetter = (another.LengthsMatch, another.Data is not null).CompareTo((present.LengthsMatch, present.Data is not null)) > 0;
        if (isBetter) _torrents[another.InfoHash] = another;
        Skip((isBetter ? present : another).File.Within.Span, $"the same torrent as {(isBetter ? another : present).File}");
    }

    private void Offer(SafePath path)
    {
        if (_candidates.Count < _options.MaxTorrents)
        {
            _candidates.Add(new ContentLocation(_root, path));
            return;
        }
        _beyondLimit++;
        Skip(path.Span, $"there are already {_options.MaxTorrents} entries to publish");
    }

    private LibraryScan Result()
    {
        if (_entries > _options.MaxEntries) Skip([], $"it has more than {_options.MaxEntries} entries: the rest was not searched");
        var taken = new HashSet<SafePath>();
        var holding = new HashSet<SafePath>();
        foreach (LibraryTorrent torrent in _torrents.Values)
        {
            if (torrent.Data is not { } data)
            {
                // What lies in its place is not whole, or another's: half a film must not become a torrent of its own.
                if (SafePath.Check(torrent.Name.Span.ToArray(), out SafePath name) != PathFault.None) continue;
                taken.Add(name);
                ReadOnlySpan<byte> folder = torrent.File.Within.Folder;
                if (!folder.IsEmpty && name.TryBeneath(Folder(torrent.File.Within), out SafePath beside)) taken.Add(beside);
                continue;
            }
            taken.Add(data.Within);
            AddFoldersAbove(data.Within, holding);
            AddFoldersAbove(torrent.File.Within, holding);
        }
        var toPublish = new List<ContentLocation>();
        foreach (ContentLocation candidate in _candidates)
        {
            if (taken.Contains(candidate.Within)) continue;
            if (holding.Contains(candidate.Within)) Skip(candidate.Within.Span, "it holds torrents, which are seeded: not published as a whole");
            else toPublish.Add(candidate);
        }
        toPublish.Sort((left, right) => left.Within.Span.SequenceCompareTo(right.Within.Span));
        List<LibraryTorrent> torrents = [.. _torrents.Values];
        torrents.Sort((left, right) => left.File.Within.Span.SequenceCompareTo(right.File.Within.Span));
        return new LibraryScan(torrents, toPublish, _skipped, _skippedCount, _beyondLimit, _refused, Math.Min(_entries, _options.MaxEntries));
    }

    private static void AddFoldersAbove(SafePath path, HashSet<SafePath> folders)
    {
        while (!path.Folder.IsEmpty) folders.Add(path = Folder(path));
    }

    private static SafePath Folder(SafePath path)
    {
        _ = SafePath.Check(path.Bytes[..path.Folder.Length], out SafePath folder);
        return folder;
    }
}
