namespace EdgeSeed.Engine.Connections;

/// <summary>
/// How many newcomers are accepted in a second. The kernel answers those that wait to be accepted, which costs as much as the rest of greeting
/// them: few more may wait than come to be accepted in a second, and to the others it says nothing, so that they try again.
/// </summary>
internal sealed class AcceptPace
{
    /// <summary>On any line a connection is accepted every so many seconds.</summary>
    private const int MostSecondsAccept = 4;

    /// <summary>This part of the budget may go to newcomers in the long run.</summary>
    private const int GreetingDivisor = 6;

    /// <summary>What was not needed is kept for so many seconds: many may come at once.</summary>
    private const int MostSecondsSaved = 20;

    /// <summary>So many times as many as in the long run are accepted in a second, half of the budget, while something is saved.</summary>
    private const int MostTimes = 3;

    /// <summary>What it costs to greet one: its connection, what we say first, and that the kernel acknowledges what it says.</summary>
    private const int GreetingBytes = 560;

    /// <summary>What it costs, as a part of that, when one has left again before it is greeted: the kernel's answer, and that it acknowledges what was said.</summary>
    private const double GonePart = 0.25;

    /// <summary>Connections that may wait to be accepted on any line: fewer, and the kernel answers those beyond with cookies (SYN flood).</summary>
    private const int LeastBacklog = 16;

    private double _saved;
    private double _left;

    /// <summary>Connections that may wait to be accepted, as of the last second.</summary>
    public int Backlog { get; private set; }

    /// <summary>Newcomers that can be greeted in a second in the long run.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Whether another may be accepted in this second.</summary>
    public bool HasLeft => _left >= 1;

    /// <summary>Once a second: as many as the budget affords.</summary>
    /// <param name="bytesPerSecond">The budget.</param>
    /// <param name="options">Bounds on any line.</param>
    public void Refill(long bytesPerSecond, EngineOptions options)
    {
        double affordable = bytesPerSecond / (double)(GreetingDivisor * GreetingBytes);
        PerSecond = Math.Clamp(affordable, 1.0 / MostSecondsAccept, options.MaxAcceptsSecond);
        _saved = Math.Min(_saved + PerSecond, Math.Max(PerSecond * MostSecondsSaved, 1));
        _left = Math.Min(_saved, Math.Clamp(PerSecond * MostTimes, 1, options.MaxAcceptsSecond));
        Backlog = PerSecond < options.MaxAcceptsSecond ? Math.Min(Math.Max((int)_left, LeastBacklog), options.ListenBacklog) : options.ListenBacklog;
    }

    /// <summary>Notes that one was accepted.</summary>
    /// <param name="isGone">It had left already.</param>
    public void Spend(bool isGone)
    {
        double spent = isGone ? GonePart : 1;
        (_left, _saved) = (_left - spent, _saved - spent);
    }
}
