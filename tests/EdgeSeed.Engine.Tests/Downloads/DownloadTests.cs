using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

public class DownloadTests
{
    private const int Length = 3_000_001, PieceLength = 64 * 1024;

    [Theory]
    [InlineData(EncryptionPolicy.Off)]
    [InlineData(EncryptionPolicy.Require)]
    public async Task Download_from_a_seed_brings_the_right_bytes_and_nothing_twice(EncryptionPolicy encryption)
    {
        var options = new EngineOptions { Encryption = encryption };
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.1", options: options);
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync("127.0.1.2", target, options);
        session.Found(swarm.InfoHash, [seed]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
        DownloadStatus status = await StatusAsync(session);
        Assert.True(status.IsFinished);
        Assert.Equal(Length, status.ReceivedBytes);
        Assert.Equal(0, status.WastedBytes);
    }

    [Fact]
    public async Task Download_with_a_single_block_of_memory_still_completes()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.11");
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync("127.0.1.12", target, new EngineOptions { IncomingBlocks = 1 });
        session.Found(swarm.InfoHash, [seed]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
    }

    [Fact]
    public async Task Peer_is_asked_for_no_more_at_once_than_it_says_it_keeps()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        var keepsTwo = new EngineOptions { MaxRequestsPeer = 2 };
        SeedSession seed = await swarm.DownloadAsync("127.0.1.14", new MemoryTarget(Length), keepsTwo, has: _ => true);
        SeedSession session = await swarm.DownloadAsync("127.0.1.15", new MemoryTarget(Length));
        session.Found(swarm.InfoHash, [DownloadSwarm.EndPoint("127.0.1.14", seed)]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.Equal(0, (await seed.ReadStatusAsync()).RejectedRequests);
    }

    [Fact]
    public async Task Download_from_peers_that_have_parts_puts_them_together_and_downloaders_serve_each_other()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint even = await swarm.SeedAsync("127.0.1.21", piece => piece % 2 == 0);
        PeerEndPoint odd = await swarm.SeedAsync("127.0.1.22", piece => piece % 2 == 1);
        MemoryTarget first = new(Length), second = new(Length);
        SeedSession one = await swarm.DownloadAsync("127.0.1.23", first), other = await swarm.DownloadAsync("127.0.1.24", second);
        PeerEndPoint oneAt = DownloadSwarm.EndPoint("127.0.1.23", one), otherAt = DownloadSwarm.EndPoint("127.0.1.24", other);
        // Each knows but one of the seeds: it can only be complete through the other.
        one.Found(swarm.InfoHash, [even, otherAt]);
        other.Found(swarm.InfoHash, [odd, oneAt]);
        await one.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        await other.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(first.Bytes) && swarm.Bytes.SequenceEqual(second.Bytes));
        // Each has called each it knows, once: where their calls crossed, neither hung up on the other.
        Assert.Equal(2, (await one.ReadStatusAsync()).OpenedConnections);
        Assert.Equal(2, (await other.ReadStatusAsync()).OpenedConnections);
    }

    [Fact]
    public async Task Wrong_block_is_fetched_again_and_whoever_gave_it_is_banned()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint honest = await swarm.SeedAsync("127.0.1.31");
        PeerEndPoint liar = await swarm.SeedAsync("127.0.1.32", spoil: bytes =>
        {
            for (int i = 20_000; i < bytes.Length; i += PieceLength) bytes[i] ^= 1;
        });
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync("127.0.1.33", target);
        session.Found(swarm.InfoHash, [liar]);
        await UntilAsync(session, status => status.BannedPeers == 1);
        session.Found(swarm.InfoHash, [honest]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
        DownloadStatus status = await StatusAsync(session);
        Assert.Equal(1, status.BannedPeers);
        Assert.True(status.FailedPieces > 0);
        Assert.True((await session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BadData) > 0);
    }

    [Fact]
    public async Task Full_target_pauses_and_the_download_goes_on_when_there_is_room()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.41");
        var target = new MemoryTarget(Length) { Failure = MemoryTarget.Full };
        SeedSession session = await swarm.DownloadAsync("127.0.1.42", target, new EngineOptions { TargetPause = TimeSpan.FromMilliseconds(200) });
        session.Found(swarm.InfoHash, [seed]);
        await UntilAsync(session, status => status.Problem is { Fault: Storage.StorageFault.Full });
        target.Failure = null;
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
    }

    [Fact]
    public async Task Only_wanted_pieces_are_fetched()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.51");
        var wanted = new Bitfield(swarm.Layout.PieceCount);
        wanted.Set(new PieceIndex(3));
        wanted.Set(new PieceIndex(swarm.Layout.PieceCount - 1));
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync("127.0.1.52", target, wanted: wanted);
        session.Found(swarm.InfoHash, [seed]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        DownloadStatus status = await StatusAsync(session);
        Assert.Equal(2, status.Verified.Count());
        Assert.Equal(PieceLength + swarm.Layout.PieceSize(new PieceIndex(swarm.Layout.PieceCount - 1)), status.ReceivedBytes);
    }

    [Fact]
    public async Task Rate_of_the_download_is_kept()
    {
        const int rate = 400_000, length = 600_000;
        await using var swarm = new DownloadSwarm(length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.61");
        var target = new MemoryTarget(length);
        SeedSession session = await swarm.DownloadAsync("127.0.1.62", target);
        session.DownloadBytesPerSecond = rate;
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        session.Found(swarm.InfoHash, [seed]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        // A quarter of a second's worth may come at once.
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds > (length - rate / 4.0) / rate * 0.95);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
    }

    [Fact]
    public async Task Metadata_comes_from_peers_and_leaves_no_torrent_behind()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.1.71");
        SeedSession session = swarm.Open("127.0.1.72");
        Task<FetchedInfo> fetching = session.FetchInfoAsync(swarm.InfoHash, null, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        session.Found(swarm.InfoHash, [seed]);
        FetchedInfo fetched = await fetching.WaitAsync(DownloadSwarm.Patience);
        Assert.True(fetched.Info.Span.SequenceEqual(swarm.Info));
        Assert.Contains(seed, fetched.Peers);
        Assert.Empty((await session.ReadStatusAsync()).Torrents);
    }

    private static async Task<DownloadStatus> StatusAsync(SeedSession session) => (await session.ReadStatusAsync()).Torrents[0].Download!;

    private static async Task UntilAsync(SeedSession session, Func<DownloadStatus, bool> condition)
    {
        DateTime end = DateTime.UtcNow + DownloadSwarm.Patience;
        while (!condition(await StatusAsync(session)))
        {
            if (DateTime.UtcNow > end) throw new TimeoutException((await StatusAsync(session)).ToString());
            await Task.Yield();
        }
    }
}
