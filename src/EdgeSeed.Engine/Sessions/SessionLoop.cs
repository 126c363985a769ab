using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Discovery;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.Needs;
using EdgeSeed.Engine.PeerExchange;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Peers.Reading;
using EdgeSeed.Engine.Peers.Writing;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Engine.Sessions;

/// <summary>The session's loop: round by round what sockets, drives and clock have brought, and what is sent for it. Only its thread touches it.</summary>
internal sealed class SessionLoop : IDisposable
{
    private const int TickMilliseconds = 1000;
    private const int LimitedMilliseconds = 50;

    private readonly PeerReading _reading;
    private readonly PeerWriting _writing;
    private readonly FinishedReads _finished;
    private readonly PeerUpkeep _upkeep;
    private readonly MetadataLoop _metadata;
    private readonly LayerLoop _layers;
    private readonly SuperSeeder _superSeeder;
    private readonly Action<TorrentState> _endRemoval;
    private long _nextTick;
    private long _nextRest;

    public SessionLoop(SessionState state, SendLanes lanes, SessionIdentity identity, TimeProvider time, PeerListener[] listeners)
    {
        State = state;
        Peers = new PeerSet(state, lanes, Poll, time);
        Connections = new PeerConnections(state, identity, Peers, Poll, listeners);
        PeerSeeker seeker = Connections.Seeker;
        Choker = new Choker(state, Peers.Table, lanes, Peers.Turns);
        _superSeeder = new SuperSeeder(state, lanes, Peers.Turns);
        Needs = new NeedKeeper(state, Peers.Table, lanes, _superSeeder);
        var exchange = new PeerExchanger(state, Peers.Table, Peers.Turns);
        Discovery = new LocalServiceDiscovery(state, Table, seeker, Poll, lanes, PollKeys.Discovery, identity.ListenPort);
        Dht = new DhtLoop(state, Table, (torrent, found, bySecondName) => seeker.Offer(torrent, found, bySecondName), lanes.Budgets, Connections.Datagrams, identity.ListenPort);
        Downloads = new DownloadLoop(state, Peers.Table, Peers.Turns, Peers.Lifetime, Connections.Banned, seeker, Poll.Wake);
        _metadata = new MetadataLoop(state, Peers.Table, Peers.Turns, Connections.Banned, seeker);
        _layers = new LayerLoop(state, Peers.Table, Peers.Turns, Peers.Lifetime, Connections.Banned, Connections.Connector, seeker);
        _reading = new PeerReading(state, identity, Table, Peers, Connections, Choker, _superSeeder, Downloads, _metadata, _layers);
        _writing = new PeerWriting(state, identity, Peers, Choker, _superSeeder);
        Torrents = new SessionTorrents(state, Table, Peers, Downloads, _metadata);
        _endRemoval = Torrents.EndRemoval;
        Ranges = new RangeReads(state, Table, _superSeeder, Peers);
        Snapshot = new SessionSnapshot(state, Table, Peers, _superSeeder, Downloads, Dht);
        _finished = new FinishedReads(state, Peers, _writing, Ranges, Torrents);
        _upkeep = new PeerUpkeep(state, Peers, Choker, exchange);
        Peers.Lifetime.SetWatchers(Choker, Needs, _superSeeder, Downloads, _layers, exchange, seeker, Connections.Connector);
    }

    public SessionState State { get; }

    public ReadinessPoll Poll { get; } = new();

    public PeerSet Peers { get; }

    public PeerConnections Connections { get; }

    public Choker Choker { get; }

    public NeedKeeper Needs { get; }

    public LocalServiceDiscovery Discovery { get; }

    /// <summary>The node of the DHT.</summary>
    public DhtLoop Dht { get; }

    public DownloadLoop Downloads { get; }

    /// <summary>Piece layers on their way.</summary>
    public LayerLoop Layers => _layers;

    /// <summary>The torrents there are.</summary>
    public TorrentTable Table { get; } = new();

    /// <summary>Torrents that come and go.</summary>
    public SessionTorrents Torrents { get; }

    public RangeReads Ranges { get; }

    public SessionSnapshot Snapshot { get; }

    /// <summary>Begins to listen.</summary>
    public void Begin()
    {
        Connections.Begin();
        State.ReadClock();
    }

