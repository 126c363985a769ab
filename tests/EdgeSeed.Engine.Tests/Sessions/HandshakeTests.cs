using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class HandshakeTests
{
    [Fact]
    public async Task Handshake_for_a_known_torrent_is_answered_with_pieces_and_extensions()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit | Handshake.ExtensionBit);
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await peer.ReadExactlyAsync(Handshake.Length), out Handshake answer, out _));
        Assert.Equal(fixture.InfoHash, answer.InfoHash);
        Assert.Equal(fixture.Session.PeerId, answer.PeerId);
        Assert.True(answer.SupportsFast && answer.SupportsExtensions);
        Assert.Equal(PeerMessageId.HaveAll, (await peer.ReadAsync()).Id);
        (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Extended, id);
        Assert.Equal(0, payload[0]);
        Assert.True(ExtendedHandshake.TryParse(payload.AsSpan(1), out ExtendedHandshake said, out _));
        Assert.Equal(fixture.Session.Port, said.Port);
        Assert.Equal(fixture.Info.Length, said.MetadataBytes);
        Assert.Equal(new EngineOptions().MaxRequestsPeer, said.RequestQueueLength);
        Assert.True(said.UploadOnly);
        // All of it in one packet: on a slow line headers are dear.
        int saidBytes = Handshake.Length + MessageWriter.StateLength + MessageWriter.ExtendedHeaderLength - 1 + payload.Length;
        Assert.Equal(PacketOverhead.ConnectionBytes + PacketOverhead.SegmentBytes + saidBytes, fixture.Budget.TotalBytes);
    }

    [Theory]
    [InlineData(4_000, 500)]
    [InlineData(5_000_000, 1_220)]
    [InlineData(50_000_000, 2_000)]
    public async Task Peer_is_told_to_ask_for_no_more_than_goes_out_soon(long bytesPerSecond, int requests)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: bytesPerSecond);
        await using var time = new PassingTime(fixture);
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit | Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        Assert.Equal(PeerMessageId.HaveAll, (await peer.ReadAsync()).Id);
        (_, byte[] payload) = await peer.ReadAsync();
        Assert.True(ExtendedHandshake.TryParse(payload.AsSpan(1), out ExtendedHandshake said, out _));
        Assert.Equal(requests, said.RequestQueueLength);
    }

    [Fact]
    public async Task Handshake_without_the_fast_extension_gets_the_bitfield()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(withhold: bits => bits.Clear(new(3)));
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, 0);
        await peer.ReadExactlyAsync(Handshake.Length);
        (PeerMessageId id, byte[] bits) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Bitfield, id);
        Assert.Equal([0b1110_1111, 0b1110_0000], bits);
    }

    [Fact]
    public async Task Bitfield_of_a_hundred_thousand_pieces_arrives_whole()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(length: 100_000L * SessionFixture.PieceLength);
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, 0);
        await peer.ReadExactlyAsync(Handshake.Length);
        (PeerMessageId id, byte[] bits) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Bitfield, id);
        Assert.Equal(12_500, bits.Length);
        Assert.All(bits, b => Assert.Equal(0xff, b));
    }

    [Fact]
    public async Task Handshake_byte_by_byte_is_answered()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        var bytes = new byte[Handshake.Length];
        new Handshake(0, fixture.InfoHash, peer.Id).Write(bytes);
        foreach (byte b in bytes) await peer.SendAsync([b]);
        Assert.Equal(0x13, (await peer.ReadExactlyAsync(Handshake.Length))[0]);
    }

    [Fact]
    public async Task Handshake_for_an_unknown_torrent_is_closed_and_counted()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(SessionFixture.Hash(9), 0);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.UnknownTorrent));
    }

    [Fact]
    public async Task Bytes_of_another_protocol_are_closed_and_counted()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        // As many as may pass for the key and the padding of an encrypted handshake.
        await peer.SendAsync([.. Enumerable.Repeat("GET / HTTP/1.1\r\n"u8.ToArray(), 40).SelectMany(line => line)]);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.NotBitTorrent));
    }

    [Fact]
    public async Task Handshake_that_never_ends_is_closed_when_its_time_is_up()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendAsync([0x13]);
        await fixture.UntilAsync(s => s.PendingHandshakes == 1);
        fixture.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).PendingHandshakes);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.HandshakeTimeout));
    }

    [Fact]
    public async Task Pending_handshakes_over_the_bound_push_out_the_oldest()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPendingHandshakes = 4 });
        var idle = new List<RawPeer>();
        for (int i = 0; i < 12; i++)
        {
            idle.Add(await RawPeer.ConnectAsync(fixture.Session));
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        SessionStatus status = await fixture.UntilAsync(s => s.AcceptedConnections == 12);
        Assert.Equal(4, status.PendingHandshakes);
        Assert.Equal(8, status.DisconnectsFor(DisconnectReason.GaveWay));
        using RawPeer honest = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        idle.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Connection_to_ourselves_is_answered_and_comes_to_nothing()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session, fixture.Session.PeerId);
        await peer.SendHandshakeAsync(fixture.InfoHash, 0);
        await peer.ReadExactlyAsync(Handshake.Length);
        fixture.Clock.Advance(TimeSpan.FromSeconds(16));
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.HandshakeTimeout));
    }

    [Fact]
    public async Task Peer_table_that_is_full_drops_the_idle_but_not_the_young()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPeers = 2 });
        using RawPeer first = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        using RawPeer second = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        using RawPeer refused = await RawPeer.ConnectAsync(fixture.Session);
        await refused.SendHandshakeAsync(fixture.InfoHash, 0);
        await refused.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.TooManyPeers));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        using RawPeer newcomer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.GaveWay));
    }

    [Fact]
    public async Task Session_connects_out_and_serves_the_peer_it_found()
    {
        await using SessionFixture seed = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Off });
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var endPoint = (System.Net.IPEndPoint)listener.LocalEndpoint;
        var found = new PeerEndPoint(endPoint.Address, (ushort)endPoint.Port);
        seed.Session.Found(seed.InfoHash, [found, found, found.WithPort(0)]);
        using System.Net.Sockets.Socket accepted = await listener.AcceptSocketAsync();
        var bytes = new byte[Handshake.Length];
        Assert.Equal(Handshake.Length, await accepted.ReceiveAsync(bytes));
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(bytes, out Handshake said, out _));
        new Handshake(Handshake.FastBit, said.InfoHash, PeerId.Create()).Write(bytes);
        await accepted.SendAsync(bytes);
        await seed.UntilAsync(s => s is { Peers: 1, PendingHandshakes: 0 });
    }
}
