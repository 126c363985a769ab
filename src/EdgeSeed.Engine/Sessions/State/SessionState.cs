using EdgeSeed.Engine.Network;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Sessions.State;

/// <summary>What all parts of a session look at: its bounds, its clock and its counters. Only the session's thread touches it.</summary>
internal sealed class SessionState
{
    private readonly TimeProvider _time;
    private readonly long _startedAt;

    /// <param name="options">The bounds at first.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the threads.</param>
    public SessionState(EngineOptions options, TimeProvider time, Supervisor supervisor)
    {
        (Options, Supervisor) = (options, supervisor);
        (_time, _startedAt) = (time, time.GetTimestamp());
    }

    /// <summary>The bounds by now.</summary>
    public EngineOptions Options { get; private set; }

    /// <summary>Runs the threads.</summary>
    public Supervisor Supervisor { get; }

    /// <summary>Milliseconds since the start, read once for each round of the loop.</summary>
    public long Now { get; private set; }

    /// <summary>What is counted.</summary>
    public SessionCounters Counters { get; } = new();

    /// <summary>Faults of ours that ended one peer or one read.</summary>
    public BugReports Bugs { get; } = new();

    /// <summary>What peers and our node of the DHT tell each other.</summary>
    public NodeExchange Nodes { get; } = new();

    /// <summary>Opens the sockets to peers.</summary>
    public Egress Egress { get; init; } = Egress.Anywhere;

    /// <summary>Where chance decides.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Reads the clock, for the round that begins.</summary>
    public void ReadClock() => Now = (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>
    /// Takes the bounds on peers, slots and silence from other options; everything else stays. Peers beyond the bounds stay until they leave.
    /// </summary>
    public void SetBounds(EngineOptions options) => Options = Options with
    {
        SuperSeeding = options.SuperSeeding,
        PeerExchange = options.PeerExchange,
        SeeksPeers = options.SeeksPeers,
        MaxPeers = options.MaxPeers,
        MaxPeersTorrent = options.MaxPeersTorrent,
        MaxConnecting = options.MaxConnecting,
        UploadSlots = options.UploadSlots,
        ByNeed = options.ByNeed,
        SilenceTimeout = options.SilenceTimeout,
    };
}
