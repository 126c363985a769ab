using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Tracking;

public class SendAccountTests
{
    private const int Rate = 4_000;
    private readonly FakeTimeProvider _clock = new();
    private readonly UploadBudgets _budgets;

    public SendAccountTests() => _budgets = new UploadBudgets(new UploadBudget(Rate, _clock), new UploadBudget(UploadBudget.Unlimited, _clock));

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("2001:db8::1")]
    public async Task Bytes_for_the_world_are_taken_with_their_packets_and_wait_when_there_is_no_room(string address)
    {
        SendAccount account = AccountOf(address);
        int taken = await account.TakeAsync(400, CancellationToken.None);
        Assert.Equal(taken + PacketOverhead.SegmentBytes, _budgets.World.TotalBytes);
        _budgets.World.ChargeAside(10 * Rate);
        using var leaving = new CancellationTokenSource();
        ValueTask<int> waiting = account.TakeAsync(400, leaving.Token);
        Assert.False(waiting.IsCompleted);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.7")]
    [InlineData("fe80::1")]
    public async Task Networks_here_cost_nothing_and_never_wait(string address)
    {
        _budgets.World.ChargeAside(100 * Rate);
        long before = _budgets.World.TotalBytes;
        Assert.Equal(20_000, await AccountOf(address).TakeAsync(20_000, CancellationToken.None));
        Assert.Equal(before, _budgets.World.TotalBytes);
    }

    [Fact]
    public async Task This_machine_costs_nothing_by_whichever_of_its_addresses_it_comes()
    {
        _budgets.World.ChargeAside(100 * Rate);
        long before = _budgets.World.TotalBytes;
        var account = new SendAccount(new PeerEndPoint(IPAddress.Parse("203.0.113.9"), 5000), _budgets, isOwn: true);
        Assert.Equal(20_000, await account.TakeAsync(20_000, CancellationToken.None));
        Assert.Equal(before, _budgets.World.TotalBytes);
    }

    [Fact]
    public async Task Proxy_here_is_paid_for_since_what_it_is_told_leaves()
    {
        long before = _budgets.World.TotalBytes;
        var account = new SendAccount(new PeerEndPoint(IPAddress.Loopback, 5000), _budgets, isProxy: true);
        int sent = await account.TakeAsync(100, CancellationToken.None);
        // With the heads of its packets.
        Assert.InRange(_budgets.World.TotalBytes - before, sent, sent + PacketOverhead.DefaultSegmentPayload);
    }

    [Fact]
    public async Task Data_is_paid_for_by_its_share_as_it_leaves_and_what_could_not_be_sent_is_given_back()
    {
        using BudgetShare share = _budgets.World.Open()!;
        SendAccount account = AccountOf("203.0.113.9");
        account.AddData(share, 1_000);
        long before = _budgets.World.TotalBytes;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(300, await account.TakeAsync(300, CancellationToken.None));
        Assert.Equal((700L, before + 300 + PacketOverhead.SegmentBytes), (account.Data, _budgets.World.TotalBytes));
        account.Return(300);
        Assert.Equal(before, _budgets.World.TotalBytes);
    }

    [Fact]
    public async Task No_more_is_read_for_who_does_not_take_what_was_read()
    {
        using BudgetShare share = _budgets.World.Open()!;
        SendAccount account = AccountOf("203.0.113.9");
        account.AddData(share, 1_000);
        Task left = account.LeftAsync(500, CancellationToken.None);
        for (int i = 0; i < 5; i++)
        {
            Assert.False(left.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(100, await account.TakeAsync(100, CancellationToken.None));
        }
        await left.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private SendAccount AccountOf(string address) => new(new PeerEndPoint(IPAddress.Parse(address), 40_000), _budgets);
}
