using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

/// <summary>What a session is doing, copied for those outside.</summary>
internal sealed class SessionSnapshot(SessionState state, TorrentTable torrents, PeerSet peers, SuperSeeder superSeeder, DownloadLoop downloads, DhtLoop dht)
{
    /// <summary>Copies what is to be seen from outside.</summary>
    /// <param name="isUsedOnly">Leaves out torrents that have sent nothing, have no peer, download nothing and were never in trouble.</param>
    public SessionStatus Take(bool isUsedOnly)
    {
        Dictionary<TorrentState, (int Interested, int Seeds)> counts = [];
        int served = 0;
        int encrypted = 0;
        int waiting = 0;
        for (int slot = 0; slot < peers.Table.SlotCount; slot++)
        {
            if (peers.Table[slot] is not { Stage: PeerStage.Running, Torrent: { } torrent } peer) continue;
            waiting += peer.WaitingRequests;
            (int interested, int seeds) = counts.GetValueOrDefault(torrent);
            counts[torrent] = (interested + (peer.IsInterested ? 1 : 0), seeds + (peer.IsSeed ? 1 : 0));
            if (peer is { IsInterested: true, IsChoked: false }) served++;
            if (peer.Encryption is { IsSealing: true }) encrypted++;
        }
        var listed = new List<TorrentStatus>(isUsedOnly ? 0 : torrents.Count);
        foreach (TorrentState torrent in torrents.Values)
        {
            if (isUsedOnly && torrent is { UploadedBytes: 0, Peers: 0, ReadErrors: 0, IsPaused: false, Download: null, Metadata: null }) continue;
            (int interested, int seeds) = counts.GetValueOrDefault(torrent);
            listed.Add(new TorrentStatus(
                torrent.Torrent.InfoHash, torrent.UploadedBytes, torrent.Torrent.Layout.PieceCount, torrent.VerifiedCount, torrent.Peers,
                interested, seeds, torrent.ReadErrors, torrent.LastError, torrent.IsPaused)
            {
                IsSuperSeeding = superSeeder.IsSuperSeeding(torrent),
                Need = torrent.Need is { Part: > 0 } need ? new NeedStatus(need.Copies, need.Part, need.Downloaders, torrent.IsShared(need.Copies)) : null,
                Download = downloads.Snapshot(torrent),
                Dht = DhtLoop.FoundFor(torrent),
            });
        }
        SessionCounters counters = state.Counters;
        return new SessionStatus
        {
            Torrents = listed,
            Peers = peers.Table.Count - peers.Table.Pending,
            EncryptedPeers = encrypted,
            PendingHandshakes = peers.Table.Pending,
            ServedPeers = served,
            AcceptedConnections = counters.AcceptedConnections,
            OpenedConnections = counters.OpenedConnections,
            PayloadBytes = counters.PayloadBytes,
            ReceivedBytes = counters.ReceivedBytes,
            BudgetBytes = peers.Lanes.Budgets.World.TotalBytes,
            LanBytes = peers.Lanes.Budgets.Lan.TotalBytes,
            Requests = counters.Requests,
            SentBlocks = counters.SentBlocks,
            RejectedRequests = counters.RejectedRequests,
            SentHashes = counters.SentHashes,
            RejectedHashes = counters.RejectedHashes,
            ForgottenRequests = counters.ForgottenRequests,
            WaitingRequests = waiting,
            Disconnects = (long[])counters.Disconnects.Clone(),
            PeerBytes = peers.Memory.HeldBytes,
            Drives = peers.ReadAhead.Snapshot(),
            Dht = dht.Snapshot(),
            BuffersInUse = peers.Shares.InUse,
            BufferShortages = peers.Shares.Shortages,
        };
    }

    /// <summary>The peers connected for one torrent, and how much of it each has.</summary>
    /// <returns>Null when there is no such torrent.</returns>
    public TorrentPeers? PeersOf(in InfoHash infoHash)
    {
        if (!torrents.TryGetValue(infoHash, out TorrentState? torrent)) return null;
        double pieces = torrent.Torrent.Layout.PieceCount;
        var connected = new List<PeerStatus>();
        for (int slot = 0; slot < peers.Table.SlotCount; slot++)
        {
            if (peers.Table[slot] is not { Stage: PeerStage.Running } peer || peer.Torrent != torrent) continue;
            connected.Add(new PeerStatus(peer.EndPoint, peer.PeerId, Math.Min(1, peer.PieceCount / pieces), peer.UploadedBytes, peer.Encryption is { IsSealing: true }));
        }
        return new TorrentPeers(torrent.VerifiedCount / pieces, connected);
    }
}
