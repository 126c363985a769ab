using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Library;

/// <summary>A <c>.torrent</c> file that was found: its data is known to be right, or is verified now.</summary>
internal sealed class FoundTorrents(RootState root, PieceSamples samples, RootOffers offers)
{
    /// <summary>Publishes a torrent whose file was found.</summary>
    /// <returns>The entry as it is then; null when it would have to be hashed, and must not.</returns>
    public async Task<LibraryEntry?> PublishAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        Metainfo? torrent = null;
        StorageError? error = await Task.Run(
            () => TorrentFileReader.Read(entry.Found!, options.Scan.MaxTorrentFileLength, out torrent, out _), cancellation).ConfigureAwait(false);
        if (error is not null) return root.Failed(entry, error);
        entry = root.Describe(entry, torrent!);
        if (entry.Data is null) return entry with { State = TorrentPhase.Waiting, Awaits = AwaitedThing.Data, Problem = NoData(entry.FirstMissing) };

        if (root.Settling.Left(entry.Data) is var left && left > TimeSpan.Zero) return root.AsSettling(entry, left, hasUnfinished: false);
        ResumeRecord? record = root.Memory.Find(torrent!.InfoHash);
        Bitfield? trusted = null;
        bool isUnchanged = false;
        if (record is not null) trusted = await Task.Run(() => record.Trusted(torrent, entry.Data, out isUnchanged), cancellation).ConfigureAwait(false);
        bool isKnown = isUnchanged && !record!.IsUnfinished;
        if (isKnown && !await samples.AreRightAsync(torrent, entry.Data, trusted!.Value, options, cancellation).ConfigureAwait(false)) (isKnown, trusted) = (false, null);
        if (!isKnown)
        {
            if (hash is null) return null;
            (record, StorageError? unreadable) = await VerifyAsync(entry, torrent, trusted, options, hash, cancellation).ConfigureAwait(false);
            if (unreadable is { Fault: StorageFault.Changed })
            {
                root.Settling.Overtake(entry.Data);
                return root.AsSettling(entry, root.Settling.Left(entry.Data), hasUnfinished: false);
            }
            if (record.Verified.IsEmpty && unreadable is not null) return root.Failed(entry, unreadable);
        }
        if (record!.Verified.IsEmpty) return entry with { State = TorrentPhase.Waiting, Awaits = AwaitedThing.Data, Problem = "What lies in its place is not its data." };
        return await offers.OfferAsync(entry, torrent, record, cancellation).ConfigureAwait(false);
    }

    /// <summary>What is said of one without data.</summary>
    public static string NoData(string? firstMissing) => $"Its data is not there, or of another length: {firstMissing}.";

    /// <summary>Verifies what is not trusted.</summary>
    /// <returns>What is right, and why a file that is there could not be read, if so.</returns>
    private async Task<(ResumeRecord Record, StorageError? Unreadable)> VerifyAsync(
        LibraryEntry entry, Metainfo torrent, Bitfield? trusted, LibraryOptions options, HashingProgress hash, CancellationToken cancellation)
    {
        root.TrySet(entry with { State = TorrentPhase.Hashing });
        var checkpoint = new VerifyCheckpoint { Trusted = trusted };
        root.Keep = () =>
        {
            if (checkpoint.Take() is not { } soFar) return;
            root.Memory.Keep(soFar);
            root.Basis.Note(root.Memory.Save());
        };
        VerifyResult result;
        try
        {
            result = await PieceVerifier.VerifyAsync(torrent, entry.Data!, root.Hashing(options), hash, checkpoint, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            root.Keep();
            throw;
        }
        StorageError? unreadable = null;
        foreach (FileVerdict file in result.Files)
        {
            // What is missing or too short is looked for by every search; the rest looks the same when it can be read again.
            if (file.Error is not { } failed || failed.Fault is StorageFault.Missing or StorageFault.WrongLength) continue;
            unreadable ??= failed;
            if (failed.Fault == StorageFault.MediumFailed) root.Reads.Failed(failed);
        }
        ResumeRecord record = ResumeRecord.Of(torrent, result) with { IsUnfinished = unreadable is not null };
        root.Memory.Keep(record);
        return (record, unreadable);
    }
}
