namespace EdgeSeed.Engine.Connections;

/// <summary>
/// How many newcomers are accepted in a second. The kernel answers those that wait to be accepted, which costs as much as the rest of greeting
/// them: few more may wait than come to be accepted in a second, and to the others it says nothing, so that they try again.
/// </summary>
internal sealed class AcceptPace
{
    /// <summary>On any line a connection is accepted every so many seconds.</summary>
    private const int MostSecondsAccept = 4;

    /// <summary>This part of the budget may go to newcomers.</summary>
    private const int GreetingDivisor = 6;

    /// <summary>What it costs to greet one: its connection, what we say first, and that the kernel acknowledges what it says.</summary>
    private const int GreetingBytes = 560;

    /// <summary>Connections that may wait to be accepted on any line: fewer, and the kernel answers those beyond with cookies (SYN flood).</summary>
    private const int LeastBacklog = 16;

    private double _left;

    /// <summary>Connections that may wait to be accepted, as of the last second.</summary>
    public int Backlog { get; private set; }

    /// <summary>Whether another may be accepted in this second.</summary>
    public bool HasLeft => _left >= 1;

    /// <summary>Once a second: as many as the budget affords.</summary>
    /// <param name="bytesPerSecond">The budget.</param>
    /// <param name="options">Bounds on any line.</param>
    public void Refill(long bytesPerSecond, EngineOptions options)
    {
        double affordable = bytesPerSecond / (double)(GreetingDivisor * GreetingBytes);
        double accepts = Math.Clamp(affordable, 1.0 / MostSecondsAccept, options.MaxAcceptsSecond);
        // What is left of one that could not be afforded whole.
        _left = _left % 1 + accepts;
        Backlog = accepts < options.MaxAcceptsSecond ? Math.Min(Math.Max((int)accepts, LeastBacklog), options.ListenBacklog) : options.ListenBacklog;
    }

    /// <summary>Notes that one was accepted.</summary>
    public void Spend() => _left--;
}
