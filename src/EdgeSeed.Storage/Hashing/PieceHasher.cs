using EdgeSeed.Linux;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// Hashes content piece by piece: several threads compute digests, each taking the next pieces in turn, and the medium sees one stream from
/// front to back. Memory is <see cref="HashOptions.BufferBytes"/> a worker, whatever the piece length.
/// </summary>
internal sealed class PieceHasher
{
    /// <summary>
    /// Mean length of the files from which on several pieces are hashed at once. Every file is opened twice then, to announce it and to
    /// read it, and for shorter ones that costs more than is won.
    /// </summary>
    private const int MinMeanFileBytes = 64 * 1024;

    private readonly IPieceSink _sink;
    private readonly IProgress<HashProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Lock _reporting = new();
    private int _nextPiece;
    private long _bytesDone;
    private volatile bool _stopped;

    private PieceHasher(
        HashInput input, HashOptions options, IPieceSink sink, IProgress<HashProgress>? progress, CancellationToken cancellation)
    {
        (Input, Options, _sink, _progress, _cancellation) = (input, options, sink, progress, cancellation);
        DropBehind = options.ShouldDropBehind(input.Layout.TotalLength);
    }

    /// <summary>What is hashed.</summary>
    internal HashInput Input { get; }

    /// <summary>How much of the machine is used.</summary>
    internal HashOptions Options { get; }

    /// <summary>Whether the system's cache is cleared of what was hashed.</summary>
    internal bool DropBehind { get; }

    /// <summary>Held while pieces are taken and the medium is told to read them, so that it reads in their order.</summary>
    internal Lock Medium { get; } = new();

    /// <summary>The digest of a whole piece of zeros, once somebody has computed it; used with <see cref="Medium"/> held.</summary>
    internal byte[]? Zeros { get; set; }

    /// <summary>Whether to end, as soon as possible.</summary>
    internal bool IsOver => _stopped || _cancellation.IsCancellationRequested;

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
        int lanes = hasher.LanesThatFit(ref workers);
        var tasks = new Task[workers];
        for (int i = 0; i < workers; i++)
        {
            tasks[i] = Task.Factory.StartNew(() => hasher.Work(lanes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        await Task.WhenAll(tasks).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (!hasher._stopped) hasher.Report(0, Math.Max(input.Files.Count - 1, 0));
    }

    /// <summary>Takes the next piece that is to be hashed; called with <see cref="Medium"/> held.</summary>
    internal bool TryNext(out PieceIndex piece)
    {
        while (_nextPiece < Input.Layout.PieceCount)
        {
            piece = new PieceIndex(_nextPiece++);
            if (Input.Known is not { } known || !known[piece]) return true;
            Interlocked.Add(ref _bytesDone, Input.Layout.PieceSize(piece));
        }
        piece = default;
        return false;
    }

    /// <summary>A piece was hashed.</summary>
    internal void Hashed(PieceIndex piece, ReadOnlySpan<byte> digest) => _sink.Hashed(piece, digest);

    /// <summary>A piece could not be read beyond <paramref name="done"/> bytes of it.</summary>
    internal void Failed(PieceIndex piece, int done, int file, StorageError error)
    {
        if (!_sink.Failed(piece, file, error)) _stopped = true;
        else Report(Input.Layout.PieceSize(piece) - done, file);
    }

    /// <summary>So many bytes more are done.</summary>
    internal void Report(long bytes, int file)
    {
        Interlocked.Add(ref _bytesDone, bytes);
        if (_progress is null || !_reporting.TryEnter()) return;
        try
        {
            _progress.Report(new HashProgress(
                Interlocked.Read(ref _bytesDone), Input.Layout.TotalLength, file, Input.Files.Count, Input.PathOf(file)));
        }
        finally
        {
            _reporting.Exit();
        }
    }

    // With one group of pieces being hashed another must be on its way, or the medium rests meanwhile.
    private int LanesThatFit(ref int workers)
    {
        const int minGroups = 2;
        int lanes = Options.Lanes;
        long groups = Options.AheadOrDefault / ((long)lanes * Input.Layout.PieceLength);
        bool isWorthwhile = lanes > 1 && Input.Format != TorrentFormat.V2 && Options.BufferBytes / lanes >= LaneSha1.BlockBytes && groups >= minGroups
            && Input.Layout.TotalLength / Input.Files.Count >= MinMeanFileBytes;
        if (!isWorthwhile) return 1;
        workers = (int)Math.Min(workers, groups);
        return lanes;
    }

    private void Work(int lanes)
    {
        try
        {
            if (Options.InBackground) ThreadNiceness.Raise();
            using var worker = new HashWorker(this, lanes);
            worker.Run();
        }
        catch
        {
            _stopped = true;
            throw;
        }
    }
}
