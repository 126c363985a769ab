using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Sessions;

public class DiskTests
{
    private const uint Block = TorrentLayout.BlockLength;

    [Fact]
    public async Task Disk_that_fails_refuses_requests_and_heals_by_itself()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Disk.Failure = PatternBlocks.MediumGone;
        await peer.RequestAsync(0, 0, Block);
        Assert.Equal([PeerMessageId.Reject, PeerMessageId.Choke], [(await peer.ReadAsync()).Id, (await peer.ReadAsync()).Id]);
        TorrentStatus status = (await fixture.Session.ReadStatusAsync()).Torrents[0];
        Assert.True(status.IsPaused);
        Assert.Equal(1, status.ReadErrors);
        Assert.Equal(PatternBlocks.MediumGone, status.LastError);
        fixture.Disk.Failure = null;
        fixture.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(PeerMessageId.Unchoke, (await peer.ReadAsync()).Id);
        await peer.RequestAsync(0, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        Assert.Null((await fixture.Session.ReadStatusAsync()).Torrents[0].LastError);
    }

    [Fact]
    public async Task Drive_that_hangs_stalls_only_its_own_torrents()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var other = new PatternBlocks(fixture.Layout.TotalLength);
        await fixture.AddAsync(SessionFixture.Hash(2), other, drive: 1);
        using RawPeer stalled = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        using RawPeer served = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        fixture.Disk.Hang();
        await stalled.RequestAsync(0, 0, Block);
        await fixture.Disk.Begun.Task;
        for (uint i = 0; i < 40; i++) await served.RequestAsync(i / 4, i % 4 * Block, Block);
        for (uint i = 0; i < 40; i++) await served.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        Assert.Equal(0, stalled.Available);
        fixture.Disk.Release();
        await stalled.ReadBlockAsync(fixture.Layout, 0, 0, Block);
    }

    [Fact]
    public async Task Peers_that_waited_for_a_buffer_are_all_served_when_none_of_them_needs_it_any_more()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { BufferCount = 1 });
        using var files = new PatternFile(4 * SessionFixture.PieceLength);
        await fixture.AddAsync(SessionFixture.Hash(2), files.Content);
        using RawPeer holder = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        RawPeer[] waiters = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2))))];
        fixture.Disk.Hang();
        await holder.RequestAsync(0, 0, Block);
        await fixture.Disk.Begun.Task;
        // Nothing of the file is open yet, so each wants a buffer, and the only one is out.
        for (uint i = 0; i < waiters.Length; i++) await waiters[i].RequestAsync(i, 0, Block);
        await fixture.UntilAsync(s => s.BufferShortages >= waiters.Length);
        Assert.Null(files.Content.Read(0, new byte[1]));
        fixture.Disk.Release();
        var layout = new TorrentLayout(files.Content.TotalLength, SessionFixture.PieceLength);
        for (uint i = 0; i < waiters.Length; i++) await waiters[i].ReadBlockAsync(layout, i, 0, Block);
        Array.ForEach(waiters, w => w.Dispose());
    }

    [Fact]
    public async Task Peers_that_never_read_keep_no_buffer_from_those_that_do()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { BufferCount = 2 }, length: 64 * SessionFixture.PieceLength);
        var stuck = new List<RawPeer>();
        for (int i = 0; i < 8; i++)
        {
            RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, receiveBuffer: 4096);
            for (uint block = 0; block < 200; block++) await peer.RequestAsync(block / 4, block % 4 * Block, Block);
            stuck.Add(peer);
        }
        using RawPeer honest = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        for (uint i = 0; i < 100; i++) await honest.RequestAsync(i / 4, i % 4 * Block, Block);
        for (uint i = 0; i < 100; i++) await honest.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        stuck.ForEach(p => p.Dispose());
        await fixture.UntilAsync(s => s.Peers == 1 && s.BuffersInUse == 0);
    }

    [Fact]
    public async Task Peer_that_takes_nothing_is_dropped()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(length: 640 * SessionFixture.PieceLength);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, receiveBuffer: 4096);
        for (uint block = 0; block < 400; block++) await peer.RequestAsync(block / 4, block % 4 * Block, Block);
        // The kernel's buffers are full when nothing more is sent though the loop goes round and round: each look is a round.
        long sent = 0;
        int still = 0;
        await Eventually.IsAsync(async () =>
        {
            long before = sent;
            sent = (await fixture.UntilAsync(s => s.PayloadBytes > 0)).PayloadBytes;
            still = sent == before ? still + 1 : 0;
            return still == 200;
        });
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.Stuck) == 1);
    }
}
