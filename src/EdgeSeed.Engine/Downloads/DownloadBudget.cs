namespace EdgeSeed.Engine.Downloads;

/// <summary>
/// The cap on what is downloaded, kept by asking for no more: a token bucket of one second's worth. Owned by the session loop, but for the
/// rate, which anybody may change.
/// </summary>
internal sealed class DownloadBudget
{
    /// <summary>The rate that means no limit.</summary>
    public const long Unlimited = long.MaxValue;

    private long _bytesPerSecond = Unlimited;
    private double _tokens;
    private long _refilledAt;

    /// <summary>Bytes a second, or <see cref="Unlimited"/>.</summary>
    public long BytesPerSecond
    {
        get => Volatile.Read(ref _bytesPerSecond);
        set => Volatile.Write(ref _bytesPerSecond, Math.Max(1, value));
    }

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => BytesPerSecond == Unlimited;

    /// <summary>Takes the bytes of a block that is about to be asked for.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="now">The session clock's millisecond.</param>
    /// <returns>False when they are spent for now.</returns>
    public bool TryTake(int bytes, long now)
    {
        long rate = BytesPerSecond;
        if (rate == Unlimited) return true;
        _tokens = Math.Min(_tokens + (now - _refilledAt) / 1000.0 * rate, Math.Max(rate / 4.0, bytes));
        _refilledAt = now;
        if (_tokens < bytes) return false;
        _tokens -= bytes;
        return true;
    }

    /// <summary>Gives back the bytes of a block that will not come.</summary>
    public void Refund(int bytes)
    {
        if (!IsUnlimited) _tokens += bytes;
    }
}
