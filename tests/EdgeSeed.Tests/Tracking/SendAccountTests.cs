using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;

namespace EdgeSeed.Tests.Tracking;

public class SendAccountTests
{
    private const int Rate = 4_000;
    private readonly UploadBudgets _budgets;

    public SendAccountTests()
    {
        var time = new ManualTime();
        _budgets = new UploadBudgets(new UploadBudget(Rate, time), new UploadBudget(UploadBudget.Unlimited, time));
    }

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
    public async Task What_a_download_was_granted_is_not_taken_again_and_what_it_did_not_send_is_given_back()
    {
        using BudgetShare share = _budgets.World.Open()!;
        _budgets.World.ChargeAside(10 * Rate);
        long before = _budgets.World.TotalBytes;
        SendAccount account = AccountOf("203.0.113.9");
        account.Prepay(share, 1_000);
        Assert.Equal(300, await account.TakeAsync(300, CancellationToken.None));
        Assert.Equal(before, _budgets.World.TotalBytes);
        account.Close();
        Assert.Equal(before - 700 - PacketOverhead.SegmentBytes, _budgets.World.TotalBytes);
        Assert.Equal(0, account.Prepaid);
    }

    private SendAccount AccountOf(string address) => new(new PeerEndPoint(IPAddress.Parse(address), 40_000), _budgets);
}
