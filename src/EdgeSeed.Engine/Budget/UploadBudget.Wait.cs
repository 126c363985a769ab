using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Budget;

public sealed partial class UploadBudget
{
    private readonly Queue<Waiter> _waiters = [];
    private ITimer? _timer;

    /// <summary>
    /// Takes up to <paramref name="wanted"/> bytes, waiting for them as long as it takes: for web downloads. Waiting parties are served in
    /// proportion
    /// to their weights, so a download gets a peer's portion.
    /// </summary>
    /// <param name="share">Who asks; one call at a time for each share.</param>
    /// <param name="wanted">Payload bytes wanted, positive.</param>
    /// <param name="cancellation">Ends the wait; nothing is charged then.</param>
    /// <returns>Bytes to send now, from 1 to <paramref name="wanted"/>.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask<int> TakeAsync(BudgetShare share, int wanted, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        return WaitAsync(share, wanted, cancellation);
    }

    private async ValueTask<int> WaitAsync(BudgetShare? share, int wanted, CancellationToken cancellation, bool isReserved = false)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = new Waiter(share, wanted, isReserved);
        if (Serve(waiter) is > 0 and var granted) return granted;
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Completion.TrySetCanceled(token), waiter);
        lock (_gate) _waiters.Enqueue(waiter);
        PumpWaiters();
        try
        {
            return await waiter.Completion.Task.ConfigureAwait(false);
        }
        finally
        {
            share?.Withdraw();
        }
    }

    private int Serve(Waiter waiter)
    {
        if (waiter.IsReserved) return TryReserveAside(waiter.Wanted) ? waiter.Wanted : 0;
        return Take(waiter.Share, waiter.Wanted, PacketOverhead.DefaultSegmentPayload);
    }

    /// <summary>Serves whom it can in one round, and sets the timer for the next if anybody still waits.</summary>
    private void PumpWaiters()
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            double seconds = PumpPackets(now);
            bool isDataWanted = false;
            for (int round = _waiters.Count; round > 0; round--)
            {
                Waiter waiter = _waiters.Dequeue();
                if (waiter.Completion.Task.IsCompleted) continue;
                int granted = Serve(waiter);
                if (granted == 0)
                {
                    _waiters.Enqueue(waiter);
                    isDataWanted |= waiter.Share is not null;
                    if (waiter.Share is null) seconds = Math.Min(seconds, waiter.IsReserved ? SecondsUntilReserve() : SecondsUntilAside(now));
                }
                else if (!waiter.Completion.TrySetResult(granted) && !waiter.IsReserved) GiveBack(waiter.Share, CostOf(granted, PacketOverhead.DefaultSegmentPayload));
            }
            if (_waiters.Count == 0 && _packets.Count == 0) return;
            _timer ??= (_supervisor ?? Supervisor.Alone(_time)).MakeAlarm("upload budget", PumpWaiters);
            TimeSpan delay = TimeSpan.FromSeconds(isDataWanted ? Math.Min(seconds, NextGrantDelay().TotalSeconds) : seconds);
            _timer.Change(delay < s_shortestWait ? s_shortestWait : delay, Timeout.InfiniteTimeSpan);
        }
    }

    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(1);

    private sealed record Waiter(BudgetShare? Share, int Wanted, bool IsReserved)
    {
        public TaskCompletionSource<int> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
