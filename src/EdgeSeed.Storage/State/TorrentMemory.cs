using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

/// <summary>Makes torrents of content once: after a restart, content that looks as it did is not hashed again.</summary>
public static class TorrentMemory
{
    /// <summary>Finds the torrent of some content in the state directory, or makes it and remembers it with its resume record.</summary>
    /// <param name="state">Where to look and to keep.</param>
    /// <param name="source">What the content is found again by: its path, or its drive's identity and the path there.</param>
    /// <param name="content">The content as it is now.</param>
    /// <param name="options">How to make it. A remembered torrent is given the trackers, web seeds and comment of these options.</param>
    /// <param name="progress">As for <see cref="TorrentMaker.MakeAsync"/>.</param>
    /// <param name="cancellation">As for <see cref="TorrentMaker.MakeAsync"/>.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<RememberedTorrent> GetAsync(
        StateDirectory state,
        ReadOnlyMemory<byte> source,
        ContentListing content,
        MakeOptions options,
        IProgress<HashProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        byte[] fingerprint = ContentFingerprint.Of(content, options);
        StorageError? stateError = state.FindMade(source.Span, fingerprint, out InfoHash? known);
        if (known is { } infoHash)
        {
            StorageError? readError = state.ReadTorrent(infoHash, out Metainfo? kept, out _);
            stateError ??= readError;
            if (kept is not null) return new RememberedTorrent(WithEnvelope(kept, options.Envelope), WasRemembered: true, stateError);
        }
        MadeTorrent made = await TorrentMaker.MakeAsync(content, options, progress, cancellation).ConfigureAwait(false);
        if (made.Metainfo is { } metainfo)
        {
            StorageError? writeError = Remember(state, source.Span, fingerprint, content, metainfo, made.File.Span);
            stateError ??= writeError;
        }
        return new RememberedTorrent(made, WasRemembered: false, stateError);
    }

    // The record that points to the others is written last: after a power cut in between, the content is hashed again.
    private static StorageError? Remember(
        StateDirectory state, ReadOnlySpan<byte> source, byte[] fingerprint, ContentListing content, Metainfo metainfo, ReadOnlySpan<byte> file) =>
        state.WriteTorrent(metainfo.InfoHash, file)
        ?? state.WriteResume(ResumeRecord.Of(metainfo, content))
        ?? state.RememberMade(source, fingerprint, metainfo.InfoHash);

    private static MadeTorrent WithEnvelope(Metainfo kept, MetainfoEnvelope envelope)
    {
        byte[] file = MetainfoWriter.Write(kept.InfoBytes.Span, envelope);
        return MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError fault)
            ? new MadeTorrent(metainfo, file, null)
            : throw new InvalidOperationException($"A torrent written here is not accepted here: {fault}");
    }
}
