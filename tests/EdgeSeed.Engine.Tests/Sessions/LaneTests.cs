using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Sessions;

public class LaneTests
{
    private const uint Block = TorrentLayout.BlockLength;

    private static readonly IPNetwork[] s_loopback = [IPNetwork.Parse("127.0.0.0/8")];

    [Fact]
    public async Task Peer_on_the_lan_is_served_beside_a_budget_that_gives_nothing()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        fixture.Budgets.LanNetworks = s_loopback;
        fixture.Budget.BytesPerSecond = UploadBudget.MinimumBytesPerSecond;
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await peer.RequestAsync(0, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(0, status.BudgetBytes);
        Assert.InRange(status.LanBytes, Block, 2 * Block);
    }

    [Fact]
    public async Task Peer_that_changes_lanes_takes_its_requests_along()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Budget.BytesPerSecond = UploadBudget.MinimumBytesPerSecond;
        for (uint at = 0; at < 4; at++) await peer.RequestAsync(0, at * Block, Block);
        long sent = (await fixture.Session.ReadStatusAsync()).PayloadBytes;
        Assert.InRange(sent, 0, Block);
        fixture.Budgets.LanNetworks = s_loopback;
        await fixture.Session.MovePeersAsync();
        for (uint at = 0; at < 4; at++) await peer.ReadBlockAsync(fixture.Layout, 0, at * Block, Block);
        fixture.Budgets.LanNetworks = [];
        await fixture.Session.MovePeersAsync();
        await peer.RequestAsync(1, 0, Block);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.InRange(status.PayloadBytes, 4 * Block, 5 * Block - 1);
    }

    [Fact]
    public async Task Peers_are_choked_while_the_budget_is_paused_and_served_after()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Budget.Pause();
        Task<(PeerMessageId Id, byte[] Payload)> told = peer.ReadAsync();
        await AdvanceUntilAsync(fixture, told);
        Assert.Equal(PeerMessageId.Choke, (await told).Id);
        await peer.RequestAsync(0, 0, Block);
        told = peer.ReadAsync();
        await AdvanceUntilAsync(fixture, told);
        Assert.Equal(PeerMessageId.Reject, (await told).Id);
        Assert.Equal(0, (await fixture.Session.ReadStatusAsync()).PayloadBytes);
        fixture.Budget.BytesPerSecond = UploadBudget.Unlimited;
        Assert.False(fixture.Budget.IsPaused);
        told = peer.ReadAsync();
        await AdvanceUntilAsync(fixture, told);
        Assert.Equal(PeerMessageId.Unchoke, (await told).Id);
        await peer.RequestAsync(0, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
    }

    [Fact]
    public async Task Session_listens_on_every_address_at_one_port()
    {
        var clock = new ManualClock();
        var budgets = new UploadBudgets(new UploadBudget(UploadBudget.Unlimited, clock), new UploadBudget(UploadBudget.Unlimited, clock));
        IPEndPoint[] listen = [new(IPAddress.Parse("127.0.0.2"), 0), new(IPAddress.Parse("127.0.0.3"), 0), new(IPAddress.IPv6Loopback, 0)];
        await using var session = new SeedSession(new EngineOptions(), budgets, listen, clock);
        foreach (IPEndPoint at in listen)
        {
            using var client = new System.Net.Sockets.TcpClient(at.AddressFamily);
            await client.ConnectAsync(at.Address, session.Port);
        }
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).AcceptedConnections >= listen.Length);
        using var other = new System.Net.Sockets.TcpClient();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => other.ConnectAsync(IPAddress.Loopback, session.Port));
    }

    private static async Task AdvanceUntilAsync(SessionFixture fixture, Task done)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(20);
        while (!done.IsCompleted && DateTime.UtcNow < end)
        {
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await fixture.Session.ReadStatusAsync();
        }
    }
}
