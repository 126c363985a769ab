using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Where peers are said to listen, and which of them are connected to: all for a download, some for a torrent that is only seeded.</summary>
/// <param name="state">Bounds and clock.</param>
/// <param name="peers">All connections.</param>
/// <param name="lanes">Whether somebody more could be served.</param>
/// <param name="connector">Connects.</param>
/// <param name="banned">Who is not spoken to.</param>
/// <param name="listenPort">The TCP port that peers can connect to; 0 while there is none.</param>
internal sealed class PeerSeeker(SessionState state, PeerTable peers, SendLanes lanes, PeerConnector connector, PeerBans banned, ushort listenPort) : IPeerWatcher
{
    /// <summary>Torrents that are only seeded and whose peers are sought, at most; when full, the one of which nothing was heard longest is given up.</summary>
    private const int MaxSeeking = 128;

    /// <summary>Addresses kept for each of them, so 4,096 and some 160 kB in all.</summary>
    private const int MaxSeedCandidates = 32;

    /// <summary>Addresses tried for one torrent at a time.</summary>
    private const int MaxTries = 10;

    /// <summary>At most this part of the peers' places is filled by connecting: the rest is for those that cannot be connected to.</summary>
    private const double MostSoughtPart = 0.75;

    /// <summary>Attempts after which a seed forgets an address, until it hears of it again: ten minutes.</summary>
    private const int MostAttempts = 6;

    /// <summary>Who has everything is not looked at again before that.</summary>
    private const long SeedMilliseconds = 1_800_000;

    private readonly List<TorrentState> _seeking = [];
    private PeerEndPoint _ownIPv4 = PeerEndPoint.FromIPv4(0, 0);
    private PeerEndPoint _ownIPv6;

    /// <summary>Takes in where peers of a torrent are said to listen, and connects to some if that is of use.</summary>
    /// <param name="torrent">What they share.</param>
    /// <param name="peers">Where they are.</param>
    /// <param name="bySecondName">Whether they were named under a hybrid's second name, and may know no other.</param>
    /// <param name="isFirstHand">Whether they said so themselves, just now.</param>
    public void Offer(TorrentState torrent, ReadOnlySpan<PeerEndPoint> peers, bool bySecondName, bool isFirstHand = false)
    {
        bool isSeeding = !torrent.IsFetching;
        if (torrent.Removal is not null || (isSeeding && !state.Options.SeeksPeers)) return;
        PeerCandidates candidates = torrent.Candidates ?? (torrent.Sought = new PeerCandidates(MaxSeedCandidates));
        foreach (ref readonly PeerEndPoint peer in peers)
        {
            if (banned.Contains(peer)) continue;
            candidates.Add(peer, PriorityOf(peer), bySecondName);
            if (isFirstHand) candidates.Renew(peer, state.Now);
        }
        if (isSeeding) KeepSeeking(torrent);
        Seek(torrent);
    }

    /// <summary>Connects to peers of a torrent whose time has come, while it has fewer than are of use.</summary>
    public void Seek(TorrentState torrent)
    {
        if (torrent.Candidates is not { } candidates) return;
        int wanted = WantedPeers(torrent);
        for (int tries = 0; tries < MaxTries && torrent.Peers + torrent.Calls < wanted && connector.MayConnect(torrent); tries++)
        {
            if (!candidates.TryTake(state.Now, out PeerEndPoint endPoint, out bool bySecondName)) return;
            if (!banned.Contains(endPoint) && !connector.IsConnectedTo(torrent, endPoint)) connector.Connect(torrent, endPoint, bySecondName);
        }
    }

    /// <summary>Notes the address under which a peer sees us, from which priorities are computed (BEP 40).</summary>
    public void NoteOwnAddress(in PeerEndPoint seen)
    {
        if (AddressScopes.Of(seen) != AddressScope.Global) return;
        if (seen.IsIPv4) _ownIPv4 = seen.WithPort(listenPort);
        else _ownIPv6 = seen.WithPort(listenPort);
    }

    /// <summary>Once a second: the torrents that are only seeded, each in its turn first.</summary>
    public void Tick()
    {
        for (int i = _seeking.Count; i > 0; i--)
        {
            TorrentState torrent = _seeking[0];
            _seeking.RemoveAt(0);
            if (torrent.Removal is not null || torrent.IsFetching) continue;
            Seek(torrent);
            _seeking.Add(torrent);
        }
    }

    private void KeepSeeking(TorrentState torrent)
    {
        // Who was heard of last is given up last.
        _seeking.Remove(torrent);
        if (_seeking.Count == MaxSeeking)
        {
            _seeking[0].Sought = null;
            _seeking.RemoveAt(0);
        }
        _seeking.Add(torrent);
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
    }

    /// <summary>Notes how an outgoing connection went.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (peer is not { IsOutgoing: true, Torrent: { } torrent } || torrent.Candidates is not { } candidates) return;
        if (reason == DisconnectReason.Self) candidates.Rest(peer.EndPoint, long.MaxValue);
        else if (reason == DisconnectReason.BadData) candidates.Forget(peer.EndPoint);
        else if (torrent.IsFetching) return;
        else if (reason == DisconnectReason.BothSeeds) candidates.Rest(peer.EndPoint, state.Now + SeedMilliseconds);
        else candidates.Forget(peer.EndPoint, MostAttempts);
    }

    /// <summary>Peers up to which a torrent seeks more.</summary>
    private int WantedPeers(TorrentState torrent)
    {
        if (torrent.IsFetching) return state.Options.MaxDownloadPeers;
        // A seed that has nothing left to give leaves the choice to those that come.
        bool isOfUse = state.Options.SeeksPeers && torrent is { VerifiedCount: > 0, IsPaused: false }
            && peers.Count < state.Options.MaxPeers * MostSoughtPart && lanes.HasFreeSlot(state.Options);
        return isOfUse ? state.Options.MaxSeedPeers : 0;
    }

    private uint PriorityOf(in PeerEndPoint peer) => PeerPriority.Of(peer.IsIPv4 ? _ownIPv4 : _ownIPv6, peer);
}
