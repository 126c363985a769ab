using EdgeSeed.Commands;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Network;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Tests.Lifetime;

public sealed class SupervisorTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly List<PartFault> _told = [];
    private readonly Supervisor _supervisor;

    public SupervisorTests() => _supervisor = new Supervisor(TimeProvider.System, Tell);

    [Fact]
    public async Task Thread_that_fails_is_told_by_name_and_ends_the_program()
    {
        _supervisor.StartThread("session", () => throw new InvalidOperationException("planted"));
        PartFault fault = await _supervisor.Fatal.WaitAsync(s_limit);
        Assert.Equal(("session", "planted", 1), (fault.Part, fault.Exception.Message, fault.Count));
        Assert.Null(fault.RestartIn);
        Assert.Equal([fault], _supervisor.Down);
        Assert.Equal([fault], Told());
    }

    [Fact]
    public async Task Loop_out_of_memory_ends_the_program_and_a_cancelled_one_does_not()
    {
        using var stop = new CancellationTokenSource();
        Task running = _supervisor.RunAsync("waiting", () => Task.Delay(Timeout.Infinite, stop.Token), stop.Token);
        await stop.CancelAsync();
        await running.WaitAsync(s_limit);
        Assert.False(_supervisor.Fatal.IsCompleted);
        await _supervisor.RunAsync("library", () => Task.FromResult(new byte[Array.MaxLength, 1 << 20]), CancellationToken.None).WaitAsync(s_limit);
        Assert.IsType<OutOfMemoryException>((await _supervisor.Fatal.WaitAsync(s_limit)).Exception);
    }

    [Fact]
    public async Task Loop_that_may_be_begun_again_is_down_for_a_pause_and_then_runs()
    {
        int runs = 0;
        var again = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        Task running = _supervisor.RepeatAsync("library root A", RunAsync, stop.Token);
        await Eventually.IsAsync(() => _supervisor.Down is [{ Part: "library root A", RestartIn: not null }]);
        await again.Task.WaitAsync(s_limit);
        Assert.Empty(_supervisor.Down);
        Assert.False(_supervisor.Fatal.IsCompleted);
        await stop.CancelAsync();
        await running.WaitAsync(s_limit);

        Task RunAsync()
        {
            if (++runs == 1) throw new InvalidOperationException("planted");
            again.SetResult();
            return Task.Delay(Timeout.Infinite, stop.Token);
        }
    }

    [Fact]
    public void Thread_that_may_be_begun_again_ends_when_told_to_while_it_pauses()
    {
        using var stop = new ManualResetEvent(initialState: false);
        using var failed = new ManualResetEventSlim();
        Thread thread = _supervisor.StartThread("faces", Fail, 0, stop);
        Assert.True(failed.Wait(s_limit));
        stop.Set();
        Assert.True(thread.Join(s_limit));
        Assert.False(_supervisor.Fatal.IsCompleted);

        void Fail()
        {
            failed.Set();
            throw new InvalidOperationException("planted");
        }
    }

    [Fact]
    public async Task Timer_whose_callback_throws_is_down_until_a_later_call_succeeds()
    {
        int calls = 0;
        var worked = new TaskCompletionSource();
        using ITimer timer = _supervisor.StartTimer("network watch", Call, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        await worked.Task.WaitAsync(s_limit);
        Assert.Equal(["network watch"], Told().Select(fault => fault.Part));

        void Call()
        {
            if (Interlocked.Increment(ref calls) == 1) throw new InvalidOperationException("planted");
            if (calls == 3) worked.SetResult();
        }
    }

    [Fact]
    public void Network_watch_survives_a_system_that_cannot_list_its_interfaces()
    {
        int asked = 0;
        var supervisor = new Supervisor(new EachTimer(), Tell);
        using var watch = new NetworkWatch(() => { }, () => asked++ == 1 ? throw new InvalidOperationException("planted") : [], supervisor);
        Assert.Equal(2, asked);
        Assert.Equal(["network watch"], supervisor.Down.Select(fault => fault.Part));
    }

    [Fact]
    public async Task Task_that_nobody_awaits_ends_the_program_when_it_fails()
    {
        var ended = new TaskCompletionSource();
        _supervisor.Watch("tracker-udp", ended.Task);
        ended.SetException(new IOException("planted"));
        Assert.Equal("planted", (await _supervisor.Fatal.WaitAsync(s_limit)).Exception.Message);
    }

    [Fact]
    public async Task Service_of_which_a_part_failed_ends_with_a_reason_though_it_cannot_be_closed()
    {
        _supervisor.End("session", new InvalidOperationException("planted"));
        var never = new TaskCompletionSource();
        ServiceFaultException fault = await Assert.ThrowsAsync<ServiceFaultException>(
            () => ServiceRun.UntilEndAsync(never.Task, _supervisor.Fatal, new Stuck()).WaitAsync(s_limit));
        Assert.Contains("session", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_are_all_closed_though_one_throws()
    {
        var closed = new List<string>();
        var parts = new PartStack();
        parts.Own(new Part(() => closed.Add("first")));
        parts.Own(new Part(() => throw new InvalidOperationException("planted")));
        parts.Own(new Part(() => closed.Add("last")));
        AggregateException failure = await Assert.ThrowsAsync<AggregateException>(() => parts.DisposeAsync().AsTask());
        Assert.Equal(["last", "first"], closed);
        Assert.Equal("planted", failure.InnerException!.Message);
    }

    private void Tell(PartFault fault)
    {
        lock (_told) _told.Add(fault);
    }

    private List<PartFault> Told()
    {
        lock (_told) return [.. _told];
    }

    private sealed class Stuck : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(new TaskCompletionSource().Task);
    }

    private sealed class Part(Action close) : IDisposable
    {
        public void Dispose() => close();
    }

    /// <summary>Calls each timer's callback once, when it is made.</summary>
    private sealed class EachTimer : TimeProvider, ITimer
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
