using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class AddressPlacesTests
{
    private const string Crowd = "127.0.0.9", Honest = "127.0.0.2";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Address_that_fills_all_places_gives_one_up_for_another_whatever_its_peers_want(bool isOneTorrent)
    {
        EngineOptions options = isOneTorrent ? new EngineOptions { MaxPeersTorrent = 4 } : new EngineOptions { MaxPeers = 4 };
        await using SessionFixture fixture = await SessionFixture.StartAsync(options);
        var crowd = new List<RawPeer>();
        for (int i = 0; i < 4; i++) crowd.Add(await JoinAsync(fixture, Crowd, isInterested: true));
        await fixture.UntilAsync(status => status.Torrents[0].InterestedPeers == 4);
        using RawPeer honest = await JoinAsync(fixture, Honest, isInterested: true);
        await fixture.UntilAsync(status => status.Torrents[0].InterestedPeers == 4);
        SessionStatus now = await fixture.Session.ReadStatusAsync();
        Assert.Equal(4, now.Torrents[0].Peers);
        Assert.Equal(1, now.DisconnectsFor(DisconnectReason.GaveWay));

        // The crowd's own newcomers push out nobody who is busy, least of all another.
        using RawPeer again = await RawPeer.ConnectAsync(fixture.Session, from: Crowd);
        await again.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await fixture.UntilAsync(status => status.DisconnectsFor(DisconnectReason.TooManyPeers) == 1);
        await honest.RequestAsync(0, 0, 16384);
        while ((await honest.ReadAsync()).Id != PeerMessageId.Piece) { }
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Address_that_holds_all_slots_gives_one_to_another_within_a_second()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { UploadSlots = 4 }, bytesPerSecond: 100_000);
        var crowd = new List<RawPeer>();
        for (int i = 0; i < 12; i++) crowd.Add(await JoinAsync(fixture, Crowd, isInterested: true));
        await fixture.UntilAsync(status => status.ServedPeers >= 4);
        using RawPeer honest = await JoinAsync(fixture, Honest, isInterested: true);
        await fixture.UntilAsync(status => status.Torrents[0].InterestedPeers == 13);
        Task<(PeerMessageId Id, byte[] Payload)> told = honest.ReadAsync();
        for (int tenth = 0; tenth < 30 && !told.IsCompleted; tenth++) await AdvanceAsync(fixture, 100);
        Assert.Equal(PeerMessageId.Unchoke, (await told).Id);
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Many_addresses_that_are_let_and_ask_for_nothing_keep_a_newcomer_waiting_for_seconds_at_most()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { UploadSlots = 4 }, bytesPerSecond: 100_000);
        var crowd = new List<RawPeer>();
        for (int i = 0; i < 30; i++) crowd.Add(await JoinAsync(fixture, $"127.0.1.{i + 1}", isInterested: true));
        await fixture.UntilAsync(status => status.Torrents[0].InterestedPeers == 30);
        using RawPeer honest = await JoinAsync(fixture, Honest, isInterested: true);
        await fixture.UntilAsync(status => status.Torrents[0].InterestedPeers == 31);
        Task<(PeerMessageId Id, byte[] Payload)> told = honest.ReadAsync();
        for (int tenth = 0; tenth < 30 && !told.IsCompleted; tenth++) await AdvanceAsync(fixture, 100);
        Assert.Equal(PeerMessageId.Unchoke, (await told.WaitAsync(TimeSpan.FromSeconds(20))).Id);
        crowd.ForEach(peer => peer.Dispose());
    }

    private static async Task AdvanceAsync(SessionFixture fixture, int milliseconds)
    {
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await fixture.Session.ReadStatusAsync();
    }

    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, string from, bool isInterested)
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session, from: from);
        Task joining = GreetAsync();
        while (!joining.IsCompleted) await AdvanceAsync(fixture, 5);
        await joining;
        return peer;

        async Task GreetAsync()
        {
            await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
            await peer.ReadExactlyAsync(Handshake.Length);
            await peer.ReadAsync();
            if (isInterested) await peer.SendStateAsync(PeerMessageId.Interested);
        }
    }
}
