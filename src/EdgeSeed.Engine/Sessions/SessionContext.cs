using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

/// <summary>Everything that the session loop owns. Only that loop's thread touches it.</summary>
internal sealed partial class SessionContext : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _startedAt;

    public SessionContext(EngineOptions options, UploadBudgets budgets, SendLane world, SendLane lan, PeerId peerId, TimeProvider time)
    {
        (Options, Budgets, WorldLane, LanLane, PeerId) = (options, budgets, world, lan, peerId);
        (_time, _startedAt) = (time, time.GetTimestamp());
        _keyExchangesLeft = options.MaxKeyExchangesSecond;
        RefillAccepts([]);
        Peers = new PeerTable(options.MaxPeers + options.MaxPendingHandshakes);
        Buffers = new DriveBuffers(new BlockBufferPool(options.BufferCount, options.BufferBytes), options.MaxDriveThreads);
        Drives = new DriveReaders(options.MaxDriveThreads, Poll.Wake, time);
        ReadAhead = new ReadAhead(Drives, options, QueueSend);
        ReadLoop = new PeerReadLoop(this);
        WriteLoop = new PeerWriteLoop(this);
        Downloads = new DownloadLoop(this);
        Metadata = new MetadataLoop(this);
    }

    public EngineOptions Options { get; private set; }

    public UploadBudgets Budgets { get; }

    /// <summary>The peers that are served from the one budget over everything.</summary>
    public SendLane WorldLane { get; }

    /// <summary>The peers on the same network, where they are outside that budget.</summary>
    public SendLane LanLane { get; }

    public PeerId PeerId { get; }

    public ReadinessPoll Poll { get; } = new();

    public PeerTable Peers { get; }

    public DriveBuffers Buffers { get; }

    public DriveReaders Drives { get; }

    public ReadAhead ReadAhead { get; }

    public PeerReadLoop ReadLoop { get; }

    public PeerWriteLoop WriteLoop { get; }

    public DownloadLoop Downloads { get; }

    public MetadataLoop Metadata { get; }

    /// <summary>Peers that were stopped in the middle of receiving, to give others a turn.</summary>
    public Queue<PeerConnection> ReadQueue { get; } = new();

    public KeyedTable<InfoHash, TorrentState> Torrents { get; } = new(static torrent => torrent.Torrent.InfoHash);

    public SessionCounters Counters { get; } = new();

    /// <summary>The TCP port that peers can connect to; 0 while there is none.</summary>
    public ushort ListenPort { get; set; }

    /// <summary>The family of the only listener; 0 when there are several, or none.</summary>
    public int ListenFamily { get; set; }

    /// <summary>Milliseconds since the start, read once for each round of the loop.</summary>
    public long Now { get; private set; }

    public void ReadClock() => Now = (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>Books what a peer holds, and gives it its turn at sending if it has something to send and its socket takes it.</summary>
    public void QueueSend(PeerConnection peer)
    {
        Book(peer);
        if (peer.IsWritable && peer.Job is null && !peer.IsWaitingForBuffer && !peer.IsWaitingForWindow && peer.HasWork) peer.Lane.Ring.Append(peer);
    }

    /// <summary>Has a peer's socket read again in the next round.</summary>
    public void QueueRead(PeerConnection peer)
    {
        if (peer.IsInReadQueue) return;
        peer.IsInReadQueue = true;
        ReadQueue.Enqueue(peer);
    }

    /// <summary>
    /// Takes the bounds on peers, slots and silence from other options; everything else stays. Peers beyond the bounds stay until they leave.
    /// </summary>
    public void SetBounds(EngineOptions options)
    {
        Options = Options with
        {
            SuperSeeding = options.SuperSeeding,
            PeerExchange = options.PeerExchange,
            SeeksPeers = options.SeeksPeers,
            MaxPeers = options.MaxPeers,
            MaxPeersTorrent = options.MaxPeersTorrent,
            MaxConnecting = options.MaxConnecting,
            UploadSlots = options.UploadSlots,
            SilenceTimeout = options.SilenceTimeout,
        };
        Peers.Capacity = Options.MaxPeers + Options.MaxPendingHandshakes;
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
