using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

/// <summary>
/// Hashes content piece by piece: several threads compute SHA-1, but only one at a time reads, each taking the next stretch in turn, so that
/// the medium sees one stream from front to back. Memory is <see cref="HashOptions.BufferBytes"/> a worker, whatever the piece length.
/// </summary>
internal sealed class PieceHasher
{
    private readonly HashInput _input;
    private readonly HashOptions _options;
    private readonly IPieceSink _sink;
    private readonly IProgress<HashProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly bool _dropBehind;
    private readonly Lock _medium = new();
    private readonly Lock _reporting = new();
    private int _nextPiece;
    private long _bytesDone;
    private volatile bool _stopped;

    private PieceHasher(
        HashInput input, HashOptions options, IPieceSink sink, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        (_input, _options, _sink, _progress, _cancellation) = (input, options, sink, progress, cancellation);
        _dropBehind = options.ShouldDropBehind(input.Layout.TotalLength);
    }

    /// <summary>Hashes every piece, or until the sink says stop.</summary>
    /// <param name="input">What to hash.</param>
    /// <param name="options">With how many threads.</param>
    /// <param name="sink">Takes digests and failures.</param>
    /// <param name="progress">Told after every buffer, never by two threads at once; it must return quickly or hashing waits.</param>
    /// <param name="cancellation">Looked at before every buffer; a read that the medium does not answer cannot be interrupted.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; all threads have ended.</exception>
    internal static async Task RunAsync(
        HashInput input, HashOptions options, IPieceSink sink, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        var hasher = new PieceHasher(input, options, sink, progress, cancellation);
        int workers = Math.Clamp(options.Workers, 1, Math.Min(HashOptions.MaxWorkers, input.Layout.PieceCount));
        var tasks = new Task[workers];
        for (int i = 0; i < workers; i++)
        {
            tasks[i] = Task.Factory.StartNew(hasher.Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        await Task.WhenAll(tasks).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (!hasher._stopped) hasher.Report(0, Math.Max(input.Files.Count - 1, 0));
    }

    private void Work()
    {
        try
        {
            if (_options.InBackground) ThreadNiceness.Raise();
            HashPieces();
        }
        catch
        {
            _stopped = true;
            throw;
        }
    }

    private void HashPieces()
    {
        using var reader = new ContentReader(_input, _dropBehind);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(_options.BufferBytes, Math.Min(_input.Layout.PieceLength, _input.Layout.TotalLength)));
        Span<byte> digest = stackalloc byte[Metainfo.HashLength];
        while (true)
        {
            StorageError? error;
            PieceIndex piece;
            int size, filled;
            lock (_medium)
            {
                if (IsOver || !TryNext(out piece)) return;
                size = _input.Layout.PieceSize(piece);
                filled = Math.Min(buffer.Length, size);
                error = reader.Read(_input.Layout.Offset(piece), buffer.AsSpan(0, filled), size - filled);
            }
            int done = 0;
            while (error is null)
            {
                hash.AppendData(buffer, 0, filled);
                done += filled;
                Report(filled, reader.FileIndex);
                if (done == size || IsOver) break;
                filled = Math.Min(buffer.Length, size - done);
                lock (_medium) error = reader.Read(_input.Layout.Offset(piece) + done, buffer.AsSpan(0, filled), 0);
            }
            if (IsOver) return;
            hash.GetHashAndReset(digest);
            if (error is null)
            {
                _sink.Hashed(piece, digest);
                continue;
            }
            if (!_sink.Failed(piece, reader.FileIndex, error)) _stopped = true;
            else Report(size - done, reader.FileIndex);
        }
    }

    private bool TryNext(out PieceIndex piece)
    {
        while (_nextPiece < _input.Layout.PieceCount)
        {
            piece = new PieceIndex(_nextPiece++);
            if (_input.Known is not { } known || !known[piece]) return true;
            Interlocked.Add(ref _bytesDone, _input.Layout.PieceSize(piece));
        }
        piece = default;
        return false;
    }

    private bool IsOver => _stopped || _cancellation.IsCancellationRequested;

    private void Report(int bytes, int file)
    {
        Interlocked.Add(ref _bytesDone, bytes);
        if (_progress is null || !_reporting.TryEnter()) return;
        try
        {
            _progress.Report(new HashProgress(
                Interlocked.Read(ref _bytesDone), _input.Layout.TotalLength, file, _input.Files.Count, _input.PathOf(file)));
        }
        finally
        {
            _reporting.Exit();
        }
    }
}
