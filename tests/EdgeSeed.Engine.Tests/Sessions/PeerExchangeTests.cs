using System.Net;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class PeerExchangeTests
{
    private const byte TheirPexId = 9;

    [Fact]
    public async Task Peers_are_told_of_each_other_once_and_of_departures_a_minute_later()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer first = await JoinAsync(fixture, 5001);
        RawPeer second = await JoinAsync(fixture, 5002);
        await fixture.PassAsync(3);
        (PexPeer[] added, PeerEndPoint[] dropped) = await ReadPexAsync(first);
        Assert.Equal(new PeerEndPoint(IPAddress.Loopback, 5002), Assert.Single(added).EndPoint);
        Assert.Empty(dropped);

        second.Dispose();
        await fixture.UntilAsync(s => s.Peers == 1);
        using RawPeer third = await JoinAsync(fixture, 5003);
        await fixture.PassAsync(50);
        Assert.Equal(0, first.Available);
        await fixture.PassAsync(12);
        (added, dropped) = await ReadPexAsync(first);
        Assert.Equal(new PeerEndPoint(IPAddress.Loopback, 5003), Assert.Single(added).EndPoint);
        Assert.Equal(new PeerEndPoint(IPAddress.Loopback, 5002), Assert.Single(dropped));
    }

    [Fact]
    public async Task Nobody_is_told_of_peers_that_do_not_say_where_they_listen()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer first = await JoinAsync(fixture, 5001), second = await JoinAsync(fixture, port: 0);
        await fixture.PassAsync(70);
        Assert.Equal(0, first.Available);
        Assert.NotEqual(0, second.Available);
    }

    [Fact]
    public async Task Nobody_is_told_of_peers_when_that_is_switched_off()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { PeerExchange = false });
        using RawPeer first = await JoinAsync(fixture, 5001, expectsPex: false), second = await JoinAsync(fixture, 5002, expectsPex: false);
        await fixture.PassAsync(70);
        Assert.Equal(0, first.Available);
        Assert.Equal(0, second.Available);
    }

    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, ushort port, bool expectsPex = true)
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit | Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        Assert.Equal(PeerMessageId.HaveAll, (await peer.ReadAsync()).Id);
        (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Extended, id);
        Assert.True(ExtendedHandshake.TryParse(payload.AsSpan(1), out ExtendedHandshake said, out _));
        Assert.Equal(expectsPex, said.Extensions.Pex > 0);
        await peer.SendExtendedAsync(0, Hello(port));
        await fixture.UntilAsync(s => s.PendingHandshakes == 0);
        return peer;
    }

    private static byte[] Hello(ushort port)
    {
        var handshake = new ExtendedHandshake { Extensions = ExtensionIds.None with { Pex = TheirPexId }, Port = port };
        var bytes = new byte[ExtendedHandshake.MaxWrittenBytes];
        return bytes[..handshake.Write(bytes)];
    }

    private static async Task<(PexPeer[] Added, PeerEndPoint[] Dropped)> ReadPexAsync(RawPeer peer)
    {
        (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Extended, id);
        Assert.Equal(TheirPexId, payload[0]);
        return Parse(payload.AsSpan(1));
    }

    private static (PexPeer[] Added, PeerEndPoint[] Dropped) Parse(ReadOnlySpan<byte> payload)
    {
        Assert.True(PexMessage.TryParse(payload, out PexMessage message, out _));
        var added = new PexPeer[message.AddedCount];
        var dropped = new PeerEndPoint[message.DroppedCount];
        message.CopyAdded(added);
        message.CopyDropped(dropped);
        return (added, dropped);
    }
}
