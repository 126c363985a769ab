using EdgeSeed.Engine.Swarms;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Disks;

/// <summary>The reading of one window, and how long it took.</summary>
/// <param name="window">Which; the drive's thread takes only its range.</param>
/// <param name="time">The clock.</param>
internal sealed class WindowJob(ReadWindow window, TimeProvider time) : DriveJob(window.Torrent)
{
    /// <summary>Shorter than any request in which a drive reads it.</summary>
    private const int StepBytes = 32 * 1024;

    private readonly BlockSource _source = window.Torrent.Torrent.Content;
    private readonly long _from = window.From;
    private readonly long _length = window.Length;
    private long _begunAt;

    /// <summary>What is read.</summary>
    public ReadWindow Window => window;

    /// <summary>From when the drive was free for it until its first byte was there.</summary>
    public TimeSpan FirstByte { get; private set; }

    /// <summary>From its first byte to its last.</summary>
    public TimeSpan Rest { get; private set; }

    /// <summary>When it ended: a timestamp of the clock.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Tells the kernel to read it; called on the drive's thread.</summary>
    public void Announce()
    {
        _begunAt = time.GetTimestamp();
        _source.Announce(_from, _length);
    }

    /// <summary>The drive had another window to read until then.</summary>
    public void BeginNotBefore(long timestamp) => _begunAt = Math.Max(_begunAt, timestamp);

    /// <summary>Waits for its first byte and then for the rest, which a drive may read in an order of its own. What cannot be read is told to whoever reads it.</summary>
    protected override StorageError? Read()
    {
        Span<byte> one = stackalloc byte[1];
        _ = _source.Read(_from, one);
        long first = time.GetTimestamp();
        for (long at = StepBytes; at < _length - 1; at += StepBytes) _ = _source.Read(_from + at, one);
        _ = _source.Read(_from + _length - 1, one);
        EndedAt = time.GetTimestamp();
        (FirstByte, Rest) = (time.GetElapsedTime(_begunAt, first), time.GetElapsedTime(first, EndedAt));
        return null;
    }
}
