using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Hashing;

/// <summary>One thread of a <see cref="PieceHasher"/>: its buffer, its open files and its way of computing digests.</summary>
internal sealed partial class HashWorker : IDisposable
{
    private readonly PieceHasher _hasher;
    private readonly TorrentLayout _layout;
    private readonly ContentReader _reader;
    private readonly PieceDigest _digest;
    private readonly byte[] _buffer;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="hasher">Gives out pieces.</param>
    /// <param name="lanes">Pieces hashed at once; 1 for one after the other.</param>
    internal HashWorker(PieceHasher hasher, int lanes)
    {
        (_hasher, _layout) = (hasher, hasher.Input.Layout);
        _reader = new ContentReader(hasher.Input, hasher.DropBehind);
        _digest = new PieceDigest(hasher.Input.Format);
        _lanes = lanes > 1 ? LaneSha1.Create(lanes) : null;
        _partBytes = Math.Min(hasher.Options.BufferBytes / lanes / LaneSha1.BlockBytes * LaneSha1.BlockBytes, _layout.PieceLength);
        _stride = _partBytes + LaneSha1.BlockBytes;
        _laneReaders = _lanes is null ? [] : new ContentReader[lanes];
        for (int i = 0; i < _laneReaders.Length; i++) _laneReaders[i] = new ContentReader(hasher.Input, hasher.DropBehind);
        _trees = _lanes is null || hasher.Input.Format == TorrentFormat.V1 ? [] : new PieceDigest[lanes];
        for (int i = 0; i < _trees.Length; i++) _trees[i] = new PieceDigest(TorrentFormat.V2);
        long bytes = _lanes is null ? Math.Min(hasher.Options.BufferBytes, Math.Min(_layout.PieceLength, _layout.TotalLength)) : lanes * _stride;
        _buffer = GC.AllocateUninitializedArray<byte>((int)bytes);
    }

    /// <summary>Hashes until there are no more pieces.</summary>
    internal void Run()
    {
        if (_lanes is { } lanes) RunTogether(lanes);
        else RunSingly();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _digest.Dispose();
        foreach (ContentReader reader in _laneReaders) reader.Dispose();
        foreach (PieceDigest tree in _trees) tree.Dispose();
    }

    private void RunSingly()
    {
        while (true)
        {
            PieceIndex piece;
            int filled;
            StorageError? error;
            lock (_hasher.Medium)
            {
                if (_hasher.IsOver || !TryNext(out piece)) return;
                error = ReadPart(piece, 0, out filled);
            }
            HashAlone(piece, filled, error);
        }
    }

    private void HashAlone(PieceIndex piece, int filled, StorageError? error)
    {
        int size = SizeOf(piece);
        int done = 0;
        _digest.Begin(_hasher.Input.FilePieceAt(piece));
        while (error is null)
        {
            _digest.Append(_buffer.AsSpan(0, filled));
            done += filled;
            _hasher.Report(filled, _reader.FileIndex);
            if (done == size || _hasher.IsOver) break;
            lock (_hasher.Medium) error = ReadPart(piece, done, out filled);
        }
        if (_hasher.IsOver) return;
        ReadOnlySpan<byte> digest = _digest.Finish(stackalloc byte[PieceDigest.MaxLength]);
        if (error is null)
        {
            _hasher.Hashed(piece, digest);
            if (size < _layout.PieceSize(piece)) _hasher.Report(_layout.PieceSize(piece) - size, _reader.FileIndex);
        }
        else _hasher.Failed(piece, done, _reader.FileIndex, error);
    }

    // Padding has no part in a tree, so nothing is gained by hashing it.
    private int SizeOf(PieceIndex piece) =>
        _hasher.Input.Format == TorrentFormat.V2 ? _hasher.Input.FilePieceAt(piece).Length : _layout.PieceSize(piece);

    private StorageError? ReadPart(PieceIndex piece, int done, out int filled)
    {
        int left = SizeOf(piece) - done;
        filled = Math.Min(_buffer.Length, left);
        return _reader.Read(_layout.Offset(piece) + done, _buffer.AsSpan(0, filled), done == 0 ? left - filled : 0);
    }
}
