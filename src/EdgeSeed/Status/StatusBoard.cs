namespace EdgeSeed.Status;

/// <summary>
/// Holds the current <see cref="StatusSnapshot"/>. It is made when somebody looks and the last one is a second old, so a
/// service that nobody watches spends nothing on it, and however many ask, it is made once a second.
/// </summary>
/// <param name="take">Makes a snapshot now; called under the board's lock, by any thread.</param>
/// <param name="time">Tells a snapshot's age.</param>
internal sealed class StatusBoard(Func<StatusSnapshot> take, TimeProvider time)
{
    /// <summary>How long a snapshot is given out.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private StatusSnapshot? _current;
    private long _takenAt;

    /// <summary>The snapshot, at most <see cref="MaxAge"/> old.</summary>
    public StatusSnapshot Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is { } current && time.GetElapsedTime(_takenAt) < MaxAge) return current;
                _takenAt = time.GetTimestamp();
                return _current = take();
            }
        }
    }
}
