using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Tests.Simulation;

namespace EdgeSeed.Engine.Tests.Budget;

public class UploadBudgetTests
{
    private readonly ManualClock _clock = new();

    /// <summary>Sends as one hungry party would, waking when told to plus a late timer's delay, and returns (time, wire bytes) of each grant.</summary>
    private List<(double Seconds, int Bytes)> Drain(UploadBudget budget, double seconds, int wanted, double lateMilliseconds = 1)
    {
        using BudgetShare share = budget.Open()!;
        var sent = new List<(double, int)>();
        int refusals = 0;
        long start = _clock.GetTimestamp();
        while (_clock.GetElapsedTime(start).TotalSeconds < seconds)
        {
            int granted = budget.TryTake(share, wanted);
            if (granted > 0)
            {
                sent.Add((_clock.GetElapsedTime(start).TotalSeconds, granted + PacketOverhead.Of(granted, PacketOverhead.DefaultSegmentPayload)));
                continue;
            }
            double delay = budget.NextGrantDelay().TotalMilliseconds;
            refusals++;
            _clock.Advance(TimeSpan.FromMilliseconds(Math.Ceiling(delay) + lateMilliseconds));
        }
        // Waking as told is neither too early nor in vain.
        Assert.InRange(refusals, 0, sent.Count * 2 + 2);
        return sent;
    }

