namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// Time as swarms store it: ticks of four seconds since the store was made, on the monotonic clock. A peer keeps the lower 16 bits
/// (three days), of which ages up to <see cref="MaxAge"/> are told apart; a swarm keeps 32.
/// </summary>
internal sealed class SwarmClock(TimeProvider time)
{
    /// <summary>Seconds in a tick.</summary>
    public const int TickSeconds = 4;

    /// <summary>The longest time a peer may be kept, in ticks: a day. The rest of the 16 bits is slack for sweeps that come late.</summary>
    public const int MaxAge = 24 * 3600 / TickSeconds;

    private readonly long _start = time.GetTimestamp();

    /// <summary>Ticks since the start.</summary>
    public uint Now => (uint)(time.GetElapsedTime(_start).Ticks / (TimeSpan.TicksPerSecond * TickSeconds));

    /// <summary>Whole ticks in a duration, rounded up, at most <see cref="MaxAge"/>.</summary>
    public static int ToTicks(TimeSpan duration) => (int)Math.Clamp(Math.Ceiling(duration.TotalSeconds / TickSeconds), 1, MaxAge);

    /// <summary>Age in ticks of a peer last heard of at <paramref name="tick"/>.</summary>
    public static int Age(uint now, ushort tick) => (ushort)(now - tick);
}
