using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Targets;
using EdgeSeed.Torrents;

namespace EdgeSeed.Downloads;

/// <summary>Where one torrent is downloaded to: its files, and what is remembered of them between two runs.</summary>
internal sealed class DownloadPlace : IDisposable
{
    private readonly Metainfo _torrent;
    private readonly StorageError? _recordError;
    private readonly DownloadRecord? _record;
    private readonly byte[] _mark;

    private DownloadPlace(Metainfo torrent, TorrentTarget target, byte[] mark, DownloadRecord? record, StorageError? recordError) =>
        (_torrent, Target, _mark, _record, _recordError) = (torrent, target, mark, record, recordError);

    /// <summary>The files.</summary>
    public TorrentTarget Target { get; }

    /// <summary>Opens a place in a folder; nothing is written but the lock.</summary>
    /// <param name="torrent">Whose files.</param>
    /// <param name="folder">Must be there.</param>
    /// <param name="inOwnFolder">See <see cref="TorrentTarget.OwnPlace"/>.</param>
    /// <exception cref="GetException">The folder cannot be opened, or another process downloads the torrent there.</exception>
    public static DownloadPlace Open(Metainfo torrent, LocalPath folder, bool inOwnFolder = false) =>
        Open(torrent, TorrentTarget.OwnPlace(torrent, folder, inOwnFolder), isFound: false);

    /// <summary>
    /// Opens the place in a folder where data of the torrent lies under names that are not quite its own, as <c>verify</c> finds it
    /// (<see cref="DataLocation"/>); nothing is written but the lock.
    /// </summary>
    /// <param name="torrent">Whose files.</param>
    /// <param name="folder">Must be there.</param>
    /// <param name="inOwnFolder">See <see cref="TorrentTarget.OwnPlace"/>.</param>
    /// <returns>Null when there is none, or it is the place that <see cref="Open(Metainfo, LocalPath, bool)"/> opens.</returns>
    /// <exception cref="GetException">As there.</exception>
    public static DownloadPlace? OpenFound(Metainfo torrent, LocalPath folder, bool inOwnFolder)
    {
        ContentLocation own = TorrentTarget.OwnPlace(torrent, folder, inOwnFolder), root = new(folder) { Links = LinkPolicy.Never };
        ContentLocation around = root;
        bool hasOwnFolder = torrent.IsSingleFile && own.Within.Folder is { IsEmpty: false } between && SafePath.Check(between.ToArray(), out SafePath way) == PathFault.None && root.TryEnter(way, out around);
        ContentLocation? found = DataLocation.Within(torrent, hasOwnFolder ? [around, root] : [root]);
        return found is null || (found.Within == own.Within && found.Spelling == own.Spelling) ? null : Open(torrent, found, isFound: true);
    }

    private static DownloadPlace Open(Metainfo torrent, ContentLocation place, bool isFound)
    {
        if (TorrentTarget.Open(torrent, place, out TorrentTarget? target) is { } unusable) throw new GetException(unusable.ToString());
        LocalPath folder = place.Root;
        byte[] mark = isFound ? [.. "./"u8, .. place.Within.Span] : [];
        StorageError? error = DownloadRecord.Open(folder, torrent.InfoHash, out DownloadRecord? record);
        if (error is { Fault: StorageFault.Busy })
        {
            target!.Dispose();
            throw new GetException(error.ToString());
        }
        // A folder that cannot be written to is good enough for data that is complete.
        return new DownloadPlace(torrent, target!, mark, record, error);
    }

    /// <summary>The <c>.torrent</c> that an earlier run fetched from peers and kept in a folder.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>Null when there is none.</returns>
    public static Metainfo? FindKept(InfoHash infoHash, LocalPath folder)
    {
        if (!DownloadRecord.IsThere(folder, infoHash) || DownloadRecord.Open(folder, infoHash, out DownloadRecord? record) is not null) return null;
        using (record) return record!.ReadTorrent();
    }

