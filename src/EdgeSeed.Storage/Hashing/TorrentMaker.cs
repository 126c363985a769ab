using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// Makes a <c>.torrent</c> of what <see cref="ContentWalker"/> listed. With the same files, order and piece length the info-hash is
/// mktorrent's; libtorrent's in the formats that have a version 2 (and transmission-create's with <see cref="FileOrder.Transmission"/>, <see cref="WalkOptions.IncludeEmptyFiles"/> off and
/// <see cref="MakeOptions.StatesNotPrivate"/>).
/// </summary>
public static class TorrentMaker
{
    /// <summary>Hashes the content and writes the torrent in memory.</summary>
    /// <param name="content">What to hash; every file must still be as it was listed.</param>
    /// <param name="options">What the torrent says.</param>
    /// <param name="progress">Told after every buffer by one thread at a time; it must return quickly.</param>
    /// <param name="checkpoint">Digests that are known, and the way to keep those that were computed; null where neither is wanted.</param>
    /// <param name="cancellation">Ends hashing within a buffer's time.</param>
    /// <returns>
    /// The torrent, or the first error: a file that cannot be read, one that changed since it was listed
    /// (<see cref="StorageFault.Changed"/>), or more pieces or files than a torrent may have (<see cref="StorageFault.TooLarge"/>).
    /// </returns>
    /// <exception cref="ArgumentException">The files are not in the order of a format with version 2, the piece length is not one of <see cref="PieceLengths"/>, or the name is not one segment.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<MadeTorrent> MakeAsync(
        ContentListing content,
        MakeOptions options,
        IProgress<HashProgress>? progress = null,
        MakeCheckpoint? checkpoint = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        int pieceLength = options.PieceLength == 0 ? PieceLengths.Choose(content.TotalLength) : options.PieceLength;
        if (!PieceLengths.IsValid(pieceLength)) throw new ArgumentException($"{pieceLength} is not a piece length.", nameof(options));
        ReadOnlyMemory<byte> nameBytes = options.Name?.Bytes ?? content.Location.Name.ToArray();
        if (SafePath.CheckSegment(nameBytes.Span) != PathFault.None) throw new ArgumentException("The name is not one segment.", nameof(options));
        _ = SafePath.Check(nameBytes, out SafePath name);

        var limits = new MetainfoLimits();
        // In version 2 a file has pieces of its own, so there may be one more for each.
        long pieces = (content.TotalLength - 1) / pieceLength + 1 + (options.Format == TorrentFormat.V1 ? 0 : content.Files.Count);
        if (pieces * PieceDigest.LengthOf(options.Format) >= limits.MaxFileLength) return Failed(TooLarge(content, $"{pieces} pieces are too many: choose longer ones"));

        HashInput input = HashInput.Of(content, name, pieceLength, options.Format);
        var digests = new Digests(input);
        if (options.Format == TorrentFormat.V1) input = input with { Known = checkpoint?.Begin(input.Layout.PieceCount, digests.Bytes) };
        else checkpoint = null;
        digests.Checkpoint = checkpoint;
        byte[]? sha256 = null;
        if (options.WithSha256 && content.IsSingleFile && input.Known is not { IsEmpty: false })
            sha256 = await FollowAsync(input, options.Hashing, digests, progress, cancellation).ConfigureAwait(false);
        else
            await PieceHasher.RunAsync(input, options.Hashing, digests, progress, cancellation).ConfigureAwait(false);
        if ((digests.Error ?? FindChange(content)) is { } error) return Failed(error);

        byte[] file = MetainfoWriter.Write(Draft(input, options, name, digests.Bytes));
        return MetainfoParser.TryParse(file, limits, out Metainfo? metainfo, out MetainfoError refused)
            ? new MadeTorrent(metainfo, file, null) { Sha256 = sha256 }
            : Failed(TooLarge(content, refused.Message));
    }

    private static async Task<byte[]?> FollowAsync(
        HashInput input, HashOptions options, Digests digests, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        var follower = new FollowingDigest(input, options, digests);
        Task<byte[]?> following = follower.RunAsync();
        try
        {
            using (cancellation.Register(follower.End)) await PieceHasher.RunAsync(input, follower.Hashing, follower, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            follower.End();
            await ((Task)following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return await following.ConfigureAwait(false);
    }

    private static MetainfoDraft Draft(HashInput input, MakeOptions options, SafePath name, byte[] digests)
    {
        byte[] layers = [];
        List<DraftFile> files = options.Format == TorrentFormat.V1
            ? [.. input.Files.Select(file => new DraftFile(file.Path, file.Length))]
            : FileTrees.Build(input, digests, out layers);
        return new MetainfoDraft
        {
            Format = options.Format,
            Name = name,
            PieceLength = input.Layout.PieceLength,
            IsSingleFile = input.IsSingleFile,
            Files = files,
            PieceHashes = Sha1Of(input, digests),
            PieceLayers = layers,
            IsPrivate = options.IsPrivate,
            StatesNotPrivate = options.StatesNotPrivate,
            Source = options.Source,
            AnnounceTiers = options.Envelope.AnnounceTiers,
            WebSeeds = options.Envelope.WebSeeds,
            Comment = options.Envelope.Comment,
            CreatedBy = options.Envelope.CreatedBy,
            CreationDate = options.Envelope.CreationDate,
        };
    }

    private static byte[] Sha1Of(HashInput input, byte[] digests)
    {
        if (input.Format != TorrentFormat.Hybrid) return input.Format == TorrentFormat.V1 ? digests : [];
        byte[] hashes = new byte[input.Layout.PieceCount * Metainfo.HashLength];
        for (int i = 0; i < input.Layout.PieceCount; i++)
            digests.AsSpan(i * PieceDigest.MaxLength, Metainfo.HashLength).CopyTo(hashes.AsSpan(i * Metainfo.HashLength));
        return hashes;
    }

    // A file that was opened unchanged may have been written to while it was read: whoever writes moves its time.
    private static StorageError? FindChange(ContentListing content)
    {
        using RootedFiles rooted = new(content.Location);
        foreach (ContentFile file in content.Files)
        {
            if (rooted.StatusOf(file.Path, out FileStatus status) is { } error) return error;
            if (status.Stamp != file.Stamp || status.Kind != FileKind.Regular)
                return StorageError.Found(StorageOperation.Hash, rooted.Show(file.Path), StorageFault.Changed, "it changed while it was hashed");
        }
        return null;
    }

    private static MadeTorrent Failed(StorageError error) => new(null, default, error);

    private static StorageError TooLarge(ContentListing content, string detail) =>
        StorageError.Found(StorageOperation.Hash, content.Location.ToString(), StorageFault.TooLarge, detail);

    private sealed class Digests(HashInput input) : IPieceSink
    {
        private readonly int _length = PieceDigest.LengthOf(input.Format);
        private StorageError? _error;

        internal byte[] Bytes { get; } = new byte[input.Layout.PieceCount * PieceDigest.LengthOf(input.Format)];

        internal StorageError? Error => _error;

        internal MakeCheckpoint? Checkpoint { get; set; }

        public void Hashed(PieceIndex piece, ReadOnlySpan<byte> digest)
        {
            digest.CopyTo(Bytes.AsSpan(piece.Value * _length));
            Checkpoint?.Hashed(piece);
        }

        public bool Failed(PieceIndex piece, int file, StorageError error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
            return false;
        }
    }
}
