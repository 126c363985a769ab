using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

/// <summary>The session loop and the parts that it is made of. Only that loop's thread touches it.</summary>
internal sealed partial class SessionContext : IPeerWatcher, IDisposable
{
    public SessionContext(SessionState state, SendLanes lanes, PeerId peerId, TimeProvider time)
    {
        (State, Lanes, PeerId) = (state, lanes, peerId);
        EngineOptions options = state.Options;
        _keyExchangesLeft = options.MaxKeyExchangesSecond;
        Pace.Refill(lanes.World.Budget.BytesPerSecond, options);
        Peers = new PeerTable(options.MaxPeers + options.MaxPendingHandshakes);
        Memory = new PeerMemory(state);
        Turns = new PeerTurns(Memory);
        Drives = new DriveReaders(options.MaxDriveThreads, Poll.Wake, time);
        Shares = new DriveBuffers(new BlockBufferPool(options.BufferCount, options.BufferBytes), options.MaxDriveThreads);
        Buffers = new PeerBuffers(Shares, Drives, Peers, Turns);
        ReadAhead = new ReadAhead(Drives, options, Turns.QueueSend);
        Lifetime = new PeerLifetime(state, Peers, Memory, Buffers);
        Limiter = new ConnectionLimiter(state, Peers, Memory, Lifetime);
        SuperSeeder = new SuperSeeder(state, lanes, new PieceRevealer(state, lanes, Turns));
        ReadLoop = new PeerReadLoop(this);
        WriteLoop = new PeerWriteLoop(this);
        Downloads = new DownloadLoop(this);
        Metadata = new MetadataLoop(this);
        Lifetime.SetWatchers(SuperSeeder, Downloads, this);
    }

    public SessionState State { get; }

    public EngineOptions Options => State.Options;

    public long Now => State.Now;

    public SendLanes Lanes { get; }

    public PeerId PeerId { get; }

    public ReadinessPoll Poll { get; } = new();

    public PeerTable Peers { get; }

    public PeerMemory Memory { get; }

    public PeerTurns Turns { get; }

    public PeerLifetime Lifetime { get; }

    public ConnectionLimiter Limiter { get; }

    public AcceptPace Pace { get; } = new();

    public DriveBuffers Shares { get; }

    public PeerBuffers Buffers { get; }

    public DriveReaders Drives { get; }

    public ReadAhead ReadAhead { get; }

    public SuperSeeder SuperSeeder { get; }

    public PeerReadLoop ReadLoop { get; }

    public PeerWriteLoop WriteLoop { get; }

    public DownloadLoop Downloads { get; }

    public MetadataLoop Metadata { get; }

    /// <summary>Whose request for a piece of an info dictionary is answered next.</summary>
    public MetadataTurns MetadataTurns { get; } = new();

    public KeyedTable<InfoHash, TorrentState> Torrents { get; } = new(static torrent => torrent.Torrent.InfoHash);

    /// <summary>The TCP port that peers can connect to; 0 while there is none.</summary>
    public ushort ListenPort { get; set; }

    /// <summary>The family of the only listener; 0 when there are several, or none.</summary>
    public int ListenFamily { get; set; }

    /// <summary>
    /// Takes the bounds on peers, slots and silence from other options; everything else stays. Peers beyond the bounds stay until they leave.
    /// </summary>
    public void SetBounds(EngineOptions options)
    {
        State.SetBounds(options);
        Peers.Capacity = Options.MaxPeers + Options.MaxPendingHandshakes;
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
        KnowListener(peer, saidPort: 0);
        if (peer.IsOutgoing) peer.Torrent!.Calls--;
    }

    /// <inheritdoc/>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        SetChoke(peer, true);
        if (stage == PeerStage.Connecting) Connecting--;
        NoteOutcome(peer, reason);
        if (stage != PeerStage.Running && peer.IsOutgoing) peer.Torrent!.Calls--;
        if (stage == PeerStage.Running) NoteDeparture(peer);
        RetryPlainly(peer, reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Drives.Stop();
        Downloads.Stop();
        _discovery?.Dispose();
        Poll.Dispose();
    }
}
