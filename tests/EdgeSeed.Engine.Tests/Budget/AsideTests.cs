using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Tests.Simulation;

namespace EdgeSeed.Engine.Tests.Budget;

public class AsideTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(4_000)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public void Pages_get_their_part_and_data_the_rest_and_no_second_holds_more_than_the_rate(long rate)
    {
        var budget = new UploadBudget(rate, _clock);
        using BudgetShare data = budget.Open()!;
        var sent = new List<(long At, int Bytes)>();
        long asideBytes = 0, dataBytes = 0;
        for (int millisecond = 0; millisecond < 60_000; millisecond += 5)
        {
            asideBytes += Note(sent, budget.TryTakeAside(16 * 1024));
            dataBytes += Note(sent, budget.TryTake(data, 16 * 1024));
            _clock.Advance(TimeSpan.FromMilliseconds(5));
        }
        Assert.InRange(asideBytes / 60.0 / rate, UploadBudget.AsidePart * 0.95, 0.25);
        Assert.InRange((asideBytes + dataBytes) / 60.0 / rate, 0.93, 1.01);
        Assert.InRange(LargestSecond(sent), 0, rate * (1 + UploadBudget.WindowHeadroom));
    }

    [Fact]
    public void Pages_get_everything_while_no_data_is_wanted_and_data_gets_everything_while_there_are_no_pages()
    {
        var budget = new UploadBudget(20_000, _clock);
        using BudgetShare data = budget.Open()!;
        var sent = new List<(long At, int Bytes)>();
        long alone = 0;
        for (int i = 0; i < 6_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5))) alone += Note(sent, budget.TryTakeAside(16 * 1024));
        Assert.InRange(alone / 30.0 / 20_000, 0.9, 1.01);
        _clock.Advance(TimeSpan.FromSeconds(5));
        alone = 0;
        for (int i = 0; i < 6_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5))) alone += Note(sent, budget.TryTake(data, 16 * 1024));
        Assert.InRange(alone / 30.0 / 20_000, 0.95, 1.01);
        Assert.InRange(LargestSecond(sent), 0, 20_000 * (1 + UploadBudget.WindowHeadroom));
    }

    [Theory]
    [InlineData(58, 0.82)]
    [InlineData(500, 0.82)]
    public void Data_leaves_no_more_of_a_second_than_answers_have_not_taken_of_it(int answerBytes, double leastPart)
    {
        const int Rate = 20_000;
        var budget = new UploadBudget(Rate, _clock);
        using BudgetShare data = budget.Open()!;
        long dataBytes = 0;
        for (int i = 0; i < 12_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)))
        {
            // Fifty a second, which of small ones is less than the part.
            if (i % 4 == 0 && budget.MayGoAside(500)) budget.ChargeAside(answerBytes);
            int granted = budget.TryTake(data, 16 * 1024);
            if (granted > 0) dataBytes += granted + PacketOverhead.Of(granted, PacketOverhead.DefaultSegmentPayload);
        }
        Assert.InRange(dataBytes / 60.0 / Rate, leastPart, 1);
    }

    [Fact]
    public void Answers_that_cannot_wait_have_room_beside_hungry_data_but_not_more_than_their_part()
    {
        var budget = new UploadBudget(20_000, _clock);
        using BudgetShare data = budget.Open()!;
        int answered = 0;
        long dataBytes = 0;
        var sent = new List<(long At, int Bytes)>();
        for (int i = 0; i < 12_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)))
        {
            if (budget.MayGoAside(500))
            {
                budget.ChargeAside(500);
                sent.Add((_clock.GetTimestamp(), 500));
                answered++;
            }
            dataBytes += Note(sent, budget.TryTake(data, 16 * 1024));
        }
        Assert.InRange(answered * 500 / 60.0 / 20_000, 0.15, 0.25);
        Assert.InRange(dataBytes / 60.0 / 20_000, 0.7, 0.85);
        Assert.InRange(LargestSecond(sent), 0, 20_000 * (1 + UploadBudget.WindowHeadroom));
    }

    [Fact]
    public void Strangers_who_cost_more_than_their_part_are_told_of_and_forgiven_in_seconds()
    {
        var budget = new UploadBudget(4_000, _clock);
        using BudgetShare data = budget.Open()!;
        Want(budget, data);
        Assert.False(budget.IsAsideOverdrawn);
        for (int i = 0; i < 50 && !budget.IsAsideOverdrawn; i++) budget.ChargeAside(PacketOverhead.ConnectionBytes);
        Assert.True(budget.IsAsideOverdrawn);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Want(budget, data);
        Assert.False(budget.IsAsideOverdrawn);
    }

    [Fact]
    public void A_storm_of_refused_strangers_takes_no_more_than_their_part()
    {
        var budget = new UploadBudget(4_000, _clock);
        using BudgetShare data = budget.Open()!;
        long dataBytes = 0;
        for (int i = 0; i < 12_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)))
        {
            for (int refused = 0; refused < 5; refused++) budget.ChargeRefusal(PacketOverhead.RefusalBytes);
            int granted = budget.TryTake(data, 16 * 1024);
            dataBytes += granted == 0 ? 0 : granted + PacketOverhead.Of(granted, PacketOverhead.DefaultSegmentPayload);
        }
        Assert.InRange(dataBytes / 60.0 / 4_000, 0.7, 1);
    }

    [Fact]
    public void Strangers_are_not_told_of_a_debt_that_nobody_waits_for()
    {
        var budget = new UploadBudget(20_000, _clock);
        for (int i = 0; i < 50; i++) budget.ChargeAside(PacketOverhead.ConnectionBytes);
        Assert.False(budget.IsAsideOverdrawn);
    }

    [Fact]
    public void A_storm_of_strangers_before_data_is_wanted_owes_a_second_of_the_line_at_most()
    {
        var budget = new UploadBudget(20_000, _clock);
        for (int i = 0; i < 2_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)))
        {
            for (int come = 0; come < 5; come++)
            {
                if (budget.IsAsideOverdrawn) budget.ChargeRefusal(PacketOverhead.RefusalBytes);
                else budget.ChargeAside(PacketOverhead.ConnectionBytes);
            }
        }
        using BudgetShare data = budget.Open()!;
        int waited = 0;
        for (; budget.TryTake(data, 1_000) == 0; waited++) _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.InRange(waited * 5, 0, 1_500);
    }

    [Fact]
    public async Task Those_who_wait_take_turns_and_one_that_leaves_is_charged_nothing()
    {
        var budget = new UploadBudget(20_000, _clock);
        using var leaving = new CancellationTokenSource();
        budget.ChargeAside(20_000);
        long before = budget.TotalBytes;
        Task<int> abandoned = budget.TakeAsideAsync(10_000, leaving.Token).AsTask(), first = budget.TakeAsideAsync(10_000).AsTask(), second = budget.TakeAsideAsync(10_000).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        for (int i = 0; i < 400 && !second.IsCompleted; i++) _clock.Advance(TimeSpan.FromMilliseconds(5));
        int granted = await first + await second;
        Assert.InRange(budget.TotalBytes - before, granted, granted + 20 * PacketOverhead.SegmentBytes);
    }

    [Theory]
    [InlineData(4_000, 470)]
    [InlineData(4_000, 1_000)]
    [InlineData(20_000, 470)]
    [InlineData(2_000_000, 1_400)]
    public async Task A_packet_of_our_own_leaves_when_a_second_has_room_for_the_whole_of_it(int rate, int bytes)
    {
        var budget = new UploadBudget(rate, _clock);
        using BudgetShare data = budget.Open()!;
        var sent = new List<(long At, int Bytes)>();
        Task packet = Task.CompletedTask;
        for (int millisecond = 0; millisecond < 60_000; millisecond += 5)
        {
            long before = budget.TotalBytes;
            if (millisecond % 2_000 == 0) packet = budget.MakeRoomAsync(bytes).AsTask();
            // It has had room within a second of the clock, so it takes no more of ours than to go on.
            if (millisecond % 2_000 == 1_000) await packet.WaitAsync(TimeSpan.FromSeconds(20));
            budget.TryTakeAside(16 * 1024);
            while (budget.TryTake(data, 16 * 1024) > 0) { }
            sent.Add((_clock.GetTimestamp(), (int)(budget.TotalBytes - before)));
            before = budget.TotalBytes;
            _clock.Advance(TimeSpan.FromMilliseconds(5));
            sent.Add((_clock.GetTimestamp(), (int)(budget.TotalBytes - before)));
        }
        Assert.InRange(LargestSecond(sent), 0, rate * (1 + UploadBudget.WindowHeadroom));
        Assert.InRange(budget.TotalBytes / 60.0 / rate, 0.9, 1.01);
    }

    [Fact]
    public async Task Packets_wait_for_no_longer_than_seconds_where_what_cannot_wait_fills_the_line_and_not_at_all_without_a_limit()
    {
        var budget = new UploadBudget(4_000, _clock);
        long counted = 4_000;
        budget.Charge(4_000);
        Task first = budget.MakeRoomAsync(400).AsTask(), second = budget.MakeRoomAsync(400).AsTask();
        for (int i = 0; i < 2_900 / 5; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)), counted += 30) budget.Charge(30);
        Assert.Equal(counted, budget.TotalBytes);
        for (int i = 0; i < 200 / 5; i++, _clock.Advance(TimeSpan.FromMilliseconds(5)), counted += 30) budget.Charge(30);
        Assert.Equal(counted + 400, budget.TotalBytes);
        await first;
        budget.BytesPerSecond = UploadBudget.Unlimited;
        await second;
        await budget.MakeRoomAsync(100_000);
        Assert.Equal(counted + 800 + 100_000, budget.TotalBytes);
    }

    [Fact]
    public async Task A_packet_that_nobody_waits_for_any_more_keeps_no_room_and_costs_nothing()
    {
        var budget = new UploadBudget(4_000, _clock);
        using BudgetShare data = budget.Open()!;
        for (int i = 0; i < 400; i++, _clock.Advance(TimeSpan.FromMilliseconds(5))) Want(budget, data);
        using var leaving = new CancellationTokenSource();
        Task packet = budget.MakeRoomAsync(3_000, leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => packet);
        long before = budget.TotalBytes;
        for (int i = 0; i < 2_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5))) Want(budget, data);
        Assert.InRange((budget.TotalBytes - before) / 10.0 / 4_000, 0.9, 1.01);
    }

    [Fact]
    public async Task What_leaves_by_and_by_is_booked_in_turn_and_has_its_part_and_no_more()
    {
        var budget = new UploadBudget(4_000, _clock);
        using BudgetShare data = budget.Open()!;
        Want(budget, data);
        var booked = new List<Task>();
        for (int i = 0; i < 20; i++) booked.Add(budget.ReserveAsideAsync(600).AsTask());
        for (int i = 0; i < 2_000; i++, _clock.Advance(TimeSpan.FromMilliseconds(5))) Want(budget, data);
        // Ten seconds of 600 bytes each.
        await Task.WhenAll(booked.Take(9)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(booked.Skip(12), task => task.IsCompleted);
    }

    /// <summary>Takes what there is, so that data waits for more.</summary>
    private static void Want(UploadBudget budget, BudgetShare data)
    {
        while (budget.TryTake(data, 16 * 1024) > 0) { }
    }

    private int Note(List<(long At, int Bytes)> sent, int granted)
    {
        if (granted == 0) return 0;
        int cost = granted + PacketOverhead.Of(granted, PacketOverhead.DefaultSegmentPayload);
        sent.Add((_clock.GetTimestamp(), cost));
        return cost;
    }

    private double LargestSecond(List<(long At, int Bytes)> sent)
    {
        long largest = 0, sum = 0;
        int first = 0;
        foreach ((long at, int bytes) in sent)
        {
            sum += bytes;
            while (_clock.GetElapsedTime(sent[first].At, at).TotalSeconds >= 1) sum -= sent[first++].Bytes;
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}
