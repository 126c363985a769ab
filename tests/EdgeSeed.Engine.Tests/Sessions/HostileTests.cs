using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class HostileTests
{
    [Theory]
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff, 6 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0, 0, 0, 2, 6, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 4, 5, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0, 0, 64, 0, 20, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 4, 20, 0, (byte)'d', (byte)'x' })]
    [InlineData(new byte[] { 0, 0, 0, 5, 4, 0, 0, 0, 200 })]
    [InlineData(new byte[] { 0, 0, 0, 14, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5 })]
    public async Task Malformed_message_ends_the_connection_and_nothing_else(byte[] message)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer honest = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        await peer.SendAsync(message);
        await peer.WaitForCloseAsync();
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.ProtocolError));
        await honest.RequestAsync(0, 0, 16);
        await honest.ReadBlockAsync(fixture.Layout, 0, 0, 16);
    }

    [Fact]
    public async Task Unfinished_messages_over_the_common_bound_end_the_peer_that_exceeds_it()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxPartialBytes = 10_000 });
        var peers = new List<RawPeer>();
        for (int i = 0; i < 3; i++)
        {
            RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
            var beginning = new byte[4_000];
            MessageWriter.WriteExtendedHeader(beginning, 0, 8_000);
            await peer.SendAsync(beginning);
            peers.Add(peer);
        }
        await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.MemoryShort) == 1 && s.Peers == 2);
        peers.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task Random_bytes_after_the_handshake_never_stop_the_session()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var random = new Random(4711);
        for (int round = 0; round < 200; round++)
        {
            using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
            var bytes = new byte[random.Next(1, 3_000)];
            random.NextBytes(bytes);
            // Small lengths reach further into the messages.
            for (int at = 0; at + 5 < bytes.Length; at += random.Next(5, 60)) (bytes[at], bytes[at + 1], bytes[at + 2]) = (0, 0, 0);
            try
            {
                await peer.SendAsync(bytes);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed in the middle, as it may be.
            }
        }
        using RawPeer honest = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await honest.RequestAsync(0, 0, TorrentLayout.BlockLength);
        await honest.ReadBlockAsync(fixture.Layout, 0, 0, TorrentLayout.BlockLength);
    }

    [Fact]
    public async Task Connections_on_a_slow_line_are_accepted_as_fast_as_it_can_greet_them()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: 4_000);
        RawPeer[] peers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RawPeer.ConnectAsync(fixture.Session)));
        for (int second = 0; second < 4; second++)
        {
            // Then two more round trips through the loop.
            await fixture.UntilAsync(s => s.AcceptedConnections > second);
            for (int look = 0; look < 2; look++) Assert.InRange((await fixture.Session.ReadStatusAsync()).AcceptedConnections, 1 + second, 2 + second);
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (RawPeer peer in peers) peer.Dispose();
    }

    [Fact]
    public async Task Connections_beyond_what_a_second_allows_wait_for_the_next()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxAcceptsSecond = 2 });
        using RawPeer first = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash), second = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        Task<RawPeer> joining = RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        // Two round trips through the loop after the kernel has the connection.
        for (int look = 0; look < 2; look++) Assert.Equal(2, (await fixture.UntilAsync(s => s.Peers == 2)).AcceptedConnections);
        Assert.False(joining.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        using RawPeer third = await joining.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
