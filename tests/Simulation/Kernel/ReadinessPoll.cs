using Simulation.Worlds;

namespace EdgeSeed.Linux.Sockets;

/// <summary>Waits for simulated sockets: while nothing is ready, time goes on and the rest of the world with it.</summary>
internal sealed class ReadinessPoll : IDisposable
{
    private const int MaximumEvents = 256;
    public const ulong WakeKey = ulong.MaxValue;

    /// <summary>Rounds of the session's loop while time stands: none of its timers, turns or waits may be satisfied by that.</summary>
    private const long RoundTicks = 200;

    private readonly World _world = World.Current;
    private readonly Queue<Pollable> _ready = new();
    private readonly List<(ulong Key, uint Events)> _events = [];
    private bool _isWoken;

    /// <summary>Called before each wait: nobody has a turn then.</summary>
    public Action? Rested { get; set; }

    public bool TryAdd(int descriptor, ulong key, uint events)
    {
        Pollable pollable = _world.Find<Pollable>(descriptor);
        if (pollable.Poll is not null) return false;
        (pollable.Poll, pollable.Key, pollable.Watched) = (this, key, events | Libc.ErrorEvent | Libc.HangUpEvent);
        Report(pollable);
        return true;
    }

    public void Remove(int descriptor) => _world.Find<Pollable>(descriptor).Poll = null;

    public void Report(Pollable pollable)
    {
        if (pollable.IsReported || (pollable.Readiness & pollable.Watched) == 0) return;
        pollable.IsReported = true;
        _ready.Enqueue(pollable);
    }

    public int Wait(int milliseconds)
    {
        Rested?.Invoke();
        _world.Pass(RoundTicks);
        _events.Clear();
        long until = milliseconds < 0 ? long.MaxValue : _world.Now + milliseconds * TimeSpan.TicksPerMillisecond;
        if (milliseconds > 0) until += _world.Random.NextInt64(_world.LatestTimer);
        while (true)
        {
            Collect();
            if (_events.Count > 0 || milliseconds == 0 || !_world.TryStep(until)) break;
        }
        return _events.Count;
    }

    public (ulong Key, uint Events) Event(int index) => _events[index];

    public void Wake() => _isWoken = true;

    public void DrainWakes() => _isWoken = false;

    public void Dispose() => _ready.Clear();

    private void Collect()
    {
        if (_isWoken) _events.Add((WakeKey, Libc.ReadableEvent));
        for (int count = _ready.Count; count > 0 && _events.Count < MaximumEvents; count--)
        {
            Pollable pollable = _ready.Dequeue();
            pollable.IsReported = false;
            uint ready = pollable.Readiness & pollable.Watched;
            if (pollable.IsGone || !ReferenceEquals(pollable.Poll, this) || ready == 0) continue;
            _events.Add((pollable.Key, ready));
            if ((pollable.Watched & Libc.EdgeTriggered) == 0) Report(pollable);
        }
    }
}
