namespace EdgeSeed.Status;

/// <summary>Turns a growing count of bytes into a rate, by what came since it was last read. Not thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class ByteMeter(TimeProvider time)
{
    private long _bytes;
    private long _readAt = time.GetTimestamp();

    /// <summary>The rate in bytes a second since the last call.</summary>
    /// <param name="bytes">The count now.</param>
    public long Read(long bytes)
    {
        double seconds = time.GetElapsedTime(_readAt).TotalSeconds;
        long rate = seconds <= 0 ? 0 : (long)(Math.Max(0, bytes - _bytes) / seconds);
        (_bytes, _readAt) = (bytes, time.GetTimestamp());
        return rate;
    }
}
