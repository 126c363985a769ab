using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Library;

/// <summary>Content without a <c>.torrent</c> file: found again among what was made before, or made now.</summary>
internal sealed class MadeTorrents(RootState root, PieceSamples samples, RootOffers offers)
{
    /// <summary>Smaller content is not hashed ahead: that takes no time.</summary>
    public const long LeastAheadBytes = 32 << 20;

    /// <summary>What is said of a folder without files.</summary>
    public const string Empty = "It is empty; what is put into it is published.";

    private readonly HashedAhead _ahead = new();

    /// <summary>Publishes content.</summary>
    /// <returns>The entry as it is then; null when it would have to be hashed, and must not.</returns>
    public async Task<LibraryEntry?> PublishAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        ContentListing? listing = null;
        long began = root.Basis.Time.GetTimestamp();
        if (await Task.Run(() => ContentWalker.List(entry.Data!, options.Walk, out listing, root.Entered, cancellation), cancellation).ConfigureAwait(false) is { } unreadable)
            return unreadable.Fault == StorageFault.Empty ? entry with { State = TorrentPhase.Waiting, Awaits = AwaitedThing.Content, Problem = Empty } : root.Failed(entry, unreadable);
        root.TellLeftOut(listing!.Skipped);
        byte[] source = Source(entry.Data!);
        byte[] fingerprint = ContentFingerprint.Of(listing!, options.Make);
        entry = entry with { Fingerprint = fingerprint, SizeBytes = listing.TotalLength, Files = listing.Files.Count };
        ResumeRecord record;
        if (Recall(source, fingerprint, out byte[]? sha256) is { } recalled)
        {
            entry = entry with { Sha256 = sha256 };
            record = ResumeRecord.Of(recalled, listing);
            if (await samples.AreRightAsync(recalled, entry.Data!, record.Verified, options, cancellation).ConfigureAwait(false))
                return await OfferMadeAsync(entry, recalled, record, cancellation).ConfigureAwait(false);
        }
        LibraryEntry? settling = Settle(entry, listing, root.Basis.Time.GetElapsedTime(began));
        bool isAhead = settling is not null;
        if (_ahead.Take(entry.Key, fingerprint, isKept: isAhead) is { } known) return settling ?? await KeepAsync(entry, known, source, listing, cancellation).ConfigureAwait(false);
        if (isAhead && (listing.TotalLength < LeastAheadBytes || !root.Settling.MayHashAhead(entry.Key, isBegun: hash is not null))) return settling;
        if (hash is null)
        {
            root.TrySet(entry with { State = TorrentPhase.Queued, Problem = settling?.Problem, RetryAt = 0 });
            return null;
        }

        root.TrySet(entry with { State = TorrentPhase.Hashing, Problem = settling?.Problem });
        root.Basis.Note(root.Basis.State.ReadPart(source, out ReadOnlyMemory<byte>? part));
        var checkpoint = new MakeCheckpoint(fingerprint, part ?? default);
        root.Keep = () =>
        {
            if (checkpoint.Take() is { } digests) root.Basis.Note(root.Basis.State.WritePart(source, digests));
        };
        MadeTorrent made;
        try
        {
            made = await TorrentMaker.MakeAsync(listing, options.Make with { Hashing = root.Hashing(options) }, hash, checkpoint, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            root.Keep();
            throw;
        }
        if (made.Error is { } error)
        {
            if (error.Fault == StorageFault.MediumFailed) root.Reads.Failed(error);
            if (error.Fault != StorageFault.Changed) return root.Failed(entry, error);
            // While it is waited for, a change is what is waited for.
            if (!isAhead) root.Settling.Overtake(entry.Key);
            return root.AsSettling(entry, RootState.LookAgain, listing.HasUnfinished);
        }
        if (!isAhead) return await KeepAsync(entry, made, source, listing, cancellation).ConfigureAwait(false);
        _ahead.Keep(entry.Key, fingerprint, made);
        return root.AsSettling(entry, RootState.LookAgain, listing.HasUnfinished);
    }

    private Task<LibraryEntry> KeepAsync(LibraryEntry entry, MadeTorrent made, byte[] source, ContentListing listing, CancellationToken cancellation)
    {
        Metainfo torrent = made.Metainfo!;
        root.Basis.Note(root.Basis.State.KeepMade(source, entry.Fingerprint, torrent.InfoHash, made.File.Span, made.Sha256));
        return OfferMadeAsync(entry with { Sha256 = made.Sha256, Problem = null, RetryAt = 0 }, torrent, ResumeRecord.Of(torrent, listing), cancellation);
    }

    private Task<LibraryEntry> OfferMadeAsync(LibraryEntry entry, Metainfo torrent, ResumeRecord record, CancellationToken cancellation)
    {
        root.Settling.Publish(entry.Key);
        return offers.OfferAsync(entry, torrent, record, cancellation);
    }

    /// <summary>By what content is found again: the path of a folder, or a drive's identity and the path there.</summary>
    private byte[] Source(ContentLocation content) =>
        root.Drive.IsRemovable ? [.. Encoding.UTF8.GetBytes(root.Drive.Id), (byte)'/', .. content.Within.Span] : content.Path.Bytes.ToArray();

    /// <summary>The torrent that was made of this content before, when the content still looks the same.</summary>
    private Metainfo? Recall(byte[] source, byte[] fingerprint, out byte[]? sha256)
    {
        root.Basis.Note(root.Basis.State.FindMade(source, fingerprint, out MadeContent? made));
        sha256 = made?.Sha256;
        if (made is not { } known) return null;
        root.Basis.Note(root.Basis.State.ReadTorrent(known.InfoHash, out Metainfo? torrent));
        return torrent;
    }

    /// <summary>Waits for what is being written, if it is.</summary>
    /// <param name="entry">What is about to be hashed.</param>
    /// <param name="listing">How it looks now.</param>
    /// <param name="looked">How long it took to see that.</param>
    /// <returns>The entry to be looked at later; null when it may be hashed.</returns>
    private LibraryEntry? Settle(LibraryEntry entry, ContentListing listing, TimeSpan looked)
    {
        root.Basis.Watch.Check(listing.Location.Path);
        TimeSpan left = root.Settling.Look(listing, root.IsStarting);
        // At the start nearly all of it is years old, and reading the head of each would keep a disk busy for minutes.
        bool isMissing = left == TimeSpan.Zero && listing.IsSingleFile && !root.IsStarting && StatedEnd.IsMissing(listing.Location);
        if (isMissing) left = root.Settling.Hold(listing);
        if (left == TimeSpan.Zero) return null;
        TimeSpan again = RootState.PauseAfter(looked) > RootState.LookAgain ? RootState.PauseAfter(looked) : RootState.LookAgain;
        return root.AsSettling(entry, left < again ? left : again, listing.HasUnfinished || isMissing);
    }
}
