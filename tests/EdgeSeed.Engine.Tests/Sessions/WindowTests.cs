using System.Buffers.Binary;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class WindowTests
{
    private const uint Block = TorrentLayout.BlockLength;
    private const int Piece = SessionFixture.PieceLength;
    private const uint BlocksPiece = (uint)Piece / Block;

    private static readonly InfoHash s_hash = SessionFixture.Hash(2);

    [Fact]
    public async Task Piece_that_is_not_cached_is_read_in_one_go()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece);
        await fixture.AddAsync(s_hash, disk);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        foreach (uint piece in (uint[])[5, 1, 6]) await AskAsync(peer, piece);
        foreach (uint piece in (uint[])[5, 1, 6]) await TakeAsync(peer, piece);
        Assert.Equal([(5L * Piece, 6L * Piece), (1L * Piece, 2L * Piece), (6L * Piece, 7L * Piece)], disk.Announced);
    }

    [Fact]
    public async Task Peers_that_want_the_same_piece_share_one_read()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece);
        await fixture.AddAsync(s_hash, disk);
        RawPeer[] peers = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RawPeer.JoinAsync(fixture.Session, s_hash)))];
        foreach (RawPeer peer in peers) await AskAsync(peer, 3);
        foreach (RawPeer peer in peers) await TakeAsync(peer, 3);
        Assert.Equal((3L * Piece, 4L * Piece), Assert.Single(disk.Announced));
        Array.ForEach(peers, peer => peer.Dispose());
    }

    [Fact]
    public async Task Web_download_and_peer_share_one_read()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece);
        await fixture.AddAsync(s_hash, disk);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        await AskAsync(peer, 2);
        await TakeAsync(peer, 2);
        var bytes = new byte[Piece];
        Assert.Equal(RangeOutcome.Good, await fixture.Session.ReadRangeAsync(s_hash, 2 * Piece, bytes));
        Assert.Equal(PatternBlocks.Range(2 * Piece, Piece), bytes);
        Assert.Single(disk.Announced);
    }

    [Theory]
    [InlineData(30, 0, true)]
    [InlineData(4, 0, false)]
    [InlineData(30, 10, false)]
    public async Task Pieces_in_the_cache_are_suggested_while_others_wait_for_the_drive_and_cannot_have_them_from_each_other(int peers, int held, bool isTold)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(40 * Piece);
        await fixture.AddAsync(s_hash, disk);
        RawPeer[] all = [.. await Task.WhenAll(Enumerable.Range(0, peers).Select(_ => RawPeer.JoinAsync(fixture.Session, s_hash)))];
        foreach (RawPeer peer in all)
        {
            for (int piece = 30; piece < 30 + held; piece++) await peer.SendHaveAsync((uint)piece);
        }
        disk.Answers.Reset();
        for (uint i = 0; i < peers; i++) await all[i].RequestAsync(i, 0, Block);
        await fixture.UntilAsync(s => s.Drives[0].WaitingWindows == peers - DriveWindows.MaxUnderWay);
        disk.Answers.Set();
        var suggested = new List<uint>();
        int told = 0;
        for (uint i = 0; i < peers; i++)
        {
            // What it is told goes out behind the block that waited, and before the next.
            await all[i].RequestAsync(i, Block, Block);
            for (int blocks = 0; blocks < 2;)
            {
                (PeerMessageId id, byte[] payload) = await all[i].ReadAsync();
                if (id == PeerMessageId.Piece) blocks++;
                else suggested.Add(BinaryPrimitives.ReadUInt32BigEndian(payload));
                Assert.DoesNotContain(i, suggested.Skip(told));
            }
            told = suggested.Count;
        }
        Assert.Equal(isTold, suggested.Count > 0);
        Assert.All(suggested, piece => Assert.Contains(disk.Announced, range => range == (piece * Piece, (piece + 1) * Piece)));
        Assert.Equal(suggested.Count, (await fixture.Session.ReadStatusAsync()).Drives[0].SuggestedPieces);
        Array.ForEach(all, peer => peer.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Small_pieces_are_read_with_those_behind_them_for_peers_that_take_what_they_are_told_of(bool isFollowing)
    {
        const int busy = 12;
        const uint asked = 100;
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(200 * Piece) { Reading = () => fixture.Clock.Advance(TimeSpan.FromMilliseconds(1)) };
        await fixture.AddAsync(s_hash, disk);
        RawPeer[] others = [.. await Task.WhenAll(Enumerable.Range(0, busy).Select(_ => RawPeer.JoinAsync(fixture.Session, s_hash)))];
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        for (uint i = 0; i < busy; i++)
        {
            foreach ((RawPeer asking, uint piece) in ((RawPeer, uint)[])[(others[i], i), (peer, isFollowing ? i : 20 + i)])
            {
                await AskAsync(asking, piece);
                await TakeAsync(asking, piece, 200);
            }
        }
        disk.Answers.Reset();
        for (uint i = 0; i < busy; i++) await others[i].RequestAsync(40 + i, 0, Block);
        await fixture.UntilAsync(s => s.Drives[0].WaitingWindows == busy - DriveWindows.MaxUnderWay);
        await peer.RequestAsync(asked, 0, Block);
        await fixture.UntilAsync(s => s.Drives[0].WaitingWindows == busy + 1 - DriveWindows.MaxUnderWay);
        disk.Answers.Set();
        await peer.ReadBlockAsync(new TorrentLayout(disk.TotalLength, Piece), asked, 0, Block);
        uint pieces = isFollowing ? (uint)DriveModel.GoodWindowBytes / Piece : 1;
        Assert.Contains((asked * Piece, (long)(asked + pieces) * Piece), disk.Announced);
        for (uint behind = asked + 1; behind < asked + pieces; behind++)
        {
            (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
            Assert.Equal((PeerMessageId.Suggest, behind), (id, BinaryPrimitives.ReadUInt32BigEndian(payload)));
        }
        Array.ForEach(others, other => other.Dispose());
    }

    [Fact]
    public async Task Window_that_the_cache_lost_is_read_again()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece);
        await fixture.AddAsync(s_hash, disk);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        await peer.RequestAsync(4, 0, Block);
        await peer.ReadBlockAsync(new TorrentLayout(disk.TotalLength, Piece), 4, 0, Block);
        disk.Forget();
        for (uint block = 1; block < BlocksPiece; block++) await peer.RequestAsync(4, block * Block, Block);
        for (uint block = 1; block < BlocksPiece; block++) await peer.ReadBlockAsync(new TorrentLayout(disk.TotalLength, Piece), 4, block * Block, Block);
        Assert.Equal([(4L * Piece, 5L * Piece), (4L * Piece + Block, 5L * Piece)], disk.Announced);
    }

    [Fact]
    public async Task Cache_that_keeps_nothing_does_not_stop_the_upload()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece) { KeepsNothing = true };
        await fixture.AddAsync(s_hash, disk);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        for (uint piece = 0; piece < 8; piece++) await AskAsync(peer, piece);
        for (uint piece = 0; piece < 8; piece++) await TakeAsync(peer, piece);
    }

    [Fact]
    public async Task Disk_that_fails_refuses_requests_as_without_windows()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var disk = new CachedDisk(8 * Piece) { Failure = PatternBlocks.MediumGone };
        await fixture.AddAsync(s_hash, disk);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, s_hash);
        await peer.RequestAsync(0, 0, Block);
        Assert.Equal([PeerMessageId.Reject, PeerMessageId.Choke], [(await peer.ReadAsync()).Id, (await peer.ReadAsync()).Id]);
        TorrentStatus status = (await fixture.Session.ReadStatusAsync()).Torrents.Single(t => t.InfoHash == s_hash);
        Assert.Equal((true, 1L), (status.IsPaused, status.ReadErrors));
    }

    [Fact]
    public async Task Drive_whose_peers_wait_for_buffers_takes_none_of_another_drives()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { BufferCount = 4 });
        await fixture.AddAsync(s_hash, new PatternBlocks(fixture.Layout.TotalLength), drive: 1);
        fixture.Disk.Hang();
        var stalled = new List<RawPeer>();
        for (uint i = 0; i < 8; i++)
        {
            stalled.Add(await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash));
            await stalled[^1].RequestAsync(i, 0, Block);
        }
        await fixture.UntilAsync(s => s.BufferShortages >= 6);
        using RawPeer served = await RawPeer.JoinAsync(fixture.Session, s_hash);
        for (uint i = 0; i < 40; i++) await served.RequestAsync(i / 4, i % 4 * Block, Block);
        for (uint i = 0; i < 40; i++) await served.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        Assert.All(stalled, peer => Assert.Equal(0, peer.Available));
        fixture.Disk.Release();
        for (uint i = 0; i < 8; i++) await stalled[(int)i].ReadBlockAsync(fixture.Layout, i, 0, Block);
        stalled.ForEach(peer => peer.Dispose());
    }

    private static async Task AskAsync(RawPeer peer, uint piece)
    {
        for (uint block = 0; block < BlocksPiece; block++) await peer.RequestAsync(piece, block * Block, Block);
    }

    private static async Task TakeAsync(RawPeer peer, uint piece, int pieces = 8)
    {
        var layout = new TorrentLayout(pieces * Piece, Piece);
        for (uint block = 0; block < BlocksPiece; block++) await peer.ReadBlockAsync(layout, piece, block * Block, Block);
    }
}
