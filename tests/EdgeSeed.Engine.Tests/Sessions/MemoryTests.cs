using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class MemoryTests
{
    private const uint Block = TorrentLayout.BlockLength;

    [Fact]
    public async Task Newcomer_is_refused_while_memory_is_short_and_everybody_is_busy()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPeerBytes = 3 * PeerConnection.BaseBytes });
        using RawPeer first = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        using RawPeer second = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        using RawPeer third = await RawPeer.ConnectAsync(fixture.Session);
        await third.WaitForCloseAsync();
        SessionStatus status = await fixture.UntilAsync(status => status.DisconnectsFor(DisconnectReason.MemoryShort) == 1);
        Assert.Equal(2, status.Peers);
        Assert.InRange(status.PeerBytes, 2 * PeerConnection.BaseBytes, 3 * PeerConnection.BaseBytes);
    }

    [Fact]
    public async Task Idle_peer_gives_way_to_a_newcomer_while_memory_is_short()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPeerBytes = 3 * PeerConnection.BaseBytes });
        using RawPeer idle = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        using RawPeer second = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        using RawPeer third = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await idle.WaitForCloseAsync();
        await third.RequestAsync(0, 0, Block);
        await third.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(1, status.DisconnectsFor(DisconnectReason.MemoryShort));
        Assert.Equal(2, status.Peers);
    }

    [Fact]
    public async Task Request_queue_does_not_grow_while_memory_is_short()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPeerBytes = PeerConnection.BaseBytes * 2 });
        fixture.Disk.Hang();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        for (uint at = 0; at < 200; at++) await peer.RequestAsync(at / 4 % 10, at % 4 * Block, Block);
        SessionStatus status = await fixture.UntilAsync(status => status.RejectedRequests > 0);
        // Few requests, a full outbox of refusals, and what was received and has to wait.
        Assert.InRange(status.PeerBytes, PeerConnection.BaseBytes, 6 * PeerConnection.BaseBytes);
        fixture.Disk.Release();
    }

    [Fact]
    public async Task Nothing_is_held_when_everybody_has_gone()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
            for (uint at = 0; at < 40; at++) await peer.RequestAsync(at / 4, at % 4 * Block, Block);
            await peer.SendAsync([0, 0, 1, 0, (byte)PeerMessageId.Extended, 0]);
        }
        SessionStatus status = await fixture.UntilAsync(status => status.Peers == 0 && status.PendingHandshakes == 0);
        Assert.Equal(0, status.PeerBytes);
        Assert.Equal((20, 20), (status.AcceptedConnections, status.Disconnects.Sum()));
        Assert.NotInRange(status.Requests, 0, 20);
        Assert.NotEqual(0, status.ForgottenRequests);
    }
}
