using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Terminal;

namespace EdgeSeed.Service;

/// <content>From one queued entry to a torrent that is seeded, or to a sentence that says why not.</content>
internal sealed partial class RootLoop
{
    private const string NoData = "Its data is not there, or of another length.";
    private const string Empty = "It is empty; what is put into it is published.";
    private const int MaxRetryDoublings = 8;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_noFingerprint = [0];

    /// <summary>Seeds what needs no hashing, so that the first announce does not wait for what does.</summary>
    private async Task OfferKnownAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        Volatile.Write(ref _total, queue.Count);
        _sampling = _tools.Time.GetTimestamp();
        for (int i = 0; i < queue.Count; i++)
        {
            Volatile.Write(ref _done, i);
            await PublishAsync(queue[i], options, hash: null, cancellation).ConfigureAwait(false);
        }
        Volatile.Write(ref _done, queue.Count);
        _isReturning = false;
        if (queue.Count > 0) _tools.Note(_memory.Save());
    }

    /// <summary>Hashes the rest, one after the other.</summary>
    private async Task HashNewAsync(LibraryOptions options, CancellationToken cancellation)
    {
        List<LibraryEntry> queue = Queue();
        if (queue.Count == 0) return;
        Volatile.Write(ref _done, 0);
        Volatile.Write(ref _total, queue.Count);
        await _tools.HashTurns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            SetState(DriveState.Hashing);
            long bytes = 0;
            foreach (LibraryEntry entry in queue) bytes += entry.SizeBytes;
            _meter.Begin(bytes);
            for (int i = 0; i < queue.Count && !Reads.IsResting; i++)
            {
                Volatile.Write(ref _done, i);
                HashingProgress? progress = null;
                Action keep = () => _keep();
                progress = new HashingProgress(_tools.Library, queue[i].Name, queue.Count - i - 1, _meter, _tools.Time, keep);
                await PublishAsync(queue[i], options, progress, cancellation).ConfigureAwait(false);
                _meter.Finish(queue[i].SizeBytes);
            }
        }
        finally
        {
            _tools.Library.Hashing = null;
            _keep = () => { };
            _tools.HashTurns.Release();
        }
    }

    private Action _keep = () => { };

    private List<LibraryEntry> Queue()
    {
        List<LibraryEntry> queue = _tools.Library.ListOf(Drive.Id);
        queue.RemoveAll(entry => entry.State != TorrentState.Queued);
        queue.Sort((left, right) => ContentLocation.Compare(left.Key, right.Key));
        return queue;
    }

    /// <param name="entry">A queued entry.</param>
    /// <param name="options">How.</param>
    /// <param name="hash">Is told of hashing; null when nothing is to be hashed, and the entry stays in the queue if it would have to be.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task PublishAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        LibraryEntry? done;
        try
        {
            done = entry.Found is null
                ? await PublishContentAsync(entry, options, hash, cancellation).ConfigureAwait(false)
                : await PublishFoundAsync(entry, options, hash, cancellation).ConfigureAwait(false);
        }
        catch (OutOfMemoryException)
        {
            done = entry with { State = TorrentState.Failed, Problem = "There is not enough memory for it (service.memory_limit)." };
        }
        cancellation.ThrowIfCancellationRequested();
        HeapSweep.Run();
        if (done is null || done.IsOffered || !TrySet(done)) return;
        if (done is { State: TorrentState.Waiting }) EdgeSeedLog.Waiting(_tools.Log, done.Name, done.Problem ?? "");
        else if (done is { Problem: { } problem }) EdgeSeedLog.NotSeeded(_tools.Log, done.Name, problem);
    }

    private async Task<LibraryEntry?> PublishContentAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        ContentListing? listing = null;
        if (await Task.Run(() => ContentWalker.List(entry.Data!, options.Walk, out listing, cancellation), cancellation).ConfigureAwait(false) is { } unreadable)
            return unreadable.Fault == StorageFault.Empty ? entry with { State = TorrentState.Waiting, Problem = Empty } : Failed(entry, unreadable);
        byte[] source = Source(entry.Data!);
        byte[] fingerprint = ContentFingerprint.Of(listing!, options.Make);
        entry = entry with { Fingerprint = fingerprint, SizeBytes = listing!.TotalLength, Files = listing.Files.Count };
        ResumeRecord record;
        if (Recall(source, fingerprint) is { } recalled)
        {
            record = ResumeRecord.Of(recalled, listing);
            if (await AreSamplesRightAsync(recalled, entry.Data!, record.Verified, options, cancellation).ConfigureAwait(false))
                return await OfferAsync(entry, recalled, record, cancellation).ConfigureAwait(false);
        }
        if (hash is null)
        {
            TrySet(entry);
            return null;
        }

        TrySet(entry with { State = TorrentState.Hashing });
        _tools.Note(_tools.State.ReadPart(source, out ReadOnlyMemory<byte>? part));
        var checkpoint = new MakeCheckpoint(fingerprint, part ?? default);
        _keep = () =>
        {
            if (checkpoint.Take() is { } digests) _tools.Note(_tools.State.WritePart(source, digests));
        };
        MadeTorrent made;
        try
        {
            made = await TorrentMaker.MakeAsync(listing, options.Make, hash, checkpoint, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _keep();
            throw;
        }
        if (made.Error is { } error)
        {
            if (error.Fault == StorageFault.MediumFailed) Reads.Failed(error);
            // Somebody is still copying into it. With a fingerprint that nothing has, the next search takes it for changed and tries again.
            return Failed(error.Fault == StorageFault.Changed ? entry with { Fingerprint = s_noFingerprint } : entry, error);
        }
        Metainfo torrent = made.Metainfo!;
        _tools.Note(_tools.State.WriteTorrent(torrent.InfoHash, made.File.Span));
        _tools.Note(_tools.State.RememberMade(source, fingerprint, torrent.InfoHash));
        _tools.Note(_tools.State.RemovePart(source));
        return await OfferAsync(entry, torrent, ResumeRecord.Of(torrent, listing), cancellation).ConfigureAwait(false);
    }

    /// <summary>By what content is found again: the path of a folder, or a drive's identity and the path there.</summary>
    private byte[] Source(ContentLocation content) =>
        Drive.IsRemovable ? [.. Encoding.UTF8.GetBytes(Drive.Id), (byte)'/', .. content.Within.Span] : content.Path.Bytes.ToArray();

    /// <summary>The torrent that was made of this content before, when the content still looks the same.</summary>
    private Metainfo? Recall(byte[] source, byte[] fingerprint)
    {
        _tools.Note(_tools.State.FindMade(source, fingerprint, out InfoHash? infoHash));
        if (infoHash is not { } known) return null;
        _tools.Note(_tools.State.ReadTorrent(known, out Metainfo? torrent, out _));
        return torrent;
    }

    private async Task<LibraryEntry?> PublishFoundAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        Metainfo? torrent = null;
        StorageError? error = await Task.Run(
            () => TorrentFileReader.Read(entry.Found!, options.Scan.MaxTorrentFileLength, out torrent, out _), cancellation).ConfigureAwait(false);
        if (error is not null) return Failed(entry, error);
        entry = Describe(entry, torrent!);
        if (entry.Data is null) return entry with { State = TorrentState.Waiting, Problem = NoData };

        ResumeRecord? record = _memory.Find(torrent!.InfoHash);
        Bitfield? trusted = null;
        bool isUnchanged = false;
        if (record is not null) trusted = await Task.Run(() => record.Trusted(torrent, entry.Data, out isUnchanged), cancellation).ConfigureAwait(false);
        bool isKnown = isUnchanged && !record!.IsUnfinished;
        if (isKnown && !await AreSamplesRightAsync(torrent, entry.Data, trusted!.Value, options, cancellation).ConfigureAwait(false)) (isKnown, trusted) = (false, null);
        if (!isKnown)
        {
            if (hash is null) return null;
            (record, StorageError? unreadable) = await VerifyAsync(entry, torrent, trusted, options, hash, cancellation).ConfigureAwait(false);
            if (record.Verified.IsEmpty && unreadable is not null) return Failed(entry, unreadable);
        }
        if (record!.Verified.IsEmpty) return entry with { State = TorrentState.Waiting, Problem = "What lies in its place is not its data." };
        return await OfferAsync(entry, torrent, record, cancellation).ConfigureAwait(false);
    }

    /// <returns>What is right, and why a file that is there could not be read, if so.</returns>
    private async Task<(ResumeRecord Record, StorageError? Unreadable)> VerifyAsync(
        LibraryEntry entry, Metainfo torrent, Bitfield? trusted, LibraryOptions options, HashingProgress hash, CancellationToken cancellation)
    {
        TrySet(entry with { State = TorrentState.Hashing });
        var checkpoint = new VerifyCheckpoint { Trusted = trusted };
        _keep = () =>
        {
            if (checkpoint.Take() is not { } soFar) return;
            _memory.Keep(soFar);
            _tools.Note(_memory.Save());
        };
        VerifyResult result;
        try
        {
            result = await PieceVerifier.VerifyAsync(torrent, entry.Data!, options.Make.Hashing, hash, checkpoint, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _keep();
            throw;
        }
        StorageError? unreadable = null;
        foreach (FileVerdict file in result.Files)
        {
            // What is missing or too short is looked for by every search; the rest looks the same when it can be read again.
            if (file.Error is not { } failed || failed.Fault is StorageFault.Missing or StorageFault.WrongLength) continue;
            unreadable ??= failed;
            if (failed.Fault == StorageFault.MediumFailed) Reads.Failed(failed);
        }
        ResumeRecord record = ResumeRecord.Of(torrent, result) with { IsUnfinished = unreadable is not null };
        _memory.Keep(record);
        return (record, unreadable);
    }

    /// <summary>Offers an entry and puts it into the library, both or, when the drive is leaving, neither.</summary>
    private async Task<LibraryEntry> OfferAsync(LibraryEntry entry, Metainfo torrent, ResumeRecord record, CancellationToken cancellation)
    {
        entry = Describe(entry, torrent);
        int readers = _options().Drives.Readers;
        int thread = (Number * readers) + (torrent.InfoHash.GetHashCode() & int.MaxValue) % readers;
        await Offering.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            Bitfield verified = record.Verified;
            LibraryEntry offered = entry with { State = TorrentState.Seeding, Problem = null, Failures = 0, RetryAt = 0 };
            if (!verified.IsComplete)
                offered = offered with { State = TorrentState.Partial, Problem = $"{verified.Count():N0} of {verified.Length:N0} pieces are right; only these are offered." };
            if (await _tools.Publisher.OfferAsync(entry, torrent, record, Reads, thread).ConfigureAwait(false) is { } refused)
                offered = entry with { State = TorrentState.Failed, Problem = refused };
            TrySet(offered);
            return offered;
        }
        finally
        {
            Offering.Release();
        }
    }

    private LibraryEntry Describe(LibraryEntry entry, Metainfo torrent)
    {
        long size = 0;
        int files = 0;
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding) continue;
            size += file.Length;
            files++;
        }
        return entry with
        {
            InfoHash = torrent.InfoHash,
            NameBytes = LibraryTorrent.NameOf(torrent, entry.Data),
            SizeBytes = size,
            Files = files,
            IsPrivate = torrent.IsPrivate,
            MagnetTrackers = _tools.Publisher.MagnetTrackers(torrent, entry.Found is not null),
        };
    }

    /// <summary>It is tried again after a while that doubles each time, up to 256 times the first.</summary>
    private LibraryEntry Failed(LibraryEntry entry, StorageError error)
    {
        TimeSpan pause = s_firstRetry * (1 << Math.Min(entry.Failures, MaxRetryDoublings));
        return entry with
        {
            State = TorrentState.Failed,
            Problem = $"{Sentence(error)} It is tried again after {Quantity.Duration(pause)}.",
            Failures = entry.Failures + 1,
            RetryAt = _tools.Time.GetTimestamp() + (long)(pause.TotalSeconds * _tools.Time.TimestampFrequency),
        };
    }

    private static string Sentence(StorageError error) => $"It cannot be offered: {error.Detail}.";
}
