using System.Collections.Immutable;
using System.Net.NetworkInformation;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Network;

/// <summary>
/// Notices when a network comes or changes: a board that starts before its router has no address at first. The kernel tells of it; should
/// that fail, it is seen within 15 s.
/// </summary>
internal sealed class NetworkWatch : IDisposable
{
    private const string Part = "network watch";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly Action _news;
    private readonly Func<ImmutableArray<InterfaceAddress>> _detect;
    private readonly Supervisor _supervisor;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private ImmutableArray<InterfaceAddress> _last;

    /// <summary>Begins to watch.</summary>
    /// <param name="news">Called on another thread, one call at a time, when there are addresses that were not there before.</param>
    /// <param name="detect">This machine's addresses now.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public NetworkWatch(Action news, Func<ImmutableArray<InterfaceAddress>> detect, Supervisor supervisor)
    {
        (_news, _detect, _last, _supervisor) = (news, detect, detect(), supervisor);
        NetworkChange.NetworkAddressChanged += OnChanged;
        _timer = supervisor.StartTimer(Part, Look, s_interval, s_interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= OnChanged;
        _timer.Dispose();
    }

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

    private void OnChanged(object? sender, EventArgs change) => _supervisor.Try(Part, Look, s_interval);

    private void Look()
    {
        lock (_lock)
        {
            ImmutableArray<InterfaceAddress> now = _detect();
            bool isNews = IsNews(_last, now);
            if (isNews) _news();
            _last = now;
        }
    }
}
