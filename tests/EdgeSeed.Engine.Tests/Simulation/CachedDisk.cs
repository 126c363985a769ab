using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>
/// The bytes of <see cref="PatternBlocks"/> on a disk with a cache that has what was announced and nothing else: what it has not is leased from
/// a file that ends before it, as a read that may not wait finds it.
/// </summary>
internal sealed class CachedDisk : BlockSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(long From, long To)> _cached = [];
    private readonly List<(long From, long To)> _announced = [];
    private readonly PatternFile _real;
    private readonly PatternFile _hollow;

    public CachedDisk(int length)
    {
        (_real, _hollow) = (new PatternFile(length), new PatternFile(length));
        Assert.Null(_real.Content.Read(0, new byte[1]));
        Assert.Null(_hollow.Content.Read(0, new byte[1]));
        using FileStream file = File.OpenWrite(_hollow.PathOf(0));
        file.SetLength(0);
    }

    public override long TotalLength => _real.Content.TotalLength;

    public override bool IsCached => true;

    /// <summary>What every read reports from now on; null reads well.</summary>
    public StorageError? Failure { get; set; }

    /// <summary>The cache drops what it is told to read.</summary>
    public bool KeepsNothing { get; set; }

    /// <summary>What each read does first: a clock may go on by it.</summary>
    public Action Reading { get; set; } = static () => { };

    /// <summary>The ranges announced so far.</summary>
    public List<(long From, long To)> Announced
    {
        get { lock (_gate) return [.. _announced]; }
    }

    /// <summary>The cache loses all that it has.</summary>
    public void Forget()
    {
        lock (_gate) _cached.Clear();
    }

    public override void Announce(long offset, long length)
    {
        lock (_gate)
        {
            _announced.Add((offset, offset + length));
            if (Failure is null && !KeepsNothing) _cached.Add((offset, offset + length));
        }
    }

    /// <summary>Reads hang while this is reset.</summary>
    public ManualResetEventSlim Answers { get; } = new(initialState: true);

    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        Answers.Wait();
        Reading();
        return Failure ?? _real.Content.Read(offset, buffer);
    }

    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        bool isCached;
        lock (_gate) isCached = _cached.Exists(range => offset >= range.From && offset + length <= range.To);
        return (isCached ? _real : _hollow).Content.TryLease(offset, length, out lease, out error);
    }

    public void Dispose()
    {
        _real.Dispose();
        _hollow.Dispose();
        Answers.Dispose();
    }
}
