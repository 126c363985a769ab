using System.Net.Sockets;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>What peers without an upload slot may cost those that have one, on a limited line.</summary>
public class StrangersTests
{
    private const int BytesPerSecond = 40_000, Strangers = 20, Blocks = 40, FirstBlocks = 10;

    [Theory]
    [InlineData("pieces of the info dictionary")]
    [InlineData("pieces of the info dictionary that are not there")]
    [InlineData("blocks without having been let")]
    [InlineData("to be choked and not choked")]
    [InlineData("nothing, in many packets")]
    public async Task Data_keeps_most_of_the_line_whatever_strangers_ask_for(string asked)
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { SuperSeeding = SuperSeedingPolicy.Never }, BytesPerSecond);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var strangers = new List<RawPeer>();
        RawPeer honest;
        await using (new PassingTime(fixture))
        {
            for (int i = 0; i < Strangers; i++)
            {
                RawPeer stranger = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
                await stranger.SendExtendedAsync(0, "d1:md11:ut_metadatai7eee"u8);
                strangers.Add(stranger);
            }
            honest = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        }
        for (uint block = 0; block < Blocks; block++) await honest.RequestAsync(block / 4, block % 4 * TorrentLayout.BlockLength, TorrentLayout.BlockLength);
        long received = 0;
        Task[] asking = [.. strangers.Select(stranger => AskAsync(fixture.Session, stranger, asked))];
        // What was promised while nobody wanted data is sent meanwhile.
        await ReceiveAsync(FirstBlocks * TorrentLayout.BlockLength);
        long before = fixture.Budget.TotalBytes, first = received;
        await ReceiveAsync(Blocks * TorrentLayout.BlockLength);
        double spent = fixture.Budget.TotalBytes - before, data = received - first;
        honest.Dispose();
        strangers.ForEach(stranger => stranger.Dispose());
        await Task.WhenAll(asking);
        Assert.InRange(data / spent, 0.7, 1);

        async Task ReceiveAsync(long bytes)
        {
            while (received < bytes)
            {
                fixture.Clock.Advance(TimeSpan.FromMilliseconds(5));
                // The clock waits for the network, or a full socket would leave the line to the others.
                long sent = (await fixture.Session.ReadStatusAsync()).PayloadBytes;
                while (received < sent) received += await honest.ReadSomeAsync();
            }
        }
    }

    /// <summary>Asks again for each answer, and for a second thing meanwhile; until it is disposed of.</summary>
    private static async Task AskAsync(SeedSession session, RawPeer stranger, string asked)
    {
        try
        {
            for (int i = 0; i < 16; i++) await SayAsync(stranger, asked);
            while (true)
            {
                // A packet each time that the session has had its turn.
                if (asked.StartsWith("nothing", StringComparison.Ordinal)) await session.ReadStatusAsync();
                else await stranger.ReadSomeAsync();
                await SayAsync(stranger, asked);
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task SayAsync(RawPeer stranger, string asked)
    {
        switch (asked)
        {
            case "pieces of the info dictionary":
                await stranger.SendExtendedAsync(OwnHandshake.MetadataId, "d8:msg_typei0e5:piecei0ee"u8);
                break;
            case "pieces of the info dictionary that are not there":
                await stranger.SendExtendedAsync(OwnHandshake.MetadataId, "d8:msg_typei0e5:piecei99ee"u8);
                break;
            case "blocks without having been let":
                await stranger.RequestAsync(0, 0, TorrentLayout.BlockLength);
                break;
            case "to be choked and not choked":
                await stranger.SendStateAsync(PeerMessageId.Interested);
                await stranger.SendStateAsync(PeerMessageId.NotInterested);
                break;
            default:
                await stranger.SendAsync(new byte[4]);
                break;
        }
    }
}
