using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>What becomes of several connections with one and the same peer.</summary>
public class DoubleTests
{
    private const int LowerSeconds = 5, HigherSeconds = 15;
    private static readonly EngineOptions s_plain = new() { Encryption = EncryptionPolicy.Off };

    [Theory]
    [InlineData(0xff, LowerSeconds)]
    [InlineData(0x00, HigherSeconds)]
    public async Task Who_called_a_peer_that_is_there_already_hangs_up_when_that_has_had_time_to(byte theirs, int seconds)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        using RawPeer came = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: Id(theirs));
        using RawPeer called = await CallAsync(fixture, Id(theirs));
        await fixture.PassAsync(seconds - 1);
        Assert.Equal(2, (await fixture.Session.ReadStatusAsync()).Peers);
        await fixture.PassAsync(2);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal((1, 1), (status.Peers, status.DisconnectsFor(DisconnectReason.Duplicate)));
        await called.WaitForCloseAsync();
        await came.RequestAsync(0, 0, 16384);
        await came.ReadBlockAsync(fixture.Layout, 0, 0, 16384);
    }

    [Fact]
    public async Task Connection_stays_whose_double_the_peer_has_ended()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        RawPeer came = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: Id(0xff));
        using RawPeer called = await CallAsync(fixture, Id(0xff));
        came.Dispose();
        await fixture.UntilAsync(s => s.Peers == 1);
        await fixture.PassAsync(HigherSeconds + 1);
        // Nor is it for the first one that comes later: it is no double any more.
        using RawPeer again = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: Id(0xff));
        await fixture.PassAsync(HigherSeconds + 1);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal((2, 0), (status.Peers, status.DisconnectsFor(DisconnectReason.Duplicate)));
    }

    [Fact]
    public async Task Name_that_was_stolen_ends_nobodys_connection_and_keeps_nobody_out()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_plain);
        using RawPeer called = await CallAsync(fixture, Id(0x00));
        using RawPeer thief = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: Id(0x00), from: "127.0.0.2");
        using RawPeer came = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: Id(0x00), from: "127.0.0.3");
        await fixture.PassAsync(HigherSeconds + 1);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal((3, 0), (status.Peers, status.DisconnectsFor(DisconnectReason.Duplicate)));
    }

    [Fact]
    public async Task Second_connection_of_the_same_peer_replaces_the_first()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        PeerId id = PeerId.Create();
        using RawPeer first = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: id);
        using RawPeer second = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, id: id);
        await first.WaitForCloseAsync();
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal(1, status.Peers);
        Assert.Equal(1, status.DisconnectsFor(DisconnectReason.Duplicate));
    }

    private static PeerId Id(byte first)
    {
        var bytes = new byte[PeerId.Length];
        Array.Fill(bytes, first);
        return new PeerId(bytes);
    }

    /// <summary>Has the session connect to a peer of that name.</summary>
    private static async Task<RawPeer> CallAsync(SessionFixture fixture, PeerId id)
    {
        using var hearer = new Hearer();
        int before = (await fixture.Session.ReadStatusAsync()).Peers;
        fixture.Session.Found(fixture.InfoHash, [hearer.EndPoint]);
        RawPeer called = await hearer.TakeAsync(id);
        await called.SendHandshakeAsync(fixture.InfoHash, 0);
        await fixture.UntilAsync(s => s.Peers == before + 1);
        return called;
    }
}
