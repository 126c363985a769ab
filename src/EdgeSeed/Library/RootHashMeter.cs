namespace EdgeSeed.Library;

/// <summary>Estimates when a root will be hashed. Written by its loop, read by whoever looks.</summary>
/// <param name="time">The clock.</param>
internal sealed class RootHashMeter(TimeProvider time)
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(2);

    private long _beganAt;
    private long _total;
    private long _done;
    private long _current;

    /// <summary>Bytes done of what is being hashed now.</summary>
    public long Current
    {
        set => Interlocked.Exchange(ref _current, value);
    }

    /// <summary>Begins anew.</summary>
    /// <param name="totalBytes">Bytes to hash altogether.</param>
    public void Begin(long totalBytes)
    {
        Interlocked.Exchange(ref _total, totalBytes);
        Interlocked.Exchange(ref _done, 0);
        Interlocked.Exchange(ref _current, 0);
        Interlocked.Exchange(ref _beganAt, time.GetTimestamp());
    }

    /// <summary>One torrent is done.</summary>
    /// <param name="bytes">Its size.</param>
    public void Finish(long bytes)
    {
        Interlocked.Exchange(ref _current, 0);
        Interlocked.Add(ref _done, bytes);
    }

    /// <summary>Seconds left at the pace so far; null while that is not known.</summary>
    public long? SecondsLeft()
    {
        long done = Interlocked.Read(ref _done) + Interlocked.Read(ref _current);
        TimeSpan elapsed = time.GetElapsedTime(Interlocked.Read(ref _beganAt));
        if (done <= 0 || elapsed < s_settling) return null;
        long left = Math.Max(0, Interlocked.Read(ref _total) - done);
        return (long)Math.Ceiling(left / (done / elapsed.TotalSeconds));
    }
}
