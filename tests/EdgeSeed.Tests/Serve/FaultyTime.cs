using System.Diagnostics;

namespace EdgeSeed.Tests.Serve;

/// <summary>The system's clock, which fails whoever is named when it is asked: every part of a service asks it, on its own thread and by its own methods.</summary>
internal sealed class FaultyTime : TimeProvider
{
    private readonly Lock _lock = new();
    private string? _victim;
    private Func<Exception>? _fault;
    private int _times;

    /// <summary>Plants a fault.</summary>
    /// <param name="victim">A thread's name, or a method as a stack trace has it.</param>
    /// <param name="fault">What is thrown.</param>
    /// <param name="times">How often.</param>
    public void Plant(string victim, Func<Exception> fault, int times = int.MaxValue)
    {
        lock (_lock) (_victim, _fault, _times) = (victim, fault, times);
    }

    /// <summary>Takes it away.</summary>
    public void Heal() => Plant("", static () => new InvalidOperationException(), 0);

    public override long GetTimestamp()
    {
        Strike();
        return System.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow()
    {
        Strike();
        return System.GetUtcNow();
    }

    private void Strike()
    {
        if (Volatile.Read(ref _times) == 0) return;
        string stack = new StackTrace().ToString();
        lock (_lock)
        {
            if (_times == 0 || (Thread.CurrentThread.Name != _victim && !stack.Contains(_victim!, StringComparison.Ordinal))) return;
            _times--;
        }
        throw _fault!();
    }
}
