using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>Faults of our own: where they end, and who is told.</summary>
public class FaultTests
{
    private const uint Block = TorrentLayout.BlockLength;

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Fault_while_one_peer_is_served_ends_that_peer_alone_and_is_told_once_a_minute()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        int told = 0;
        fixture.Session.BugFound = (_, bug) => told += bug is OutOfMemoryException ? 1 : 100;
        var faulty = new FaultyBlocks(fixture.Layout.TotalLength) { ThrowsOnLoop = true };
        await fixture.AddAsync(SessionFixture.Hash(2), faulty);
        using RawPeer served = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        for (int i = 0; i < 3; i++)
        {
            using RawPeer victim = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
            await victim.RequestAsync(0, 0, Block);
            await victim.WaitForCloseAsync();
        }
        SessionStatus status = await fixture.UntilAsync(static status => status.Peers == 1);
        Assert.Equal(3, status.Disconnects[(int)DisconnectReason.Bug]);
        Assert.Equal(1, told);
        await served.RequestAsync(0, 0, Block);
        await served.ReadBlockAsync(fixture.Layout, 0, 0, Block);
        fixture.Clock.Advance(TimeSpan.FromSeconds(61));
        using RawPeer last = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        await last.RequestAsync(0, 0, Block);
        await last.WaitForCloseAsync();
        await fixture.UntilAsync(static status => status.Disconnects[(int)DisconnectReason.Bug] == 4);
        Assert.Equal(2, told);
    }

    [Fact]
    public async Task Fault_on_a_drives_thread_ends_that_read_and_the_thread_reads_on()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var told = new TaskCompletionSource<Exception>();
        fixture.Session.BugFound = (_, bug) => told.TrySetResult(bug);
        var faulty = new FaultyBlocks(fixture.Layout.TotalLength) { ThrowsOnDrive = true };
        await fixture.AddAsync(SessionFixture.Hash(2), faulty);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        await peer.RequestAsync(0, 0, Block);
        Assert.Equal(PeerMessageId.Reject, (await peer.ReadAsync()).Id);
        Assert.IsType<InvalidOperationException>(await told.Task.WaitAsync(s_soon));
        Assert.Equal(RangeOutcome.Good, await fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[100]).WaitAsync(s_soon));
        faulty.ThrowsOnDrive = false;
        fixture.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(PeerMessageId.Choke, (await peer.ReadAsync()).Id);
        Assert.Equal(PeerMessageId.Unchoke, (await peer.ReadAsync()).Id);
        await peer.RequestAsync(0, 0, Block);
        await peer.ReadBlockAsync(fixture.Layout, 0, 0, Block);
    }

    [Fact]
    public async Task Fault_in_what_a_peer_gets_once_a_second_ends_that_peer_alone()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var told = new TaskCompletionSource<Exception>();
        fixture.Session.BugFound = (_, bug) => told.TrySetResult(bug);
        using RawPeer served = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        await fixture.AddAsync(SessionFixture.Hash(2), new FaultyBlocks(fixture.Layout.TotalLength));
        using RawPeer victim = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        await PlantAsync(fixture.Session);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await victim.WaitForCloseAsync();
        Assert.IsType<NullReferenceException>(await told.Task.WaitAsync(s_soon));
        await ServesOnAsync(fixture, served);
    }

    [Fact]
    public async Task Fault_when_a_read_for_a_peer_comes_back_ends_that_peer_alone()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer served = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        var slow = new PatternBlocks(fixture.Layout.TotalLength);
        slow.Hang();
        await fixture.AddAsync(SessionFixture.Hash(2), slow);
        using RawPeer victim = await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2));
        await victim.RequestAsync(0, 0, Block);
        await slow.Begun.Task.WaitAsync(s_soon);
        await PlantAsync(fixture.Session);
        slow.Release();
        await victim.WaitForCloseAsync();
        await ServesOnAsync(fixture, served);
    }

    [Fact]
    public async Task Fault_when_data_is_told_to_rest_ends_nothing_and_is_told()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        var told = new TaskCompletionSource<Exception>();
        fixture.Session.BugFound = (_, bug) => told.TrySetResult(bug);
        await fixture.AddAsync(SessionFixture.Hash(2), new FaultyBlocks(fixture.Layout.TotalLength) { ThrowsAtRest = true });
        (await RawPeer.JoinAsync(fixture.Session, SessionFixture.Hash(2))).Dispose();
        await fixture.UntilAsync(static status => status.Peers == 0);
        fixture.Clock.Advance(new EngineOptions().RestInterval + TimeSpan.FromSeconds(2));
        Assert.IsType<InvalidOperationException>(await told.Task.WaitAsync(s_soon));
        Assert.Equal(RangeOutcome.Good, await fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[100]).WaitAsync(s_soon));
    }

    [Fact]
    public async Task Drives_thread_that_dies_ends_the_program()
    {
        var supervisor = new Supervisor(TimeProvider.System, static _ => { });
        var reader = new DriveReader("drive 3", static _ => throw new InvalidOperationException("planted"), supervisor);
        reader.Enqueue(new EmptyJob());
        PartFault fault = await supervisor.Fatal.WaitAsync(s_soon);
        Assert.Equal(("drive 3", "planted"), (fault.Part, fault.Exception.Message));
    }

    [Fact]
    public async Task Session_thread_that_ends_by_a_fault_says_so_and_leaves_no_question_hanging()
    {
        SessionFixture fixture = await SessionFixture.StartAsync();
        SeedSession session = fixture.Session;
        fixture.Disk.Hang();
        Task<RangeOutcome> reading = session.ReadRangeAsync(fixture.InfoHash, 0, new byte[100]);
        await fixture.Disk.Begun.Task.WaitAsync(s_soon);
        var mayEnd = new ManualResetEventSlim();
        Task<int> fault = session.AskAsync<int>(() =>
        {
            mayEnd.Wait();
            throw new InvalidOperationException("planted");
        });
        Task<SessionStatus>[] behind = [.. Enumerable.Range(0, 50).Select(_ => session.ReadStatusAsync())];
        mayEnd.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => fault.WaitAsync(s_soon));
        Exception ended = await Assert.ThrowsAsync<InvalidOperationException>(() => session.Completion.WaitAsync(s_soon));
        Assert.Equal("planted", ended.Message);
        foreach (Task<SessionStatus> question in behind) await Assert.ThrowsAsync<InvalidOperationException>(() => question.WaitAsync(s_soon));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading.WaitAsync(s_soon));
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.ReadStatusAsync().WaitAsync(s_soon));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.DisposeAsync().AsTask().WaitAsync(s_soon));
        fixture.Disk.Release();
    }

    /// <summary>Spoils what the session holds of the peer of the second torrent, so that the next who looks at it fails.</summary>
    private static Task<bool> PlantAsync(SeedSession session) => session.AskAsync(() =>
    {
        PeerTable peers = session.Loop.Peers.Table;
        PeerConnection victim = Enumerable.Range(0, peers.SlotCount).Select(slot => peers[slot]).First(peer => peer?.Torrent?.Torrent.InfoHash == SessionFixture.Hash(2))!;
        victim.Fetch = new PeerFetch(victim.EndPoint, 1, 1) { Completed = null! };
        return true;
    });

    private static async Task ServesOnAsync(SessionFixture fixture, RawPeer served)
    {
        SessionStatus status = await fixture.UntilAsync(static status => status.Peers == 1);
        Assert.Equal(1, status.Disconnects[(int)DisconnectReason.Bug]);
        Assert.Equal(0, status.BuffersInUse);
        await served.RequestAsync(0, 0, Block);
        await served.ReadBlockAsync(fixture.Layout, 0, 0, Block);
    }

    private sealed class EmptyJob() : DriveJob(null!)
    {
        protected override StorageError? Read() => null;
    }
}
