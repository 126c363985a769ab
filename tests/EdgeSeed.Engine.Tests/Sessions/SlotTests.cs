using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class SlotTests
{
    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, int number)
    {
        RawPeer peer = await fixture.JoinAsync(fixture.InfoHash, isInterested: false, from: $"127.0.0.{number}", stepMilliseconds: 5);
        await peer.SendStateAsync(PeerMessageId.Interested);
        return peer;
    }

    [Fact]
    public async Task Slots_of_a_slow_line_go_round_until_everybody_has_had_one()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: 8_000);
        var peers = new List<RawPeer>();
        for (int i = 0; i < 12; i++) peers.Add(await JoinAsync(fixture, i + 1));
        await fixture.UntilAsync(s => s.Torrents[0].InterestedPeers == 12);
        var served = new bool[peers.Count];
        Task[] watchers = [.. peers.Select((peer, i) => Watch(peer, i))];
        for (int second = 0; second < 90; second++)
        {
            for (int step = 0; step < 10; step++)
            {
                fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
                await fixture.Session.ReadStatusAsync();
            }
        }
        await fixture.UntilAsync(_ => served.All(s => s));
        peers.ForEach(p => p.Dispose());
        await Task.WhenAll(watchers);

        async Task Watch(RawPeer peer, int index)
        {
            try
            {
                while (true) served[index] |= (await peer.ReadAsync()).Id == PeerMessageId.Unchoke;
            }
            catch (Exception ended) when (ended is EndOfStreamException or System.Net.Sockets.SocketException or ObjectDisposedException or TimeoutException)
            {
                // The test is over.
            }
        }
    }

    [Fact]
    public async Task Slots_are_everybodys_while_the_upload_is_not_limited()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var peers = new List<RawPeer>();
        for (int i = 0; i < 30; i++) peers.Add(await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash));
        Assert.Equal(30, (await fixture.Session.ReadStatusAsync()).ServedPeers);
        peers.ForEach(p => p.Dispose());
    }
}