    /// <summary>The pieces that are there: as remembered when the files are as they were left, else checked.</summary>
    /// <param name="check">Hashes what is there.</param>
    public async Task<Bitfield> CheckAsync(Func<Metainfo, ContentLocation, Task<VerifyResult>> check)
    {
        if (!Target.HasData()) return new Bitfield(_torrent.PieceCount);
        if (_record?.ReadResume() is { } resume && IsAsLeft(resume)) return resume.Verified;
        return (await check(_torrent, Target.Location).ConfigureAwait(false)).Pieces;
    }

    /// <summary>Bytes of the pieces that are not there, padding left out.</summary>
    public static long MissingBytes(Metainfo torrent, Bitfield verified)
    {
        long missing = 0;
        var map = new FileMap(torrent.Files);
        for (int from = 0; verified.TryNextClear(from, out PieceIndex piece); from = piece.Value + 1)
        {
            foreach (FileExtent extent in map.Extents(torrent.Layout.Offset(piece), torrent.Layout.PieceSize(piece)))
                missing += torrent.Files[extent.FileIndex].IsPadding ? 0 : extent.Length;
        }
        return missing;
    }

    /// <summary>Whether a place that was lost is back: nothing is written where a drive was, or into a folder made anew.</summary>
    public static bool IsBack(InfoHash infoHash, LocalPath folder) => DownloadRecord.IsThere(folder, infoHash);

    /// <summary>Whether every file that is wanted is there with its right length.</summary>
    /// <param name="wanted">The pieces wanted; null for all.</param>
    public bool IsExact(Bitfield? wanted) => Target.IsExact(Wanted(wanted));

    /// <summary>Makes the files, and takes those that are there and the torrent's.</summary>
    /// <param name="wanted">The pieces wanted; null for all.</param>
    /// <param name="right">The pieces that are right; those of a file that is replaced are cleared.</param>
    /// <param name="overwrites">Whether what is there and not the torrent's is replaced.</param>
    /// <exception cref="GetException">That is not possible, or something of others is in the way; nothing of it was changed.</exception>
    public void Prepare(Bitfield? wanted, Bitfield right, bool overwrites = false)
    {
        StorageError? error = _recordError ?? Target.Prepare(new TargetClaim
        {
            IsWanted = Wanted(wanted),
            Owned = _record!.ReadOwned(_torrent.Files.Count, _mark),
            Right = right,
            Overwrites = overwrites,
            Keep = owned => _record.WriteOwned(owned, _mark),
        });
        if (error is null) return;
        // A download that never began leaves nothing behind.
        if (right.IsEmpty && _record is not null && Array.TrueForAll(_record.ReadOwned(_torrent.Files.Count, _mark), static owned => !owned)) _record.Remove();
        throw new GetException(error.ToString());
    }

    /// <summary>Remembers what is verified, so that the next run need not check it.</summary>
    public void Keep(Bitfield verified)
    {
        if (_record is null || Target.Synchronise() is not null) return;
        _record.WriteResume(new ResumeRecord { InfoHash = _torrent.InfoHash, Verified = verified, Stamps = Target.Stamps() });
    }

    /// <summary>Keeps a <c>.torrent</c> that was fetched from peers.</summary>
    public void KeepTorrent(ReadOnlySpan<byte> file) => _record?.WriteTorrent(file);

    /// <summary>Removes what is remembered: the download is complete.</summary>
    public void Forget() => _record?.Remove();

    /// <inheritdoc/>
    public void Dispose()
    {
        _record?.Dispose();
        Target.Dispose();
    }

    private Func<int, bool>? Wanted(Bitfield? wanted) => wanted is { } pieces ? file => FileSelection.Touches(_torrent, file, pieces) : null;

    private bool IsAsLeft(ResumeRecord resume)
    {
        resume.Trusted(_torrent, Target.Location, out bool isUnchanged);
        return isUnchanged;
    }
}
