using System.Collections.Immutable;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Tracker;

namespace EdgeSeed.Service;

/// <summary>
/// Has trackers that failed asked again when the network comes or changes: a board that starts before its router would else wait out its
/// longest pause.
/// </summary>
internal sealed class NetworkWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly Announcer _announcer;
    private readonly Func<ImmutableArray<InterfaceAddress>> _detect;
    private readonly ITimer _timer;
    private ImmutableArray<InterfaceAddress> _last;

    /// <summary>Looks every 15 s.</summary>
    /// <param name="announcer">Is told.</param>
    /// <param name="detect">This machine's addresses now.</param>
    /// <param name="time">The clock.</param>
    public NetworkWatch(Announcer announcer, Func<ImmutableArray<InterfaceAddress>> detect, TimeProvider time)
    {
        (_announcer, _detect, _last) = (announcer, detect, detect());
        _timer = time.CreateTimer(static watch => ((NetworkWatch)watch!).Look(), this, s_interval, s_interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Whether there are addresses that were not there before.</summary>
    /// <param name="before">What there was.</param>
    /// <param name="now">What there is.</param>
    internal static bool IsNews(ImmutableArray<InterfaceAddress> before, ImmutableArray<InterfaceAddress> now)
    {
        foreach (InterfaceAddress address in now)
        {
            if (!before.Contains(address)) return true;
        }
        return false;
    }

    private void Look()
    {
        ImmutableArray<InterfaceAddress> now = _detect();
        if (IsNews(_last, now)) _announcer.RetryNow();
        _last = now;
    }
}
