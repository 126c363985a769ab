using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Engine.Peers;

/// <summary>The peers of a session, and what is held for them all: the books of their memory, turns, drives and buffers, and the ends of their time.</summary>
internal sealed class PeerSet
{
    /// <param name="state">Bounds and counters.</param>
    /// <param name="lanes">From which they are served.</param>
    /// <param name="poll">Woken by drives.</param>
    /// <param name="time">Measures drives.</param>
    public PeerSet(SessionState state, SendLanes lanes, ReadinessPoll poll, TimeProvider time)
    {
        EngineOptions options = state.Options;
        Lanes = lanes;
        Table = new PeerTable(options.MaxPeers + options.MaxPendingHandshakes);
        Memory = new PeerMemory(state);
        Turns = new PeerTurns(Memory);
        Drives = new DriveReaders(options.MaxDriveThreads, poll.Wake, time, state.Supervisor);
        Shares = new DriveBuffers(new BlockBufferPool(options.BufferCount, options.BufferBytes), options.MaxDriveThreads);
        Buffers = new PeerBuffers(Shares, Drives, Table, Turns);
        ReadAhead = new ReadAhead(Drives, options, Turns.QueueSend);
        Lifetime = new PeerLifetime(state, Table, Memory, Buffers, ReadAhead);
        Faults = new PeerFaults(state, Lifetime);
        Refusal = new RequestRefusal(state);
    }

    /// <summary>From which budgets they are served.</summary>
    public SendLanes Lanes { get; }

    /// <summary>All connections.</summary>
    public PeerTable Table { get; }

    public PeerMemory Memory { get; }

    public PeerTurns Turns { get; }

    public DriveReaders Drives { get; }

    public DriveBuffers Shares { get; }

    public PeerBuffers Buffers { get; }

    public ReadAhead ReadAhead { get; }

    public PeerLifetime Lifetime { get; }

    public PeerFaults Faults { get; }

    public RequestRefusal Refusal { get; }

    /// <summary>Who is answered next of those that ask without an upload slot.</summary>
    public AsideTurns AsideTurns { get; } = new();
}
