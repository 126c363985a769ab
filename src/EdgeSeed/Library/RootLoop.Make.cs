using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <content>Content without a <c>.torrent</c> file: found again among what was made before, or made now.</content>
internal sealed partial class RootLoop
{
    private const string Empty = "It is empty; what is put into it is published.";

    private async Task<LibraryEntry?> PublishContentAsync(LibraryEntry entry, LibraryOptions options, HashingProgress? hash, CancellationToken cancellation)
    {
        ContentListing? listing = null;
        long began = _tools.Time.GetTimestamp();
        if (await Task.Run(() => ContentWalker.List(entry.Data!, options.Walk, out listing, Entered, cancellation), cancellation).ConfigureAwait(false) is { } unreadable)
            return unreadable.Fault == StorageFault.Empty ? entry with { State = TorrentState.Waiting, Problem = Empty } : Failed(entry, unreadable);
        byte[] source = Source(entry.Data!);
        byte[] fingerprint = ContentFingerprint.Of(listing!, options.Make);
        entry = entry with { Fingerprint = fingerprint, SizeBytes = listing!.TotalLength, Files = listing.Files.Count };
        ResumeRecord record;
        if (Recall(source, fingerprint) is { } recalled)
        {
            record = ResumeRecord.Of(recalled, listing);
            if (await AreSamplesRightAsync(recalled, entry.Data!, record.Verified, options, cancellation).ConfigureAwait(false))
                return await OfferMadeAsync(entry, recalled, record, cancellation).ConfigureAwait(false);
        }
        if (Settle(entry, listing, _tools.Time.GetElapsedTime(began)) is { } settling) return settling;
        if (hash is null)
        {
            TrySet(entry with { State = TorrentState.Queued, Problem = null, RetryAt = 0 });
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
            if (error.Fault != StorageFault.Changed) return Failed(entry, error);
            _settling.Overtake(entry.Key);
            return Settling(entry, s_lookAgain, listing.HasUnfinished);
        }
        Metainfo torrent = made.Metainfo!;
        _tools.Note(_tools.State.KeepMade(source, fingerprint, torrent.InfoHash, made.File.Span));
        return await OfferMadeAsync(entry, torrent, ResumeRecord.Of(torrent, listing), cancellation).ConfigureAwait(false);
    }

    private Task<LibraryEntry> OfferMadeAsync(LibraryEntry entry, Metainfo torrent, ResumeRecord record, CancellationToken cancellation)
    {
        _settling.Publish(entry.Key);
        return OfferAsync(entry, torrent, record, cancellation);
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
}
