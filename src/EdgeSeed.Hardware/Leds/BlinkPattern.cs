namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// When an LED is on, as a function of the time since a common start: steady, or a number of blinks and a pause, over and over.
/// The default value is <see cref="Off"/>.
/// </summary>
public readonly record struct BlinkPattern
{
    /// <summary>The most blinks that people count without error.</summary>
    public const int MaxCount = 9;

    private static readonly TimeSpan CountedOn = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CountedOff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CountedPause = TimeSpan.FromMilliseconds(1500);

    private readonly bool _isSteadyOn;
    private readonly int _count;
    private readonly TimeSpan _on;
    private readonly TimeSpan _off;
    private readonly TimeSpan _pause;

    private BlinkPattern(int count, TimeSpan on, TimeSpan off, TimeSpan pause)
    {
        _count = count;
        _on = on;
        _off = off;
        _pause = pause;
    }

    private BlinkPattern(bool isSteadyOn) => _isSteadyOn = isSteadyOn;

    /// <summary>Always off.</summary>
    public static BlinkPattern Off => default;

    /// <summary>Always on.</summary>
    public static BlinkPattern On => new(isSteadyOn: true);

    /// <summary>The time after which it repeats; zero when steady.</summary>
    public TimeSpan Period => (_count * (_on + _off)) + _pause;

    /// <summary>The darkness after its last blink, beyond that between two; zero when it is not to be counted.</summary>
    public TimeSpan Pause => _pause;

    /// <summary>On for one half of the period, off for the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive.</exception>
    public static BlinkPattern Even(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        return new BlinkPattern(1, period / 2, period - (period / 2), TimeSpan.Zero);
    }

    /// <summary>Busy: two seconds on, two seconds off, slower than any rate of sending is shown.</summary>
    public static BlinkPattern Busy => Even(TimeSpan.FromSeconds(4));

    /// <summary>A number of blinks, 250 ms on and 250 ms off, and a pause of 1.5 s more: to be counted.</summary>
    /// <param name="count">1 to <see cref="MaxCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static BlinkPattern Counted(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        return new BlinkPattern(count, CountedOn, CountedOff, CountedPause);
    }

    /// <summary>
    /// Faster the more is sent: steady on for nothing, and from 2 s a blink for a trickle to an eighth of a second for 2 MB/s and more.
    /// Each period is half the one before, so that a change of rate never breaks the rhythm.
    /// </summary>
    /// <param name="bytesPerSecond">Bytes sent in a second.</param>
    public static BlinkPattern Activity(long bytesPerSecond) => bytesPerSecond switch
    {
        <= 0 => On,
        < 4_000 => Even(TimeSpan.FromMilliseconds(2000)),
        < 32_000 => Even(TimeSpan.FromMilliseconds(1000)),
        < 256_000 => Even(TimeSpan.FromMilliseconds(500)),
        < 2_000_000 => Even(TimeSpan.FromMilliseconds(250)),
        _ => Even(TimeSpan.FromMilliseconds(125)),
    };

    /// <summary>Whether the LED is on at a time since the common start.</summary>
    public bool IsOnAt(TimeSpan elapsed) => _count == 0 ? _isSteadyOn : Blink(elapsed, out TimeSpan sinceOn) < _count && sinceOn < _on;

    /// <summary>How long from a time since the common start until the LED changes.</summary>
    /// <returns>A positive time; <see cref="TimeSpan.MaxValue"/> when steady.</returns>
    public TimeSpan UntilChange(TimeSpan elapsed)
    {
        if (_count == 0) return TimeSpan.MaxValue;
        int blink = Blink(elapsed, out TimeSpan sinceOn);
        if (blink >= _count) return _pause - sinceOn;
        if (sinceOn < _on) return _on - sinceOn;
        return _on + _off - sinceOn + (blink == _count - 1 ? _pause : TimeSpan.Zero);
    }

    /// <summary>The first time from this one on at which it begins anew: this one when it is steady.</summary>
    public TimeSpan CycleFrom(TimeSpan elapsed) => CycleUntil(elapsed) is var last && last < elapsed ? last + Period : elapsed;

    /// <summary>The last time up to this one at which it begins anew: this one when it is steady.</summary>
    public TimeSpan CycleUntil(TimeSpan elapsed) => _count == 0 ? elapsed : new TimeSpan(elapsed.Ticks - (elapsed.Ticks % Period.Ticks));

    /// <summary>Which blink of the period it is, and the time since it began; the number of blinks means the pause.</summary>
    private int Blink(TimeSpan elapsed, out TimeSpan since)
    {
        var within = new TimeSpan(elapsed.Ticks % Period.Ticks);
        int blink = (int)Math.Min(within.Ticks / (_on + _off).Ticks, _count);
        since = within - (blink * (_on + _off));
        return blink;
    }
}
