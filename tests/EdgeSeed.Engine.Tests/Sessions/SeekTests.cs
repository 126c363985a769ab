using System.Net;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>Whom a seed connects to.</summary>
public class SeekTests
{
    private const byte TheirPexId = 9;
    private static readonly EngineOptions s_plain = new() { Encryption = EncryptionPolicy.Off };

    [Fact]
    public async Task Leecher_that_another_names_is_connected_to_and_a_seed_is_not()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        using Hearer leecher = new(), seed = new();
        using RawPeer teller = await TellAsync(fixture, new PexPeer(leecher.EndPoint, PexFlags.None), new PexPeer(seed.EndPoint, PexFlags.Seed));
        using RawPeer met = await leecher.TakeAsync();
        await fixture.PassAsync(3);
        Assert.False(seed.IsCalled);
    }

    [Fact]
    public async Task Nobody_is_connected_to_when_that_is_switched_off()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain with { SeeksPeers = false });
        using var leecher = new Hearer();
        using RawPeer teller = await TellAsync(fixture, new PexPeer(leecher.EndPoint, PexFlags.None));
        fixture.Session.Found(fixture.InfoHash, [leecher.EndPoint]);
        await fixture.PassAsync(3);
        Assert.False(leecher.IsCalled);
        await fixture.Session.SetBoundsAsync(s_plain);
        fixture.Session.Found(fixture.InfoHash, [leecher.EndPoint]);
        using RawPeer met = await leecher.TakeAsync();
    }

    [Fact]
    public async Task Session_that_is_told_of_itself_tries_once()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        for (int i = 0; i < 3; i++)
        {
            fixture.Session.Found(fixture.InfoHash, [new PeerEndPoint(IPAddress.Loopback, fixture.Session.Port)]);
            await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.Self) > 0 && s.PendingHandshakes == 0);
            await fixture.PassAsync(400);
        }
        Assert.Equal(1, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.Self));
    }

    [Fact]
    public async Task Address_that_does_not_answer_is_tried_less_and_less_until_it_is_forgotten()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        PeerEndPoint nobody;
        using (var gone = new Hearer()) nobody = gone.EndPoint;
        fixture.Session.Found(fixture.InfoHash, [nobody]);
        await fixture.UntilAsync(s => s.DisconnectsFor(DisconnectReason.ConnectFailed) == 1);
        for (int minute = 0; minute < 5; minute++)
        {
            fixture.Session.Found(fixture.InfoHash, [nobody]);
            await fixture.PassAsync(60);
        }
        // At 0, 10, 30, 70 and 150 s.
        Assert.Equal(5, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.ConnectFailed));
        // At 310 s, and never again.
        await fixture.PassAsync(1_000);
        Assert.Equal(6, (await fixture.Session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.ConnectFailed));
    }

    [Fact]
    public async Task Seed_seeks_no_more_peers_than_it_needs_and_few_at_a_time()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain with { MaxSeedPeers = 2, MaxConnecting = 1 });
        Hearer[] leechers = [.. Enumerable.Range(0, 5).Select(_ => new Hearer())];
        fixture.Session.Found(fixture.InfoHash, [.. leechers.Select(leecher => leecher.EndPoint)]);
        var met = new List<RawPeer>();
        await fixture.Session.ReadStatusAsync();
        for (int second = 0; second < 20; second++)
        {
            Assert.True(leechers.Count(leecher => leecher.IsCalled) <= 1);
            foreach (Hearer leecher in leechers.Where(leecher => leecher.IsCalled))
            {
                met.Add(await leecher.TakeAsync());
                await met[^1].SendHandshakeAsync(fixture.InfoHash, 0);
                await fixture.UntilAsync(s => s.PendingHandshakes == 0);
            }
            await fixture.PassAsync(1);
        }
        Assert.Equal(2, met.Count);
        foreach (IDisposable each in met.Concat<IDisposable>(leechers)) each.Dispose();
    }

    [Fact]
    public async Task Seed_counts_those_that_have_not_said_hello_yet_among_its_peers()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain with { MaxSeedPeers = 2 });
        Hearer[] silent = [.. Enumerable.Range(0, 5).Select(_ => new Hearer())];
        fixture.Session.Found(fixture.InfoHash, [.. silent.Select(peer => peer.EndPoint)]);
        await fixture.PassAsync(3);
        Assert.Equal(2, (await fixture.Session.ReadStatusAsync()).OpenedConnections);
        foreach (Hearer each in silent) each.Dispose();
    }

    private static async Task<RawPeer> TellAsync(SessionFixture fixture, params PexPeer[] named)
    {
        RawPeer teller = await RawPeer.ConnectAsync(fixture.Session);
        await teller.SendHandshakeAsync(fixture.InfoHash, Handshake.ExtensionBit);
        await teller.ReadExactlyAsync(Handshake.Length);
        byte[] payload = new byte[PexMessage.MaxWrittenBytes];
        var hello = new ExtendedHandshake { Extensions = ExtensionIds.None with { Pex = TheirPexId } };
        await teller.SendExtendedAsync(0, payload.AsSpan(0, hello.Write(payload)));
        await teller.SendExtendedAsync(2, payload.AsSpan(0, PexMessage.Write(payload, named, [])));
        return teller;
    }
}
