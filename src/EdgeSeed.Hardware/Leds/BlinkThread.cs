using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// Runs a <see cref="BlinkEngine"/> on a thread of its own: a busy thread pool, a display's slow bus or a long look at the service
/// delays no edge. It sleeps until the moment of the next change, and while all LEDs are steady it does nothing at all.
/// </summary>
public sealed class BlinkThread : IDisposable
{
    /// <summary>Enough for a call of the kernel and a fault's report.</summary>
    private const int StackBytes = 128 * 1024;

    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly BlinkEngine _engine;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isStopping;

    /// <summary>Starts it.</summary>
    /// <param name="engine">What blinks; it belongs to this object from now on.</param>
    /// <param name="supervisor">Runs the thread, and begins it again after a fault.</param>
    public BlinkThread(BlinkEngine engine, Supervisor supervisor)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        _engine = engine;
        _thread = supervisor.StartThread("leds", Run, StackBytes, _stop);
    }

    /// <summary>As <see cref="BlinkEngine.Show"/>.</summary>
    public void Show(int line, BlinkPattern pattern)
    {
        if (_engine.Show(line, pattern)) _wake.Set();
    }

    /// <summary>Gives the LEDs back and ends the thread.</summary>
    public void Dispose()
    {
        if (_isStopping) return;
        _isStopping = true;
        _stop.Set();
        _wake.Set();
        _thread.Join();
        _engine.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            TimeSpan wait = _engine.Refresh();
            // A wait counts whole milliseconds, so it is rounded up.
            _wake.WaitOne(wait == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : OneMillisecond * Math.Ceiling(wait / OneMillisecond));
        }
    }
}
