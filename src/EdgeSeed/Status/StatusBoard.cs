using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Status;

/// <summary>
/// Holds the current <see cref="StatusSnapshot"/>. It is made when somebody looks and the last one is a second old, so a
/// service that nobody watches spends nothing on it, and however many ask, it is made once a second.
/// </summary>
/// <param name="take">Makes a snapshot now; never called twice at a time.</param>
/// <param name="time">Tells a snapshot's age.</param>
internal sealed class StatusBoard(Func<Task<StatusSnapshot>> take, TimeProvider time)
{
    /// <summary>How long a snapshot is given out.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>How long somebody waits for a snapshot: a part that hangs holds up nobody for ever.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Part = "status";

    private readonly Lock _lock = new();
    private Task<StatusSnapshot>? _taking;
    private Task<StatusSnapshot>? _current;
    private long _takenAt;

    /// <summary>Is told when a snapshot cannot be taken; it is tried again when somebody asks.</summary>
    public Supervisor? Supervisor { get; init; }

    /// <summary>Has the next who asks get a new one: something was changed by hand, and whoever did it looks at once.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            if (_current is { IsCompleted: true }) _current = null;
        }
    }

    /// <summary>The snapshot, at most <see cref="MaxAge"/> old; those who ask while it is made share it.</summary>
    /// <exception cref="TimeoutException">It does not come; who asks again waits for the same one.</exception>
    public Task<StatusSnapshot> ReadAsync()
    {
        lock (_lock)
        {
            bool isUnderWay = _current is { IsCompleted: false };
            bool isFresh = _current is { IsCompletedSuccessfully: true } && time.GetElapsedTime(_takenAt) < MaxAge;
            if (isUnderWay || isFresh) return _current!;
            if (_taking is not { IsCompleted: false })
            {
                _takenAt = time.GetTimestamp();
                _taking = TakeAsync();
            }
            return _current = _taking.WaitAsync(Patience);
        }
    }

    private async Task<StatusSnapshot> TakeAsync()
    {
        try
        {
            StatusSnapshot taken = await take().ConfigureAwait(false);
            Supervisor?.Up(Part);
            return taken;
        }
        catch (Exception exception)
        {
            Supervisor?.Restart(Part, exception);
            throw;
        }
    }
}
