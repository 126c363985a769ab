using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class EncryptionTests
{
    private const uint Block = TorrentLayout.BlockLength;
    private const EncryptionMethods Both = EncryptionMethods.Plaintext | EncryptionMethods.Rc4;

    [Theory]
    [InlineData(EncryptionMethods.Rc4, EncryptionPolicy.Prefer, EncryptionMethods.Rc4, false)]
    [InlineData(EncryptionMethods.Rc4, EncryptionPolicy.Prefer, EncryptionMethods.Rc4, true)]
    [InlineData(EncryptionMethods.Rc4, EncryptionPolicy.Require, EncryptionMethods.Rc4, false)]
    [InlineData(Both, EncryptionPolicy.Require, EncryptionMethods.Rc4, true)]
    [InlineData(Both, EncryptionPolicy.Prefer, EncryptionMethods.Plaintext, false)]
    [InlineData(Both, EncryptionPolicy.Prefer, EncryptionMethods.Plaintext, true)]
    [InlineData(EncryptionMethods.Plaintext, EncryptionPolicy.Prefer, EncryptionMethods.Plaintext, true)]
    public async Task Encrypted_peer_is_served_the_right_bytes(EncryptionMethods offered, EncryptionPolicy policy, EncryptionMethods expected, bool isHandshakeFirst)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = policy });
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        Assert.Equal(expected, await peer.EncryptAsync(fixture.InfoHash, offered, isHandshakeFirst ? HandshakeOf(peer, fixture.InfoHash) : []));
        if (!isHandshakeFirst) await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await BeginAsync(peer, fixture.InfoHash);
        (uint Piece, uint Begin, uint Length)[] wanted = [(0, 0, Block), (0, Block, Block), (7, 3 * Block, Block), (10, 0, 12_345), (2, 5, 1), (1, 0, 4 * Block)];
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.RequestAsync(piece, begin, length);
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.ReadBlockAsync(fixture.Layout, piece, begin, length);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(expected == EncryptionMethods.Rc4 ? 1 : 0, status.EncryptedPeers);
        Assert.Equal(wanted.Sum(w => w.Length), status.PayloadBytes);
        Assert.Equal(0, status.BuffersInUse);
    }

    [Fact]
    public async Task Encrypted_peer_is_served_from_files_in_the_page_cache_and_across_their_ends()
    {
        using var files = new PatternFile(100_000, 1, 200_000);
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var layout = new TorrentLayout(300_001, SessionFixture.PieceLength);
        Assert.Equal(AddTorrentResult.Added, await fixture.AddAsync(SessionFixture.Hash(2), files.Content));
        using RawPeer peer = await JoinAsync(fixture, SessionFixture.Hash(2));
        (uint Piece, uint Begin, uint Length)[] wanted = [(0, 0, Block), (1, 0, 4 * Block), (1, 2 * Block, Block), (4, 0, 300_001 - (4 * SessionFixture.PieceLength))];
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.RequestAsync(piece, begin, length);
        foreach ((uint piece, uint begin, uint length) in wanted) await peer.ReadBlockAsync(layout, piece, begin, length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peers_that_read_slowly_get_every_byte_right(bool isEncrypted)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { BufferCount = 2, UnsentBytesPeer = 4096 }, length: 200 * SessionFixture.PieceLength);
        var peers = new List<RawPeer>();
        for (int i = 0; i < 4; i++)
        {
            peers.Add(isEncrypted
                ? await JoinAsync(fixture, fixture.InfoHash, receiveBuffer: 4096)
                : await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, receiveBuffer: 4096));
        }
        foreach (RawPeer peer in peers)
        {
            for (uint i = 0; i < 400; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
        }
        // Nobody has read yet: all sockets are full, and buffers were taken from one for another.
        for (uint i = 0; i < 400; i++)
        {
            foreach (RawPeer peer in peers) await peer.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
        }
        peers.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Encrypted_bytes_within_a_small_budget_are_right_and_within_it()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: 20_000);
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        Task<EncryptionMethods> handshake = peer.EncryptAsync(fixture.InfoHash, EncryptionMethods.Rc4, HandshakeOf(peer, fixture.InfoHash));
        while (!handshake.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await fixture.Session.ReadStatusAsync();
        }
        Task serving = ServeAsync();
        while (!serving.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await fixture.Session.ReadStatusAsync();
        }
        await serving;

        async Task ServeAsync()
        {
            await BeginAsync(peer, fixture.InfoHash);
            for (uint i = 0; i < 6; i++) await peer.RequestAsync(0, i % 4 * Block, Block);
            for (uint i = 0; i < 6; i++) await peer.ReadBlockAsync(fixture.Layout, 0, i % 4 * Block, Block);
        }
    }

    [Fact]
    public async Task Encrypted_handshake_byte_by_byte_is_answered()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        var initiator = new EncryptionInitiator(fixture.InfoHash, EncryptionMethods.Rc4, HandshakeOf(peer, fixture.InfoHash), new(512, 512));
        byte[] reply = new byte[EncryptionHandshake.MaxReplyBytes], unread = [];
        int consumed, length;
        while (initiator.Advance(unread, reply, out consumed, out length) == ParseStatus.NeedMore)
        {
            foreach (byte next in reply[..length]) await peer.SendAsync([next]);
            unread = [.. unread[consumed..], .. await peer.ReadExactlyAsync(1)];
        }
        byte[] answer = await peer.ReadExactlyAsync(Handshake.Length);
        initiator.Stream!.Decrypt(answer);
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(answer, out _, out _));
    }

    [Fact]
    public async Task Plain_peer_is_refused_where_encryption_is_required()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require });
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, 0);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.PlainRefused));
    }

    [Fact]
    public async Task Peer_that_offers_only_plaintext_is_refused_where_encryption_is_required()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require });
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await Assert.ThrowsAnyAsync<Exception>(() => peer.EncryptAsync(fixture.InfoHash, EncryptionMethods.Plaintext, []));
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.EncryptionFailed));
    }

    [Fact]
    public async Task Encrypted_peer_is_refused_at_its_first_bytes_where_encryption_is_off()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Off });
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendAsync("not BitTorrent"u8.ToArray());
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.NotBitTorrent));
    }

    [Fact]
    public async Task Torrents_added_and_removed_after_the_first_encrypted_peer_are_known_and_forgotten()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer first = await JoinAsync(fixture, fixture.InfoHash);
        await fixture.AddAsync(SessionFixture.Hash(3), new PatternBlocks(100_000));
        using (RawPeer second = await JoinAsync(fixture, SessionFixture.Hash(3))) await second.RequestAsync(0, 0, Block);
        Assert.True(await fixture.Session.RemoveAsync(SessionFixture.Hash(3)));
        using RawPeer late = await RawPeer.ConnectAsync(fixture.Session);
        await Assert.ThrowsAnyAsync<Exception>(() => late.EncryptAsync(SessionFixture.Hash(3), EncryptionMethods.Rc4, []));
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.UnknownTorrent));
    }

    [Fact]
    public async Task Plain_handshake_for_another_torrent_than_the_encrypted_one_is_closed()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        await fixture.AddAsync(SessionFixture.Hash(3), new PatternBlocks(100_000));
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.EncryptAsync(fixture.InfoHash, EncryptionMethods.Rc4, []);
        await peer.SendHandshakeAsync(SessionFixture.Hash(3), 0);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.UnknownTorrent));
    }

    [Fact]
    public async Task Key_exchanges_over_the_bound_wait_for_the_next_second_and_plain_peers_do_not()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxKeyExchangesSecond = 2 });
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await fixture.Session.ReadStatusAsync();
        using RawPeer first = await JoinAsync(fixture, fixture.InfoHash), second = await JoinAsync(fixture, fixture.InfoHash);
        using RawPeer third = await RawPeer.ConnectAsync(fixture.Session);
        Task<EncryptionMethods> delayed = third.EncryptAsync(fixture.InfoHash, EncryptionMethods.Rc4, HandshakeOf(third, fixture.InfoHash));
        await fixture.UntilAsync(s => s.PendingHandshakes == 1 && s.ReceivedBytes > 0);
        using RawPeer plain = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        Assert.False(delayed.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EncryptionMethods.Rc4, await delayed);
        await BeginAsync(third, fixture.InfoHash);
    }

    [Fact]
    public async Task Session_connects_out_encrypted_and_serves()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(await fixture.Session.ConnectAsync(fixture.InfoHash, EndPointOf(listener)));
        using var peer = new RawPeer(await listener.AcceptSocketAsync());
        Assert.Equal(EncryptionMethods.Plaintext, await peer.AcceptEncryptedAsync(fixture.InfoHash, Both));
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await BeginAsync(peer, fixture.InfoHash);
        await peer.RequestAsync(3, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 3, 0, Block);
    }

    [Fact]
    public async Task Two_sessions_that_require_encryption_find_each_other()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require });
        await using SessionFixture leech = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require }, withhold: bits => bits.Clear(new(3)));
        Assert.True(await leech.Session.ConnectAsync(fixture.InfoHash, new PeerEndPoint(IPAddress.Loopback, fixture.Session.Port)));
        // Both say that they download nothing, which ends the connection after all handshakes.
        await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.BothSeeds) + s.DisconnectsFor(DisconnectReason.PeerClosed) == 1);
        await leech.UntilAsync(s => s.DisconnectsFor(DisconnectReason.BothSeeds) + s.DisconnectsFor(DisconnectReason.PeerClosed) == 1);
    }

    [Fact]
    public async Task Peer_that_ends_an_encrypted_handshake_is_connected_to_plainly()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(await fixture.Session.ConnectAsync(fixture.InfoHash, EndPointOf(listener)));
        using (var old = new RawPeer(await listener.AcceptSocketAsync()))
            Assert.Equal(ParseStatus.Invalid, Handshake.TryReadPrefix(await old.ReadExactlyAsync(EncryptionHandshake.KeyBytes), out _, out _));
        using var again = new RawPeer(await listener.AcceptSocketAsync());
        await again.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await BeginAsync(again, fixture.InfoHash);
    }

    [Fact]
    public async Task Peer_that_ends_an_encrypted_handshake_is_left_alone_where_encryption_is_required()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.True(await fixture.Session.ConnectAsync(fixture.InfoHash, EndPointOf(listener)));
        using (var old = new RawPeer(await listener.AcceptSocketAsync())) await old.ReadExactlyAsync(EncryptionHandshake.KeyBytes);
        SessionStatus status = await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.PeerClosed) == 1);
        Assert.Equal(0, status.PendingHandshakes);
        Assert.False(listener.Pending());
    }

    private static PeerEndPoint EndPointOf(TcpListener listener) => new(IPAddress.Loopback, (ushort)((IPEndPoint)listener.LocalEndpoint).Port);

    private static byte[] HandshakeOf(RawPeer peer, InfoHash infoHash)
    {
        var bytes = new byte[Handshake.Length];
        new Handshake(Handshake.FastBit, infoHash, peer.Id).Write(bytes);
        return bytes;
    }

    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, InfoHash infoHash, int receiveBuffer = 0)
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session, receiveBuffer: receiveBuffer);
        Assert.Equal(EncryptionMethods.Rc4, await peer.EncryptAsync(infoHash, EncryptionMethods.Rc4, HandshakeOf(peer, infoHash)));
        await BeginAsync(peer, infoHash);
        return peer;
    }

    /// <summary>Reads the session's handshake and pieces, and asks to be served.</summary>
    private static async Task BeginAsync(RawPeer peer, InfoHash infoHash)
    {
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await peer.ReadExactlyAsync(Handshake.Length), out Handshake answer, out _));
        Assert.Equal(infoHash, answer.InfoHash);
        Assert.Equal(PeerMessageId.HaveAll, (await peer.ReadAsync()).Id);
        await peer.SendStateAsync(PeerMessageId.Interested);
        Assert.Equal(PeerMessageId.Unchoke, (await peer.ReadAsync()).Id);
    }
}
