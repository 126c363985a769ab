using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class EncryptionTests
{
    private const uint Block = TorrentLayout.BlockLength;
    private const EncryptionMethods Both = EncryptionMethods.Rc4 | EncryptionMethods.Plaintext;

    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, EncryptionMethods offered, int receiveBuffer = 0)
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session, receiveBuffer: receiveBuffer);
        await peer.EncryptAsync(fixture.InfoHash, offered);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        Assert.Equal(0x13, (await peer.ReadExactlyAsync(Handshake.Length))[0]);
        Assert.Equal(PeerMessageId.HaveAll, (await peer.ReadAsync()).Id);
        await peer.SendStateAsync(PeerMessageId.Interested);
        Assert.Equal(PeerMessageId.Unchoke, (await peer.ReadAsync()).Id);
        return peer;
    }

    [Theory]
    [InlineData(EncryptionPolicy.Prefer, EncryptionMethods.Rc4)]
    [InlineData(EncryptionPolicy.Prefer, EncryptionMethods.Plaintext)]
    [InlineData(EncryptionPolicy.Prefer, Both)]
    [InlineData(EncryptionPolicy.Require, EncryptionMethods.Rc4)]
    [InlineData(EncryptionPolicy.Require, Both)]
    public async Task Encrypted_peer_is_served_the_right_bytes(EncryptionPolicy policy, EncryptionMethods offered)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = policy });
        using RawPeer peer = await JoinAsync(fixture, offered);
        for (uint i = 0; i < 40; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
        for (uint i = 0; i < 40; i++) await peer.ReadBlockAsync(fixture.Layout, i / 4, i % 4 * Block, Block);
    }

    [Fact]
    public async Task Encrypted_peer_that_reads_slowly_gets_an_unbroken_stream()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { UnsentBytesPeer = 10_000 });
        using var file = new PatternFile(10 * SessionFixture.PieceLength + 12_345);
        await fixture.Session.RemoveAsync(fixture.InfoHash);
        await fixture.AddAsync(fixture.InfoHash, file.Content);
        using RawPeer peer = await JoinAsync(fixture, EncryptionMethods.Rc4, receiveBuffer: 4096);
        for (int round = 0; round < 4; round++)
        {
            for (uint i = 0; i < 40; i++) await peer.RequestAsync(i / 4, i % 4 * Block, Block);
            await peer.RequestAsync(3, 0, Block, PeerMessageId.Cancel);
            int blocks = 0, rejects = 0;
            while (blocks + rejects < 40)
            {
                (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
                if (id == PeerMessageId.Reject) rejects++;
                else if (id == PeerMessageId.Piece) blocks++;
                else Assert.Fail($"{id} of {payload.Length} bytes");
            }
            Assert.InRange(rejects, 0, 1);
        }
    }

    [Fact]
    public async Task Plain_peer_is_refused_where_encryption_is_required()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Require });
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, 0);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.Encryption));
    }

    [Fact]
    public async Task Noise_that_is_no_key_exchange_is_closed_and_key_exchanges_are_rationed()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxKeyExchangesSecond = 3 });
        var random = new Random(1);
        for (int i = 0; i < 6; i++)
        {
            using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
            var noise = new byte[2_000];
            random.NextBytes(noise);
            await peer.SendAsync(noise);
            await peer.WaitForCloseAsync();
        }
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(3, status.DisconnectsFor(DisconnectReason.Encryption));
        Assert.Equal(3, status.DisconnectsFor(DisconnectReason.TooManyKeyExchanges));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        using RawPeer honest = await JoinAsync(fixture, EncryptionMethods.Rc4);
        using RawPeer stranger = await RawPeer.ConnectAsync(fixture.Session);
        await Assert.ThrowsAnyAsync<Exception>(() => stranger.EncryptAsync(SessionFixture.Hash(99), EncryptionMethods.Rc4));
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.UnknownTorrent));
    }
}
