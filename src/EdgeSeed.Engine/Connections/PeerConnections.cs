using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>How connections come about in a session: those that come to us, those that we make, and who is refused.</summary>
internal sealed class PeerConnections : IDisposable
{
    private readonly PeerListener[] _listeners;
    private readonly PeerSet _peers;
    private readonly SessionIdentity _identity;
    private readonly ushort _nodePort;

    /// <param name="state">Bounds and counters.</param>
    /// <param name="identity">Under which we are known.</param>
    /// <param name="peers">Takes them.</param>
    /// <param name="poll">Watches their sockets.</param>
    /// <param name="listeners">To which others come; closed at the end.</param>
    public PeerConnections(SessionState state, SessionIdentity identity, PeerSet peers, ReadinessPoll poll, PeerListener[] listeners)
    {
        SendLanes lanes = peers.Lanes;
        (_listeners, _peers, _identity, _nodePort) = (listeners, peers, identity, state.Options.NodePort);
        Limiter = new ConnectionLimiter(state, peers.Table, peers.Memory, peers.Lifetime);
        KeyExchanges = new KeyExchangePace(state, peers.Table, peers.Turns);
        Banned = new PeerBans(peers.Table, peers.Lifetime, state.Options.MaxBannedPeers);
        Encryption = new EncryptionOffers(state, identity);
        var opener = new ConnectionOpener(state, peers.Table, peers.Memory, lanes, poll, peers.Lifetime, Limiter);
        Connector = new PeerConnector(state, peers.Table, lanes, Limiter, opener, KeyExchanges, Encryption, identity.ListenFamily);
        Seeker = new PeerSeeker(state, peers.Table, lanes, Connector, Banned, identity.ListenPort);
        Accepted = new AcceptedConnections(state, lanes, poll, opener, listeners);
        Datagrams = new PeerDatagrams(poll, new UtpRefusal(state, lanes.Budgets), PollKeys.Datagrams);
    }

    public ConnectionLimiter Limiter { get; }

    public KeyExchangePace KeyExchanges { get; }

    /// <summary>Who is not spoken to.</summary>
    public PeerBans Banned { get; }

    public EncryptionOffers Encryption { get; }

    public PeerConnector Connector { get; }

    public PeerSeeker Seeker { get; }

    public AcceptedConnections Accepted { get; }

    /// <summary>What comes over UDP.</summary>
    public PeerDatagrams Datagrams { get; }

    /// <summary>Begins to accept.</summary>
    public void Begin()
    {
        Accepted.Begin();
        Datagrams.ListenBeside(_listeners, _nodePort);
    }

    /// <summary>Once a second: there is room for more, and a device may be there again.</summary>
    public void Tick()
    {
        if (Accepted.Tick()) Datagrams.ListenBeside(_listeners, _nodePort);
        Datagrams.Tick();
        Connector.Tick();
    }

    /// <summary>
    /// The network is another: gives every connection up, and makes those anew that can be made from here. Under another name, since peers that were not
    /// told of the end believe the first to be connected still, and would take us for its double for minutes. Those being made were begun too early,
    /// as may those have been that failed.
    /// </summary>
    /// <param name="torrents">All there are.</param>
    /// <param name="now">Session milliseconds.</param>
    public void BeginAgain(ReadOnlySpan<TorrentState> torrents, long now)
    {
        _identity.PeerId = PeerId.Create();
        // As many as there are peers at most.
        var known = new List<(TorrentState Torrent, PeerEndPoint Listener, bool BySecondName)>();
        for (int slot = 0; slot < _peers.Table.SlotCount; slot++)
        {
            if (_peers.Table[slot] is not { } peer) continue;
            if (peer is { Torrent: { } torrent } and ({ Stage: PeerStage.Running } or { IsOutgoing: true })) known.Add((torrent, peer.IsOutgoing ? peer.EndPoint : peer.Listener, peer.UsesSecondName));
            peer.Socket.Reset();
            _peers.Lifetime.Close(peer, DisconnectReason.NetworkLost);
        }
        foreach (TorrentState torrent in torrents) torrent.Candidates?.Forgive(now);
        foreach ((TorrentState torrent, PeerEndPoint listener, bool bySecondName) in known)
            if (listener.Port != 0) Seeker.Offer(torrent, [listener], bySecondName, isFirstHand: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accepted.Dispose();
        Datagrams.Dispose();
    }
}
