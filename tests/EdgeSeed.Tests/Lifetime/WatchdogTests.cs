using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.Lifetime;

public sealed class WatchdogTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "7", 30)]
    [InlineData("30000000", "8", null)]
    [InlineData("0", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void Period_is_the_managers_for_this_process_only(string? microseconds, string? pid, int? seconds)
    {
        TimeSpan? period = Watchdog.PeriodOf(name => name == "WATCHDOG_USEC" ? microseconds : name == "WATCHDOG_PID" ? pid : null, 7);
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, period);
    }

    [Fact]
    public async Task Watchdog_is_fed_each_half_period_while_the_status_comes_and_not_after()
    {
        var time = new HandTimer();
        var answer = Task.FromResult(SampleStatus.Create());
        bool areAnswered = true;
        using var fed = new SemaphoreSlim(0);
        using var watchdog = new Watchdog(TimeSpan.FromSeconds(30), new StatusBoard(() => answer, time), () => Task.FromResult(areAnswered), _ => fed.Release(), _ => { }, new Supervisor(time, static _ => { }));
        Assert.Equal(TimeSpan.FromSeconds(15), time.Period);

        time.Fire();
        Assert.True(await fed.WaitAsync(s_limit));
        var stuck = new TaskCompletionSource<StatusSnapshot>();
        answer = stuck.Task;
        time.Fire();
        time.Fire();
        Assert.Equal(0, fed.CurrentCount);

        stuck.SetResult(SampleStatus.Create());
        Assert.True(await fed.WaitAsync(s_limit));

        areAnswered = false;
        answer = Task.FromResult(SampleStatus.Create());
        time.Fire();
        Assert.Equal(0, fed.CurrentCount);
        areAnswered = true;
        time.Fire();
        Assert.True(await fed.WaitAsync(s_limit));
    }

    /// <summary>One timer that fires when told; each firing is a minute after the last.</summary>
    private sealed class HandTimer : TimeProvider, ITimer
    {
        private Action _fire = () => { };
        private long _minutes;

        public TimeSpan Period { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _minutes * 60;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_fire, Period) = (() => callback(state), period);
            return this;
        }

        public void Fire()
        {
            _minutes++;
            _fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
