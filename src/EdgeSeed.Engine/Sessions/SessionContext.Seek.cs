using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
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
    public void Offer(TorrentState torrent, ReadOnlySpan<PeerEndPoint> peers)
    {
        bool isSeeding = !IsFetching(torrent);
        if (torrent.Removal is not null || (isSeeding && !Options.SeeksPeers)) return;
        PeerCandidates candidates = torrent.Candidates ?? (torrent.Sought = new PeerCandidates(MaxSeedCandidates));
        foreach (ref readonly PeerEndPoint peer in peers)
        {
            if (!Downloads.Banned.Contains(peer)) candidates.Add(peer, PriorityOf(peer));
        }
        if (isSeeding) KeepSeeking(torrent);
        Seek(torrent);
    }

    /// <summary>Connects to peers of a torrent whose time has come, while it has fewer than are of use.</summary>
    public void Seek(TorrentState torrent)
    {
        if (torrent.Candidates is not { } candidates) return;
        int wanted = WantedPeers(torrent);
        for (int tries = 0; tries < MaxTries && torrent.Peers + torrent.Calls < wanted && Connecting < Options.MaxConnecting; tries++)
        {
            if (!candidates.TryTake(Now, out PeerEndPoint endPoint)) return;
            if (!Downloads.Banned.Contains(endPoint) && !IsConnectedTo(torrent, endPoint)) Connect(torrent, endPoint, FamilyFor(endPoint));
        }
    }

    /// <summary>Notes the address under which a peer sees us, from which priorities are computed (BEP 40).</summary>
    public void NoteOwnAddress(in PeerEndPoint seen)
    {
        if (AddressScopes.Of(seen) != AddressScope.Global) return;
        if (seen.IsIPv4) _ownIPv4 = seen.WithPort(ListenPort);
        else _ownIPv6 = seen.WithPort(ListenPort);
    }

    /// <summary>Once a second: the torrents that are only seeded, each in its turn first.</summary>
    private void TickSeek()
    {
        for (int i = _seeking.Count; i > 0; i--)
        {
            TorrentState torrent = _seeking[0];
            _seeking.RemoveAt(0);
            if (torrent.Removal is not null || IsFetching(torrent)) continue;
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

    /// <summary>Notes how an outgoing connection went.</summary>
    private void NoteOutcome(PeerConnection peer, DisconnectReason reason)
    {
        if (peer is not { IsOutgoing: true, Torrent: { } torrent } || torrent.Candidates is not { } candidates) return;
        if (reason == DisconnectReason.Self) candidates.Rest(peer.EndPoint, long.MaxValue);
        else if (reason == DisconnectReason.BadData) candidates.Forget(peer.EndPoint);
        else if (IsFetching(torrent)) return;
        else if (reason == DisconnectReason.BothSeeds) candidates.Rest(peer.EndPoint, Now + SeedMilliseconds);
        else candidates.Forget(peer.EndPoint, MostAttempts);
    }

    /// <summary>Peers up to which a torrent seeks more.</summary>
    private int WantedPeers(TorrentState torrent)
    {
        if (IsFetching(torrent)) return Options.MaxDownloadPeers;
        // A seed that has nothing left to give leaves the choice to those that come.
        bool isOfUse = Options.SeeksPeers && torrent is { VerifiedCount: > 0, IsPaused: false }
            && Peers.Count < Options.MaxPeers * MostSoughtPart && Lanes.HasFreeSlot(Options);
        return isOfUse ? Options.MaxSeedPeers : 0;
    }

    private uint PriorityOf(in PeerEndPoint peer) => PeerPriority.Of(peer.IsIPv4 ? _ownIPv4 : _ownIPv6, peer);

    /// <summary>Whether a torrent, or its info dictionary, is being downloaded.</summary>
    public static bool IsFetching(TorrentState torrent) => torrent.Metadata is not null || torrent.Download is { IsFinished: false };
}
