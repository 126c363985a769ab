namespace EdgeSeed.Linux.Supervision;

/// <summary>
/// Runs the threads, loops and timers of the program, so that none of them dies unseen: an unexpected end is told with its name, can be asked for
/// while it lasts, and either has the program end, so that whoever started it starts it again, or, where nothing is lost by it, the part alone is
/// begun again after a growing pause. Running out of memory is a fault like any other. Safe to use from any thread.
/// </summary>
/// <param name="time">Counts the pauses.</param>
/// <param name="tell">Is told of each fault, on the thread where it happened; what it throws is passed over.</param>
public sealed class Supervisor(TimeProvider time, Action<PartFault> tell)
{
    /// <summary>Pause before the first restart.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause: it doubles with each fault of the part.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private const int MostDoublings = 6;

    private readonly Lock _lock = new();
    // As many as the program has parts that may fail: a few, and one for each drive (64 at most).
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, PartFault> _down = [];
    private readonly TaskCompletionSource<PartFault> _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// For a part that is used alone, as by a short command: nobody waits for <see cref="Fatal"/>, and a fault by which the program must end ends it at
    /// once, with its stack on standard error.
    /// </summary>
    /// <param name="time">Counts the pauses.</param>
    public static Supervisor Alone(TimeProvider time) => new(time, static fault =>
    {
        if (fault.RestartIn is null) Environment.FailFast($"{fault.Part} failed", fault.Exception);
    });

    /// <summary>Completes with the first fault by which the program must end.</summary>
    public Task<PartFault> Fatal => _fatal.Task;

    /// <summary>Faults since the program started.</summary>
    public int Faults
    {
        get { lock (_lock) return _counts.Values.Sum(); }
    }

    /// <summary>What is down now: it failed and was not begun again yet. Empty while all is well.</summary>
    public IReadOnlyList<PartFault> Down
    {
        get { lock (_lock) return _down.Count == 0 ? [] : [.. _down.Values]; }
    }

    /// <summary>Starts a background thread. The program ends when <paramref name="run"/> throws.</summary>
    /// <param name="part">The thread's name too.</param>
    /// <param name="run">Returns when it is told to end.</param>
    /// <param name="stackBytes">0 for the default.</param>
    public Thread StartThread(string part, Action run, int stackBytes = 0)
    {
        var thread = new Thread(() => Guard(part, run), stackBytes) { IsBackground = true, Name = part };
        thread.Start();
        return thread;
    }

    /// <summary>Starts a background thread which is begun again, after a pause, when <paramref name="run"/> throws.</summary>
    /// <param name="part">The thread's name too.</param>
    /// <param name="run">Returns when it is told to end.</param>
    /// <param name="stackBytes">0 for the default.</param>
    /// <param name="stop">Set when it is to end: ends the pause too.</param>
    public Thread StartThread(string part, Action run, int stackBytes, WaitHandle stop)
    {
        var thread = new Thread(() => Repeat(part, run, stop), stackBytes) { IsBackground = true, Name = part };
        thread.Start();
        return thread;
    }

    /// <summary>Runs a loop. The program ends when it throws.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="run">Begun on the thread pool; may end by being cancelled.</param>
    /// <param name="stop">Set when it is to end.</param>
    /// <returns>Ends with the loop; never faulted.</returns>
    public Task RunAsync(string part, Func<Task> run, CancellationToken stop) => Task.Run(
        async () =>
        {
            try
            {
                await run().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                End(part, exception);
            }
        },
        CancellationToken.None);

    /// <summary>Runs a loop which is begun again, after a pause, when it throws.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="run">Begun on the thread pool; may end by being cancelled.</param>
    /// <param name="stop">Set when it is to end: ends the pause too.</param>
    /// <returns>Ends with the loop; never faulted.</returns>
    public Task RepeatAsync(string part, Func<Task> run, CancellationToken stop) => Task.Run(
        async () =>
        {
            while (true)
            {
                TimeSpan pause;
                try
                {
                    Up(part);
                    await run().ConfigureAwait(false);
                    return;
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception exception)
                {
                    pause = Restart(part, exception);
                }
                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
            }
        },
        CancellationToken.None);

    /// <summary>Starts a timer whose callback may fail: it counts as down until a later call succeeds.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="callback">Called on the thread pool.</param>
    /// <param name="due">Until the first call.</param>
    /// <param name="period">From call to call.</param>
    public ITimer StartTimer(string part, Action callback, TimeSpan due, TimeSpan period) =>
        time.CreateTimer(_ => Try(part, callback, period), null, due, period);

    /// <summary>Makes a timer that its owner sets. The program ends when the callback throws, since others wait for what it does.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="callback">Called on the thread pool.</param>
    /// <returns>Not set yet.</returns>
    public ITimer MakeAlarm(string part, Action callback) =>
        time.CreateTimer(_ => Guard(part, callback), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Calls what is called again in any case, by a timer or by the system: when it throws it counts as down until a later call succeeds.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="callback">Is called now.</param>
    /// <param name="again">When the next call is expected.</param>
    /// <returns>Whether it succeeded.</returns>
    public bool Try(string part, Action callback, TimeSpan again)
    {
        try
        {
            callback();
            Up(part);
            return true;
        }
        catch (Exception exception)
        {
            Note(part, exception, again);
            return false;
        }
    }

    /// <summary>Has the program end when a task that should not fail does.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="ended">Ends with the part.</param>
    public void Watch(string part, Task ended) =>
        _ = ended.ContinueWith(
            task => End(part, task.Exception!.InnerException ?? task.Exception), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Has the program end: a part is dead, and what it held cannot be had again.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="exception">What happened.</param>
    public void End(string part, Exception exception) => _fatal.TrySetResult(Note(part, exception, restartIn: null));

    /// <summary>Notes that a part failed and will be begun again by its owner.</summary>
    /// <param name="part">Its name.</param>
    /// <param name="exception">What happened.</param>
    /// <returns>The pause to make before, see <see cref="Up"/>.</returns>
    public TimeSpan Restart(string part, Exception exception)
    {
        int before;
        lock (_lock) before = _counts.GetValueOrDefault(part);
        TimeSpan pause = FirstPause * (1 << Math.Min(before, MostDoublings));
        if (pause > LongestPause) pause = LongestPause;
        Note(part, exception, pause);
        return pause;
    }

    /// <summary>Notes that a part runs.</summary>
    public void Up(string part)
    {
        lock (_lock) _down.Remove(part);
    }

    private void Guard(string part, Action run)
    {
        try
        {
            run();
        }
        catch (Exception exception)
        {
            End(part, exception);
        }
    }

    private void Repeat(string part, Action run, WaitHandle stop)
    {
        while (true)
        {
            TimeSpan pause;
            try
            {
                Up(part);
                run();
                return;
            }
            catch (Exception exception)
            {
                pause = Restart(part, exception);
            }
            if (stop.WaitOne(pause)) return;
        }
    }

    private PartFault Note(string part, Exception exception, TimeSpan? restartIn)
    {
        PartFault fault;
        lock (_lock)
        {
            int count = _counts[part] = _counts.GetValueOrDefault(part) + 1;
            fault = new PartFault(part, exception, count, restartIn);
        }
        try
        {
            tell(fault);
        }
        catch (Exception)
        {
            // Whoever cannot be told must not keep the part from being begun again, nor the program from ending.
        }
        // After the log: who sees it down finds the reason there.
        lock (_lock) _down[part] = fault;
        return fault;
    }
}
