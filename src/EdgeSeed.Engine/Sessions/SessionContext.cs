using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Discovery;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.PeerExchange;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Peers.Reading;
using EdgeSeed.Engine.Peers.Writing;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

/// <summary>The session loop and the parts that it is made of. Only that loop's thread touches it.</summary>
internal sealed partial class SessionContext : IDisposable
{
    public SessionContext(SessionState state, SendLanes lanes, SessionIdentity identity, TimeProvider time)
    {
        (State, Lanes, Identity) = (state, lanes, identity);
        EngineOptions options = state.Options;
        Pace.Refill(lanes.World.Budget.BytesPerSecond, options);
        Peers = new PeerTable(options.MaxPeers + options.MaxPendingHandshakes);
        Memory = new PeerMemory(state);
        Turns = new PeerTurns(Memory);
        Drives = new DriveReaders(options.MaxDriveThreads, Poll.Wake, time, state.Supervisor);
        Shares = new DriveBuffers(new BlockBufferPool(options.BufferCount, options.BufferBytes), options.MaxDriveThreads);
        Buffers = new PeerBuffers(Shares, Drives, Peers, Turns);
        ReadAhead = new ReadAhead(Drives, options, Turns.QueueSend);
        Lifetime = new PeerLifetime(state, Peers, Memory, Buffers, ReadAhead);
        Limiter = new ConnectionLimiter(state, Peers, Memory, Lifetime);
        Choker = new Choker(state, Peers, lanes, Turns);
        Refusal = new RequestRefusal(state);
        SuperSeeder = new SuperSeeder(state, lanes, new PieceRevealer(state, lanes, Turns));
        PeerExchange = new PeerExchanger(state, Peers, Turns);
        KeyExchanges = new KeyExchangePace(state, Peers, Turns);
        Banned = new PeerBans(Peers, Lifetime, options.MaxBannedPeers);
        Opener = new ConnectionOpener(state, Peers, Memory, lanes, Poll, Lifetime, Limiter);
        Connector = new PeerConnector(state, Peers, lanes, Limiter, Opener, KeyExchanges, identity.ListenFamily)
        {
            OfferEncryption = (torrent, family) => Encrypted!.Offer(torrent, family),
        };
        Seeker = new PeerSeeker(state, Peers, lanes, Connector, Banned, identity.ListenPort);
        Discovery = new LocalServiceDiscovery(state, Torrents, Seeker, Poll, lanes, DiscoveryKey, identity.ListenPort);
        Utp = new UtpRefusal(state, Poll, lanes.Budgets, UtpKey);
        Downloads = new DownloadLoop(state, Peers, Turns, Lifetime, Banned, Seeker, Poll.Wake);
        Metadata = new MetadataLoop(state, Peers, Turns, Banned, Seeker);
        var admission = new PeerAdmission(state, identity, Torrents, Peers, Lifetime, Limiter, Banned);
        Encrypted = new EncryptedHandshakes(state, identity, Torrents, Lifetime, admission, KeyExchanges);
        Reader = new PeerReader(
            state, Memory, Turns, Lifetime, new HandshakeReader(state, identity, Lifetime, admission, Encrypted),
            new MessageHandler(state, Memory, Lifetime, Choker, Refusal, SuperSeeder), new ExtensionHandler(state, Lifetime, Seeker, Metadata), SuperSeeder, Downloads);
        Failures = new ReadFailures(state, Lifetime, Refusal, Choker);
        Content = new MessageData(state, ReadAhead, Drives, Buffers, Turns, Failures);
        WriteLoop = new PeerWriteLoop(
            state, Turns, Lifetime, Buffers, ReadAhead, SuperSeeder, new PeerIntroduction(state, identity, Turns, SuperSeeder),
            new NextMessage(state, AsideTurns, Refusal), Content);
        Lifetime.SetWatchers(Choker, SuperSeeder, Downloads, PeerExchange, Seeker, Connector);
    }

    public SessionState State { get; }

    public EngineOptions Options => State.Options;

    public long Now => State.Now;

    public SendLanes Lanes { get; }

    /// <summary>Under which name and address the session is known.</summary>
    public SessionIdentity Identity { get; }

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

    public Choker Choker { get; }

    public RequestRefusal Refusal { get; }

    public SuperSeeder SuperSeeder { get; }

    public PeerExchanger PeerExchange { get; }

    public KeyExchangePace KeyExchanges { get; }

    public PeerBans Banned { get; }

    public ConnectionOpener Opener { get; }

    public PeerConnector Connector { get; }

    public PeerSeeker Seeker { get; }

    public LocalServiceDiscovery Discovery { get; }

    /// <summary>Sends those away who come over UDP.</summary>
    public UtpRefusal Utp { get; }

    public EncryptedHandshakes Encrypted { get; }

    public PeerReader Reader { get; }

    public PeerWriteLoop WriteLoop { get; }

    public ReadFailures Failures { get; }

    public MessageData Content { get; }

    public DownloadLoop Downloads { get; }

    public MetadataLoop Metadata { get; }

    /// <summary>Who is answered next of those that ask without an upload slot.</summary>
    public AsideTurns AsideTurns { get; } = new();

    public TorrentTable Torrents { get; } = new();

    /// <summary>
    /// Takes the bounds on peers, slots and silence from other options; everything else stays. Peers beyond the bounds stay until they leave.
    /// </summary>
    public void SetBounds(EngineOptions options)
    {
        State.SetBounds(options);
        Peers.Capacity = Options.MaxPeers + Options.MaxPendingHandshakes;
    }

    /// <summary>Adds a torrent.</summary>
    public void AddTorrent(TorrentState torrent)
    {
        Torrents.Add(torrent);
        ReadAhead.Add(torrent);
        Shares.AddTorrent(Drives.IndexOf(torrent.Torrent.Drive));
        Downloads.Add(torrent);
        Metadata.Add(torrent);
    }

    /// <summary>Takes a torrent out.</summary>
    public void RemoveTorrent(InfoHash infoHash)
    {
        if (!Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return;
        ReadAhead.Remove(torrent);
        Shares.RemoveTorrent(Drives.IndexOf(torrent.Torrent.Drive));
        Torrents.Remove(infoHash);
    }

    /// <summary>A fault of ours while a peer was served ends that peer and nothing else.</summary>
    public void Fault(PeerConnection peer, Exception bug)
    {
        State.Bugs.Report($"peer {peer.EndPoint}", bug, Now);
        Lifetime.Close(peer, DisconnectReason.Bug);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Drives.Stop();
        Downloads.Stop();
        Discovery.Dispose();
        Utp.Dispose();
        Poll.Dispose();
    }
}