    /// <summary>One round.</summary>
    /// <param name="answer">Answers what is asked from outside.</param>
    public void RunRound(Action answer)
    {
        int events = Poll.Wait(NextWaitMilliseconds());
        State.ReadClock();
        for (int i = 0; i < events; i++) Take(Poll.Event(i));
        _finished.Take();
        Downloads.Finish(_endRemoval);
        answer();
        _reading.Run();
        Downloads.FillLimited();
        Downloads.Flush();
        Peers.Buffers.WakeWaiters();
        _writing.Run();
        Tick();
        Connections.Limiter.KeepWithinMemory();
    }

    /// <summary>
    /// Takes the bounds on peers, slots and silence from other options; everything else stays. Peers beyond the bounds stay until they leave.
    /// </summary>
    public void SetBounds(EngineOptions options)
    {
        State.SetBounds(options);
        Peers.Table.Capacity = State.Options.MaxPeers + State.Options.MaxPendingHandshakes;
    }

    /// <summary>Ends every connection and listens no more.</summary>
    public void CloseAll()
    {
        for (int slot = 0; slot < Peers.Table.SlotCount; slot++)
        {
            if (Peers.Table[slot] is { } peer) Peers.Lifetime.Close(peer, DisconnectReason.Stopping);
        }
        Connections.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Torrents.EndAllRemovals();
        Peers.Lanes.World.Share.Dispose();
        Peers.Lanes.Lan.Share.Dispose();
        Peers.Drives.Stop();
        Downloads.Stop();
        Discovery.Dispose();
        Poll.Dispose();
    }

    private void Take((ulong Key, uint Events) said)
    {
        (ulong key, uint events) = said;
        if (key <= PollKeys.Peers)
        {
            if (Peers.Table.Find(key) is { } peer) _reading.Signal(peer, events);
        }
        else if (key == ReadinessPoll.WakeKey) Poll.DrainWakes();
        else if (key > PollKeys.Discovery) Connections.Accepted.Accept((int)(PollKeys.Listener - key));
        else if (key > PollKeys.Datagrams) Discovery.Hear((int)(PollKeys.Discovery - key));
        else Connections.Datagrams.Hear((int)(PollKeys.Datagrams - key));
    }

    /// <summary>How long the loop may sleep: not at all while somebody has a turn due.</summary>
    private int NextWaitMilliseconds()
    {
        if (Peers.Turns.WaitingReads > 0 || Peers.Shares.CanLend) return 0;
        long next = Math.Min(_nextTick, Math.Min(_superSeeder.NextLook, Choker.NextLook)) - State.Now;
        return (int)_writing.NextWaitMilliseconds(Math.Clamp(next, 0, Downloads.IsLimited ? LimitedMilliseconds : TickMilliseconds));
    }

    /// <summary>Once a second: timeouts, keep-alives, and second chances.</summary>
    private void Tick()
    {
        _superSeeder.Look();
        Choker.Look();
        if (State.Now < _nextTick) return;
        _nextTick = State.Now + TickMilliseconds;
        Connections.KeyExchanges.Refill();
        Connections.Tick();
        _upkeep.Tick();
        Downloads.Tick();
        _metadata.Tick();
        _layers.Tick();
        Connections.Seeker.Tick();
        Discovery.Tick();
        Dht.Tick();
        if (State.Now >= _nextRest) Rest();
        Needs.Tick();
        Choker.Tick();
        Peers.AsideTurns.Serve(Peers.Table, Peers.Lanes, Peers.Turns.QueueSend);
        _superSeeder.Tick();
    }

    /// <summary>Lets the data of torrents rest that had peers and have none any more.</summary>
    private void Rest()
    {
        _nextRest = State.Now + (long)State.Options.RestInterval.TotalMilliseconds;
        foreach (TorrentState torrent in Table.Values)
        {
            if (!torrent.IsAwake || torrent.Peers > 0 || torrent.ReadsUnderWay > 0 || torrent.Removal is not null) continue;
            torrent.IsAwake = false;
            try
            {
                torrent.Torrent.Content.Rest();
            }
            catch (Exception bug)
            {
                State.Bugs.Report($"torrent {torrent.Torrent.InfoHash}", bug, State.Now);
            }
        }
    }
}