    private static double LargestSecond(List<(double Seconds, int Bytes)> sent)
    {
        double largest = 0, sum = 0;
        int first = 0;
        foreach ((double at, int bytes) in sent)
        {
            sum += bytes;
            while (at - sent[first].Seconds >= 1) sum -= sent[first++].Bytes;
            largest = Math.Max(largest, sum);
        }
        return largest;
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4_000)]
    [InlineData(5_000)]
    [InlineData(6_500)]
    [InlineData(11_111)]
    [InlineData(40_000)]
    [InlineData(100_000)]
    [InlineData(130_000)]
    [InlineData(5_000_000)]
    [InlineData(125_000_000)]
    public void Budget_with_demand_is_used_and_never_exceeded_in_any_second(long rate)
    {
        var budget = new UploadBudget(rate, _clock);
        List<(double Seconds, int Bytes)> sent = Drain(budget, 30, 16397);
        double used = sent.Sum(s => (double)s.Bytes) / (rate * 30.0);
        Assert.InRange(used, 0.955, 1.0);
        Assert.InRange(LargestSecond(sent) / rate, 0.95, 1 + UploadBudget.WindowHeadroom);
    }

    [Fact]
    public void Budget_of_4_kilobytes_is_kept_in_every_second_while_two_hundred_peers_are_acknowledged()
    {
        var budget = new UploadBudget(4_000, _clock);
        using BudgetShare share = budget.Open()!;
        var random = new Random(1);
        var sent = new List<(double Seconds, int Bytes)>();
        double nextAnswer = 0;
        for (double at = 0; at < 60; at += 0.001)
        {
            int granted = budget.TryTake(share, 16397);
            if (granted > 0) sent.Add((at, granted + PacketOverhead.Of(granted, PacketOverhead.DefaultSegmentPayload)));
            if (at >= nextAnswer)
            {
                budget.Charge(PacketOverhead.SegmentBytes);
                sent.Add((at, PacketOverhead.SegmentBytes));
                nextAnswer = at + 0.15 + random.NextDouble() * 0.3;
            }
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(sent.Sum(s => (double)s.Bytes) / (4_000 * 60.0), 0.975, 1.0);
        Assert.InRange(LargestSecond(sent) / 4_000, 0.97, 1 + UploadBudget.WindowHeadroom);
    }

    [Fact]
    public void Budget_of_4_kilobytes_sends_a_block_over_four_seconds_in_few_packets()
    {
        var budget = new UploadBudget(4_000, _clock);
        List<(double Seconds, int Bytes)> sent = Drain(budget, 5, 16397);
        double at = 0;
        int total = 0;
        foreach ((double seconds, int bytes) in sent)
        {
            if (total < 16397) at = seconds;
            total += bytes;
        }
        Assert.InRange(at, 3.8, 4.8);
        Assert.InRange(sent.Count, 11, 16);
    }

    [Fact]
    public void Charge_of_a_tracker_answer_delays_the_next_grant_by_as_much()
    {
        var budget = new UploadBudget(10_000, _clock);
        using BudgetShare share = budget.Open()!;
        budget.Charge(5_000);
        Assert.Equal(0, budget.TryTake(share, 1_000));
        _clock.Advance(budget.NextGrantDelay() + TimeSpan.FromMilliseconds(20));
        Assert.Equal(1_000, budget.TryTake(share, 1_000));
        Assert.InRange(_clock.GetTimestamp() - TimeSpan.TicksPerDay, TimeSpan.TicksPerSecond / 10, TimeSpan.TicksPerSecond);
    }

    [Fact]
    public void Budget_that_is_unlimited_grants_everything_and_counts_it()
    {
        var budget = new UploadBudget(UploadBudget.Unlimited, _clock);
        using BudgetShare share = budget.Open()!;
        for (int i = 0; i < 1_000; i++) Assert.Equal(1 << 20, budget.TryTake(share, 1 << 20));
        Assert.True(budget.TotalBytes > 1_000L << 20);
        Assert.Equal(TimeSpan.Zero, budget.NextGrantDelay());
    }

    [Fact]
    public void Rate_changed_live_holds_from_the_next_grant()
    {
        var budget = new UploadBudget(1_000_000, _clock);
        Drain(budget, 2, 16384);
        budget.BytesPerSecond = 20_000;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange(Drain(budget, 10, 16384).Sum(s => s.Bytes), 185_000, 206_000);
        budget.BytesPerSecond = 1_000_000;
        Assert.InRange(Drain(budget, 2, 16384).Sum(s => s.Bytes), 1_900_000, 2_100_000);
    }

    [Fact]
    public void Shares_that_both_wait_get_bytes_by_weight()
    {
        var budget = new UploadBudget(100_000, _clock);
        using BudgetShare peers = budget.Open()!;
        using BudgetShare download = budget.Open()!;
        peers.Weight = 3;
        long toPeers = 0, toDownload = 0;
        for (int i = 0; i < 20_000; i++)
        {
            toPeers += budget.TryTake(peers, 16384);
            toDownload += budget.TryTake(download, 16384);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(toPeers / (double)toDownload, 2.8, 3.2);
        Assert.InRange(toPeers + toDownload, 1_850_000, 2_080_000);
    }

    [Fact]
    public void Share_that_lost_interest_holds_nobody_back_for_long()
    {
        var budget = new UploadBudget(100_000, _clock);
        using BudgetShare gone = budget.Open()!;
        using BudgetShare hungry = budget.Open()!;
        _clock.Advance(TimeSpan.FromSeconds(1));
        while (budget.TryTake(gone, 16384) > 0) { }
        long got = 0;
        for (int i = 0; i < 2_000; i++)
        {
            got += budget.TryTake(hungry, 16384);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.True(got > 100_000, $"only {got} bytes");
    }

    [Fact]
    public async Task TakeAsync_waits_for_the_clock_and_is_cancellable()
    {
        var budget = new UploadBudget(10_000, _clock);
        using BudgetShare share = budget.Open()!;
        while (budget.TryTake(share, 4_096) > 0) { }
        using var cancel = new CancellationTokenSource();
        ValueTask<int> abandoned = budget.TakeAsync(share, 100, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await abandoned);
        Task<int> waiting = budget.TakeAsync(share, 1_000).AsTask();
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1_000, await waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Refund_makes_the_bytes_available_again()
    {
        var budget = new UploadBudget(100_000, _clock);
        using BudgetShare share = budget.Open()!;
        _clock.Advance(TimeSpan.FromSeconds(1));
        int first = budget.TryTake(share, 16384);
        long counted = budget.TotalBytes;
        budget.Refund(share, first, sent: 0);
        Assert.True(budget.TotalBytes < counted);
        Assert.Equal(first, budget.TryTake(share, 16384));
    }

    [Theory]
    [InlineData(1_000, 400)]
    [InlineData(1_448, 1)]
    [InlineData(4_000, 2_896)]
    public void Refund_of_a_part_keeps_the_headers_of_what_was_sent(int granted, int sent)
    {
        var budget = new UploadBudget(1_000_000, _clock);
        using BudgetShare share = budget.Open()!;
        _clock.Advance(TimeSpan.FromSeconds(1));
        long before = budget.TotalBytes;
        Assert.Equal(granted, budget.TryTake(share, granted));
        budget.Refund(share, granted, sent);
        int headers = (sent + PacketOverhead.DefaultSegmentPayload - 1) / PacketOverhead.DefaultSegmentPayload * PacketOverhead.SegmentBytes;
        Assert.Equal(sent + headers, budget.TotalBytes - before);
    }

    [Fact]
    public void Open_beyond_the_bound_is_refused()
    {
        var budget = new UploadBudget(100_000, _clock);
        var shares = Enumerable.Range(0, UploadBudget.MaximumShares).Select(_ => budget.Open()).ToList();
        Assert.DoesNotContain(null, shares);
        Assert.Null(budget.Open());
        shares[0]!.Dispose();
        Assert.NotNull(budget.Open());
    }
}
