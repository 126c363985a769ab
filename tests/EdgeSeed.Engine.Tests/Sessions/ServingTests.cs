using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class ServingTests
{
    private const uint Block = TorrentLayout.BlockLength;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_are_answered_in_order_with_the_right_bytes(bool isFast)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isFast);
        (uint Piece, uint Begin, uint Length)[] wanted =
            [(0, 0, Block), (0, Block, Block), (7, 3 * Block, Block), (10, 0, 12_345), (2, 5, 1), (1, 0, 4 * Block), (9, 100, 2 * Block + 1)];
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.RequestAsync(piece, begin, length);
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.ReadBlockAsync(fixture.Layout, piece, begin, length);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(wanted.Sum(w => w.Length), status.PayloadBytes);
        Assert.Equal(status.PayloadBytes, status.Torrents[0].UploadedBytes);
        Assert.Equal(0, status.BuffersInUse);
    }

    [Fact]
    public async Task Neighbouring_requests_are_read_together()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Disk.Hang();
        for (uint i = 0; i < 16; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
        await fixture.UntilAsync(s => s.ReceivedBytes >= Handshake.Length + 5 + 16 * 17);
        fixture.Disk.Release();
        for (uint i = 0; i < 16; i++) await peer.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        Assert.Equal(16 * Block, fixture.Disk.BytesRead);
        Assert.InRange(fixture.Disk.Reads, 4, 5);
    }

    [Fact]
    public async Task Requests_over_the_bound_are_rejected_to_a_fast_peer_and_none_is_lost()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxRequestsPeer = 8 });
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Disk.Hang();
        for (uint i = 0; i < 40; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
        await fixture.UntilAsync(s => s.RejectedRequests > 20);
        fixture.Disk.Release();
        int pieces = 0, rejects = 0;
        while (pieces + rejects < 40)
        {
            PeerMessageId id = (await peer.ReadAsync()).Id;
            if (id == PeerMessageId.Piece) pieces++;
            else if (id == PeerMessageId.Reject) rejects++;
        }
        Assert.InRange(pieces, 8, 10);
    }

    [Fact]
    public async Task Requests_over_the_bound_wait_in_the_socket_of_a_peer_without_the_fast_extension()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxRequestsPeer = 8 });
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isFast: false);
        for (uint i = 0; i < 40; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
        for (uint i = 0; i < 40; i++) await peer.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        Assert.Equal(0, (await fixture.Session.ReadStatusAsync()).RejectedRequests);
    }

    [Fact]
    public async Task Cancelled_request_is_rejected_and_not_sent()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Disk.Hang();
        await peer.RequestAsync(0, 0, Block);
        await fixture.Disk.Begun.Task;
        await peer.RequestAsync(5, 0, Block);
        await peer.RequestAsync(5, 0, Block, PeerMessageId.Cancel);
        await peer.RequestAsync(6, 0, Block);
        await fixture.UntilAsync(s => s.RejectedRequests == 1);
        fixture.Disk.Release();
        await peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        Assert.Equal(PeerMessageId.Reject, (await peer.ReadAsync()).Id);
        await peer.ReadBlockAsync(fixture.Layout, 6, 0, Block);
    }

    [Theory]
    [InlineData(11, 0, 16)]
    [InlineData(0, 65_536, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 131_073)]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue)]
    public async Task Request_outside_the_torrent_ends_the_connection(uint piece, uint begin, uint length)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await peer.RequestAsync(piece, begin, length);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BadRequest));
    }

    [Fact]
    public async Task Request_of_a_withheld_piece_is_rejected_until_it_is_verified()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(withhold: bits => bits.Clear(new(4)));
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await peer.RequestAsync(4, 0, Block);
        Assert.Equal(PeerMessageId.Reject, (await peer.ReadAsync()).Id);
        var all = new Bitfield(fixture.Layout.PieceCount);
        all.SetAll();
        Assert.True(await fixture.Session.SetVerifiedAsync(fixture.InfoHash, all));
        (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Have, id);
        Assert.Equal([0, 0, 0, 4], payload);
        await peer.RequestAsync(4, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 4, 0, Block);
    }

    [Fact]
    public async Task Request_while_choked_is_rejected()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        await peer.RequestAsync(0, 0, Block);
        Assert.Equal(PeerMessageId.Reject, (await peer.ReadAsync()).Id);
    }

    [Fact]
    public async Task Metadata_is_served_piece_by_piece()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit | Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        await peer.ReadAsync();
        await peer.ReadAsync();
        await peer.SendExtendedAsync(0, "d1:md11:ut_metadatai7eee"u8);
        var fetched = new List<byte>();
        for (int piece = 0; piece < 4; piece++)
        {
            await peer.SendExtendedAsync(OwnHandshake.MetadataId, System.Text.Encoding.ASCII.GetBytes($"d8:msg_typei0e5:piecei{piece}ee"));
            (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
            Assert.Equal(PeerMessageId.Extended, id);
            Assert.Equal(7, payload[0]);
            Assert.True(MetadataMessage.TryParse(payload.AsSpan(1), out MetadataMessage message, out ReadOnlySpan<byte> data));
            Assert.Equal(piece < 3 ? MetadataMessageKind.Data : MetadataMessageKind.Reject, message.Kind);
            fetched.AddRange(data);
        }
        Assert.Equal(fixture.Info, fetched);
    }

    /// <summary>As webtorrent asks: more than would be known of one by one.</summary>
    [Fact]
    public async Task Metadata_that_is_asked_for_all_at_once_is_served_whole()
    {
        const int pieces = 100, pieceLength = 16 * 1024;
        await using SessionFixture fixture = await SessionFixture.StartAsync(infoBytes: pieces * pieceLength - 5);
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit | Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        await peer.ReadAsync();
        await peer.ReadAsync();
        await peer.SendExtendedAsync(0, "d1:md11:ut_metadatai7eee"u8);
        for (int piece = 0; piece < pieces; piece++)
            await peer.SendExtendedAsync(OwnHandshake.MetadataId, System.Text.Encoding.ASCII.GetBytes($"d8:msg_typei0e5:piecei{piece}ee"));
        byte[] fetched = new byte[fixture.Info.Length];
        for (int i = 0; i < pieces; i++)
        {
            (_, byte[] payload) = await peer.ReadAsync();
            Assert.True(MetadataMessage.TryParse(payload.AsSpan(1), out MetadataMessage message, out ReadOnlySpan<byte> data));
            Assert.Equal(MetadataMessageKind.Data, message.Kind);
            data.CopyTo(fetched.AsSpan(message.Piece * pieceLength));
        }
        Assert.Equal(fixture.Info, fetched);
    }

    [Fact]
    public async Task Peers_that_have_everything_too_are_let_go()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer haveAll = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await haveAll.SendStateAsync(PeerMessageId.HaveAll);
        await haveAll.WaitForCloseAsync();
        using RawPeer bitfield = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isFast: false);
        await bitfield.SendAsync([0, 0, 0, 3, 5, 0xff, 0xe0]);
        await bitfield.WaitForCloseAsync();
        Assert.Equal(2, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BothSeeds));
    }

    [Fact]
    public async Task Silent_peer_gets_a_keep_alive_and_is_dropped_in_the_end()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal(PeerMessageId.KeepAlive, (await peer.ReadAsync()).Id);
        fixture.Clock.Advance(TimeSpan.FromSeconds(100));
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.Silent));
    }

    [Fact]
    public async Task Removed_torrent_closes_its_peers_and_waits_for_reads_under_way()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        fixture.Disk.Hang();
        await peer.RequestAsync(0, 0, Block);
        await fixture.Disk.Begun.Task;
        Task<bool> removal = fixture.Session.RemoveAsync(fixture.InfoHash);
        await peer.WaitForCloseAsync();
        await fixture.Session.ReadStatusAsync();
        Assert.False(removal.IsCompleted);
        fixture.Disk.Release();
        Assert.True(await removal.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Empty((await fixture.Session.ReadStatusAsync()).Torrents);
        Assert.False(await fixture.Session.RemoveAsync(fixture.InfoHash));
    }

    [Fact]
    public async Task Session_that_is_disposed_closes_everything_and_refuses_commands()
    {
        SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await fixture.DisposeAsync();
        await peer.WaitForCloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => fixture.Session.ReadStatusAsync());
    }
}
