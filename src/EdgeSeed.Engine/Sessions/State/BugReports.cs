namespace EdgeSeed.Engine.Sessions.State;

/// <summary>Faults of this program that ended one peer or one read and nothing else: all are counted, one a minute is told.</summary>
internal sealed class BugReports
{
    private const long LeastMilliseconds = 60_000;

    private long _toldAt = -LeastMilliseconds;

    /// <summary>Faults so far.</summary>
    public long Count { get; private set; }

    /// <summary>Told of a fault, on the session's thread: where it was, and what.</summary>
    public Action<string, Exception>? Found { get; set; }

    /// <summary>Counts a fault, and tells of it unless another was told of within a minute.</summary>
    /// <param name="where">What was being done.</param>
    /// <param name="bug">What went wrong.</param>
    /// <param name="now">Session milliseconds.</param>
    public void Report(string where, Exception bug, long now)
    {
        Count++;
        if (now - _toldAt < LeastMilliseconds) return;
        _toldAt = now;
        Found?.Invoke(where, bug);
    }
}
