using System.Numerics;
using Simulation.Drives;

namespace Simulation.Worlds;

/// <summary>
/// Simulated time, what is to happen at which moment, and the chance that decides. All of one run happens on one thread, in one order, which the seed
/// alone decides.
/// </summary>
internal sealed class World : TimeProvider
{
    [ThreadStatic]
    private static World? t_current;

    private readonly PriorityQueue<Action, Due> _events = new();
    private readonly Dictionary<int, Pollable> _open = [];
    private long _now = TimeSpan.TicksPerDay;
    private long _ahead;
    private long _order;
    private int _lastDescriptor = 2;
    private ulong _trace;

    private World(int seed) => Random = new Random(seed);

    /// <summary>The world in which this thread runs.</summary>
    public static World Current => t_current ?? throw new InvalidOperationException("No simulation runs on this thread.");

    /// <summary>Where chance decides.</summary>
    public Random Random { get; }

    /// <summary>The simulated moment, in ticks of 100 ns.</summary>
    public long Now => _now;

    /// <summary>What happened, in what order and when, as one number.</summary>
    public ulong Trace => _trace;

    /// <summary>The network of this world.</summary>
    public Network Network { get; } = new();

    /// <summary>The data that was lent last for reads that do not wait, and from where on.</summary>
    public (SimulatedContent? Content, long From) Lease { get; set; }

    /// <summary>How late the session's timers are at most: a busy machine.</summary>
    public long LatestTimer { get; set; } = TimeSpan.TicksPerMillisecond;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Makes a world that is this thread's from now on.</summary>
    public static World Begin(int seed) => t_current = new World(seed);

    /// <inheritdoc/>
    public override long GetTimestamp() => _now + _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now + _ahead);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Nothing of a session uses timers.");

    /// <summary>Has something happen after a while.</summary>
    public void After(long ticks, Action action) => _events.Enqueue(action, new Due(_now + Math.Max(ticks, 0), ++_order));

    /// <summary>The same, in seconds.</summary>
    public void After(double seconds, Action action) => After((long)(seconds * TimeSpan.TicksPerSecond), action);

    /// <summary>Has the next thing happen.</summary>
    /// <param name="until">Not later than this moment, at which time stands if nothing does.</param>
    public bool TryStep(long until)
    {
        if (!_events.TryPeek(out Action? next, out Due due) || due.At > until)
        {
            _now = Math.Max(_now, until);
            return false;
        }
        _events.Dequeue();
        _now = Math.Max(_now, due.At);
        next();
        return true;
    }

    /// <summary>Lets time pass while the session computes.</summary>
    public void Pass(long ticks) => _now += ticks;

    /// <summary>Does what another thread does, at once, and tells how long that thread takes for it: what <see cref="Work"/> was told.</summary>
    public long Measure(Action job)
    {
        _ahead = 0;
        job();
        (long took, _ahead) = (_ahead, 0);
        return took;
    }

    /// <summary>Says that another thread waits for a drive.</summary>
    public void Work(double seconds) => _ahead += (long)(seconds * TimeSpan.TicksPerSecond);

    /// <summary>Notes what happens.</summary>
    public void Note(int what, long who, long how)
    {
        _trace = BitOperations.RotateLeft(_trace, 5) ^ (ulong)_now * 0x9E3779B97F4A7C15;
        _trace = (_trace ^ ((ulong)what << 56) ^ ((ulong)who << 32) ^ (ulong)how) * 0xD6E8FEB86659FD93;
    }

    /// <summary>Gives something a descriptor.</summary>
    public int Open(Pollable pollable)
    {
        _open[++_lastDescriptor] = pollable;
        return _lastDescriptor;
    }

    /// <summary>What a descriptor stands for.</summary>
    public T Find<T>(int descriptor)
        where T : Pollable => (T)_open[descriptor];

    /// <summary>Takes a descriptor back.</summary>
    public void Close(int descriptor)
    {
        if (_open.Remove(descriptor, out Pollable? closed)) closed.IsGone = true;
    }

    /// <summary>When something is to happen, and what comes first at the same moment.</summary>
    private readonly record struct Due(long At, long Order) : IComparable<Due>
    {
        public int CompareTo(Due other) => At != other.At ? (At < other.At ? -1 : 1) : Order.CompareTo(other.Order);
    }
}
