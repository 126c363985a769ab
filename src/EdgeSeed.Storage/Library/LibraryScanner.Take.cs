using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

// What is done with what the search finds.
public sealed partial class LibraryScanner
{
    private void TakeTorrent(SafePath path, FileStamp seen)
    {
        if (_torrents.Count == _options.MaxTorrents)
        {
            _beyondLimit++;
            Skip(path.Span, $"there are already {_options.MaxTorrents} torrents");
            return;
        }
        if (_before.TryGetValue(path, out LibraryTorrent? before) && before.Stamp == seen && before.LengthsMatch)
        {
            Take(before);
            return;
        }
        if (_refusedBefore.TryGetValue(path, out RefusedTorrent? refused) && refused.Stamp == seen)
        {
            Refuse(refused);
            return;
        }
        ContentLocation file = At(path);
        StorageError? error = TorrentFileReader.Read(file, _options.MaxTorrentFileLength, out Metainfo? metainfo, out FileStamp stamp);
        if (error is not null)
        {
            Refuse(new RefusedTorrent(file, seen, error));
            return;
        }
        ContentLocation root = At(default);
        ContentLocation beside = path.Folder.IsEmpty ? root : At(Folder(path));
        FoundData found = DataFinder.Find(metainfo!, beside == root ? [root] : [beside, root], _alike);
        ByteText name = LibraryTorrent.NameOf(metainfo!, found.Place);
        var torrent = new LibraryTorrent(file, stamp, metainfo!.InfoHash, name, metainfo.ContentLength, found.Place, found.LengthsMatch, metainfo.IsPrivate)
        {
            LooseEntries = found.LooseEntries,
            FirstMissing = found.FirstMissing,
        };
        Take(torrent);
    }

    private void Take(LibraryTorrent torrent)
    {
        if (_torrents.TryGetValue(torrent.InfoHash, out LibraryTorrent? present)) Choose(present, torrent);
        else _torrents.Set(torrent);
    }

    private void Refuse(RefusedTorrent refused)
    {
        Skip(refused.File.Within.Span, refused.Error.Detail);
        if (_refused.Count < _options.MaxRefused) _refused.Add(refused);
    }

    private void Choose(LibraryTorrent present, LibraryTorrent another)
    {
        bool isBetter = (another.LengthsMatch, another.Data is not null).CompareTo((present.LengthsMatch, present.Data is not null)) > 0;
        if (isBetter) _torrents.Set(another);
        Skip((isBetter ? present : another).File.Within.Span, $"the same torrent as {(isBetter ? another : present).File}");
    }

    private void Offer(SafePath path)
    {
        if (_candidates.Count < _options.MaxTorrents)
        {
            _candidates.Add(path);
            return;
        }
        _beyondLimit++;
        Skip(path.Span, $"there are already {_options.MaxTorrents} entries to publish");
    }

    private LibraryScan Result()
    {
        if (_entries > _options.MaxEntries) Skip([], $"it has more than {_options.MaxEntries} entries: the rest was not searched");
        _candidates.Sort(static (left, right) => left.Span.SequenceCompareTo(right.Span));
        var fates = new Fate[_candidates.Count];
        foreach (LibraryTorrent torrent in _torrents.Values)
        {
            if (torrent.Data is { } data)
            {
                if (torrent.LooseEntries.Count == 0) Set(fates, data.Within, Fate.Taken);
                foreach (SafePath entry in torrent.LooseEntries) Set(fates, entry, Fate.Taken);
                SetAbove(fates, data.Within);
                SetAbove(fates, torrent.File.Within);
                continue;
            }
            // What lies in its place is not whole, or another's: half a film must not become a torrent of its own.
            SafePath name = torrent.NamePath;
            Set(fates, name, Fate.Taken);
            ReadOnlySpan<byte> folder = torrent.File.Within.Folder;
            if (!folder.IsEmpty && name.TryBeneath(Folder(torrent.File.Within), out SafePath beside)) Set(fates, beside, Fate.Taken);
        }
        SetLinked(fates);
        var toPublish = new List<ContentLocation>();
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] == Fate.Open) toPublish.Add(At(_candidates[i]));
            if (fates[i] == Fate.Holding) Skip(_candidates[i].Span, "it holds torrents, which are seeded: not published as a whole");
        }
        LibraryTorrent[] torrents = _torrents.Values.ToArray();
        Array.Sort(torrents, static (left, right) => ContentLocation.Compare(left.File, right.File));
        return new LibraryScan(torrents, toPublish, _skipped, _skippedCount, _beyondLimit, _refused, Math.Min(_entries, _options.MaxEntries));
    }

    /// <summary>Says what becomes of a candidate, if there is one of this path: they are in order by now.</summary>
    private void Set(Fate[] fates, SafePath path, Fate fate)
    {
        int from = 0, to = fates.Length;
        while (from < to)
        {
            int middle = (from + to) / 2;
            int order = _candidates[middle].Span.SequenceCompareTo(path.Span);
            if (order == 0)
            {
                if (fates[middle] < fate) fates[middle] = fate;
                return;
            }
            (from, to) = order < 0 ? (middle + 1, to) : (from, middle);
        }
    }

    /// <summary>A link to a folder that holds torrents is published no more than that folder is.</summary>
    private void SetLinked(Fate[] fates)
    {
        if (_linked.Count == 0) return;
        var holding = new HashSet<SafePath>();
        foreach (LibraryTorrent torrent in _torrents.Values)
        {
            for (SafePath path = torrent.File.Within; !path.Folder.IsEmpty;) holding.Add(path = Folder(path));
        }
        foreach ((SafePath link, SafePath real) in _linked)
        {
            if (holding.Contains(real)) Set(fates, link, Fate.Holding);
        }
    }

    private void SetAbove(Fate[] fates, SafePath path)
    {
        while (!path.Folder.IsEmpty) Set(fates, path = Folder(path), Fate.Holding);
    }

    private static SafePath Folder(SafePath path)
    {
        _ = SafePath.Check(path.Bytes[..path.Folder.Length], out SafePath folder);
        return folder;
    }

    /// <summary>What becomes of an entry without a torrent; a later one counts more.</summary>
    private enum Fate : byte
    {
        /// <summary>It is published.</summary>
        Open,

        /// <summary>It holds torrents, which are seeded one by one.</summary>
        Holding,

        /// <summary>It is a torrent's data.</summary>
        Taken,
    }
}
