using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class FileTests
{
    private const uint Block = TorrentLayout.BlockLength;

    [Fact]
    public async Task Every_block_of_many_files_is_served_right_by_whatever_path()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var files = new PatternFile(1, 0, 16_383, 70_000, 3, 200_000, 16_384, 5, 65_536);
        await fixture.AddAsync(SessionFixture.Hash(2), files.Content);
        var layout = new TorrentLayout(files.Content.TotalLength, SessionFixture.PieceLength);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        for (int piece = 0; piece < layout.PieceCount; piece++)
        {
            for (int block = 0; block < layout.BlockCount(new PieceIndex(piece)); block++)
            {
                BlockRequest request = layout.Block(new PieceIndex(piece), block);
                await peer.RequestAsync((uint)piece, (uint)request.Begin, (uint)request.Length);
            }
        }
        for (int piece = 0; piece < layout.PieceCount; piece++)
        {
            for (int block = 0; block < layout.BlockCount(new PieceIndex(piece)); block++)
            {
                BlockRequest request = layout.Block(new PieceIndex(piece), block);
                await peer.ReadBlockAsync(layout, (uint)piece, (uint)request.Begin, (uint)request.Length);
            }
        }
    }

    [Fact]
    public async Task Blocks_sent_together_arrive_right_when_the_socket_takes_a_part_and_count_once()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { UnsentBytesPeer = 4096 });
        using var files = new PatternFile(40 * SessionFixture.PieceLength);
        await fixture.AddAsync(SessionFixture.Hash(2), files.Content);
        var layout = new TorrentLayout(files.Content.TotalLength, SessionFixture.PieceLength);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2), receiveBuffer: 4096);
        var requests = new byte[40 * 4 * MessageWriter.BlockLength];
        for (int i = 0; i < 160; i++) MessageWriter.WriteBlock(requests.AsSpan(i * MessageWriter.BlockLength), PeerMessageId.Request, (uint)i / 4, (uint)i % 4 * Block, Block);
        await peer.SendAsync(requests);
        for (uint i = 0; i < 160; i++) await peer.ReadBlockAsync(layout, i / 4, i % 4 * Block, Block);
        Assert.Equal(160 * (long)Block, (await fixture.Session.ReadStatusAsync()).PayloadBytes);
    }

    [Fact]
    public async Task File_that_was_cut_short_refuses_its_blocks_and_pauses_the_torrent()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var files = new PatternFile(2 * SessionFixture.PieceLength);
        await fixture.AddAsync(SessionFixture.Hash(2), files.Content);
        using (FileStream file = File.OpenWrite(files.PathOf(0))) file.SetLength(SessionFixture.PieceLength);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        await peer.RequestAsync(1, 0, Block);
        Assert.Equal(PeerMessageId.Reject, (await peer.ReadAsync()).Id);
        TorrentStatus status = (await fixture.UntilAsync(s => s.Torrents[1].ReadErrors > 0)).Torrents[1];
        Assert.NotNull(status.LastError);
        Assert.True(status.IsPaused);
    }
}
