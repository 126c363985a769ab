using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <content>From one queued entry to a torrent that is seeded, or to a sentence that says why not.</content>
internal sealed partial class LibraryLoop
{
    private static readonly byte[] s_noFingerprint = [0];

    private async Task PublishAsync(LibraryEntry entry, LibraryOptions options, int waiting, CancellationToken cancellation)
    {
        var progress = new HashingProgress(_library, entry.Name, waiting);
        _library.Set(entry with { State = TorrentState.Hashing });
        try
        {
            LibraryEntry done = entry.Found is null
                ? await PublishContentAsync(entry, options, progress, cancellation).ConfigureAwait(false)
                : await PublishFoundAsync(entry, options, progress, cancellation).ConfigureAwait(false);
            _library.Set(done);
            if (done is { State: TorrentState.Waiting }) EdgeSeedLog.Waiting(_log, done.Name, done.Problem ?? "");
            else if (done is { Problem: { } problem }) EdgeSeedLog.NotSeeded(_log, done.Name, problem);
        }
        catch (OutOfMemoryException)
        {
            _library.Set(entry with { State = TorrentState.Failed, Problem = "There is not enough memory for it (service.memory_limit)." });
        }
        finally
        {
            _library.Hashing = null;
        }
    }

    private async Task<LibraryEntry> PublishContentAsync(LibraryEntry entry, LibraryOptions options, HashingProgress progress, CancellationToken cancellation)
    {
        ContentListing? listing = null;
        if (await Task.Run(() => ContentWalker.List(entry.Data!, WalkOptions.Default, out listing, cancellation), cancellation).ConfigureAwait(false) is { } unreadable)
            return Failed(entry, unreadable);
        byte[] fingerprint = ContentFingerprint.Of(listing!, options.Make);
        entry = entry with { Fingerprint = fingerprint, SizeBytes = listing!.TotalLength, Files = listing.Files.Count };
        if (Recall(entry, fingerprint) is { } recalled)
            return await OfferAsync(entry, recalled, Complete(recalled)).ConfigureAwait(false);

        _library.Set(entry with { State = TorrentState.Hashing });
        MadeTorrent made = await TorrentMaker.MakeAsync(listing, options.Make, progress, cancellation).ConfigureAwait(false);
        if (made.Error is { } error)
        {
            // Somebody is still copying into it. With a fingerprint that nothing has, the next search takes it for changed and tries again.
            return Failed(error.Fault == StorageFault.Changed ? entry with { Fingerprint = s_noFingerprint } : entry, error);
        }
        Metainfo torrent = made.Metainfo!;
        Note(_state.WriteTorrent(torrent.InfoHash, made.File.Span));
        Note(_state.WriteResume(ResumeRecord.Of(torrent, listing)));
        Note(_state.RememberMade(entry.Key.Bytes, fingerprint, torrent.InfoHash));
        return await OfferAsync(entry, torrent, Complete(torrent)).ConfigureAwait(false);
    }

    /// <summary>The torrent that was made of this content before, when the content still looks the same.</summary>
    private Metainfo? Recall(LibraryEntry entry, byte[] fingerprint)
    {
        Note(_state.FindMade(entry.Key.Bytes, fingerprint, out InfoHash? infoHash));
        if (infoHash is not { } known) return null;
        Note(_state.ReadTorrent(known, out Metainfo? torrent, out _));
        return torrent;
    }

    private async Task<LibraryEntry> PublishFoundAsync(LibraryEntry entry, LibraryOptions options, HashingProgress progress, CancellationToken cancellation)
    {
        Metainfo? torrent = null;
        StorageError? error = await Task.Run(
            () => TorrentFileReader.Read(entry.Found!, options.Scan.MaxTorrentFileLength, out torrent, out _), cancellation).ConfigureAwait(false);
        if (error is not null) return Failed(entry, error);
        entry = Describe(entry, torrent!);
        if (entry.Data is null) return entry with { State = TorrentState.Waiting, Problem = "Its data is not beside it." };

        Note(_state.ReadResume(torrent!.InfoHash, out ResumeRecord? record));
        Bitfield? verified = record is null ? null : await Task.Run(() => record.Trusted(torrent, entry.Data), cancellation).ConfigureAwait(false);
        if (verified is null || !verified.Value.Span.SequenceEqual(record!.Verified.Span))
        {
            _library.Set(entry with { State = TorrentState.Hashing });
            VerifyResult result = await PieceVerifier.VerifyAsync(torrent, entry.Data, options.Make.Hashing, progress, cancellation).ConfigureAwait(false);
            verified = result.Pieces;
            Note(_state.WriteResume(ResumeRecord.Of(torrent, result)));
        }
        if (verified.Value.IsEmpty) return entry with { State = TorrentState.Waiting, Problem = "What lies beside it is not its data." };
        return await OfferAsync(entry, torrent, verified.Value).ConfigureAwait(false);
    }

    private async Task<LibraryEntry> OfferAsync(LibraryEntry entry, Metainfo torrent, Bitfield verified)
    {
        entry = Describe(entry, torrent);
        ContentLocation torrentFile = entry.Found ?? new ContentLocation(_state.Root.Path.Join(Encoding.ASCII.GetBytes($"torrents/{torrent.InfoHash}.torrent")));
        if (await _publisher.OfferAsync(entry, torrent, torrentFile, verified).ConfigureAwait(false) is { } refused)
            return entry with { InfoHash = null, State = TorrentState.Failed, Problem = refused };
        if (verified.IsComplete) return entry with { State = TorrentState.Seeding, Problem = null };
        return entry with { State = TorrentState.Partial, Problem = $"{verified.Count():N0} of {verified.Length:N0} pieces are right; only these are offered." };
    }

    private LibraryEntry Describe(LibraryEntry entry, Metainfo torrent) => entry with
    {
        InfoHash = torrent.InfoHash,
        Name = torrent.Name.ToString(),
        SizeBytes = torrent.Files.Sum(file => file.IsPadding ? 0 : file.Length),
        Files = torrent.Files.Count(file => !file.IsPadding),
        IsPrivate = torrent.IsPrivate,
        Magnet = _publisher.MagnetFor(torrent, entry.Found is not null),
    };

    private static Bitfield Complete(Metainfo torrent)
    {
        var all = new Bitfield(torrent.PieceCount);
        all.SetAll();
        return all;
    }

    private static LibraryEntry Failed(LibraryEntry entry, StorageError error) =>
        entry with { State = TorrentState.Failed, Problem = $"It cannot be offered: {error.Detail}." };

    private void Note(StorageError? error)
    {
        if (error is not null) EdgeSeedLog.StateFailed(_log, error.ToString());
    }
}
