using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

/// <summary>Wrong data in pieces that several peers gave together: only who gave it is banned, whatever the others do meanwhile.</summary>
public class CulpritTests
{
    private const int Length = 1_000_001, PieceLength = 512 * 1024;
    private const string Here = "127.0.4.1";

    [Fact]
    public async Task Liar_who_gives_one_block_of_a_piece_others_gave_too_is_banned_and_they_are_not()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync(Here, target);
        await using GivingPeer liar = await JoinAsync(swarm, session, "127.0.4.2", (_, _, length) => new byte[length]);
        await using GivingPeer honest = await JoinAsync(swarm, session, "127.0.4.3", Honest(swarm));
        await using GivingPeer another = await JoinAsync(swarm, session, "127.0.4.4", Honest(swarm));
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
        Assert.Equal(1, (await StatusAsync(session)).BannedPeers);
    }

    [Fact]
    public async Task Piece_that_must_come_from_one_peer_does_not_stay_with_one_that_refuses_or_gives_a_byte_at_a_time()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync(Here, target, new EngineOptions { SnubTimeout = TimeSpan.FromSeconds(2) });
        // Joined first, they are asked first.
        await using GivingPeer refuser = await JoinAsync(swarm, session, "127.0.4.5", (_, _, _) => []);
        await using GivingPeer slow = await GivingPeer.JoinAsync(session, Here, "127.0.4.6", swarm.InfoHash, Honest(swarm), bytePause: TimeSpan.FromMilliseconds(100));
        int given = 0;
        await using GivingPeer liar = await JoinAsync(swarm, session, "127.0.4.7", (_, _, length) => ++given == 1 ? new byte[length] : null);
        await Eventually.IsAsync(async () => (await StatusAsync(session)).ReceivedBytes >= TorrentLayout.BlockLength);
        await using GivingPeer honest = await JoinAsync(swarm, session, "127.0.4.8", Honest(swarm));
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
        Assert.Equal(1, (await StatusAsync(session)).BannedPeers);
    }

    private static Func<int, int, int, byte[]?> Honest(DownloadSwarm swarm) => (piece, begin, length) => swarm.Bytes.Slice(piece * PieceLength + begin, length).ToArray();

    private static Task<GivingPeer> JoinAsync(DownloadSwarm swarm, SeedSession session, string from, Func<int, int, int, byte[]?> give) =>
        GivingPeer.JoinAsync(session, Here, from, swarm.InfoHash, give);

    private static async Task<DownloadStatus> StatusAsync(SeedSession session) => (await session.ReadStatusAsync()).Torrents[0].Download!;
}
