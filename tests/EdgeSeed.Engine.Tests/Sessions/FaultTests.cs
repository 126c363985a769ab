using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
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

    private sealed class EmptyJob() : DriveJob(null!)
    {
        protected override StorageError? Read() => null;
    }
}
