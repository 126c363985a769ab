using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Copies what is to be seen from outside.</summary>
    /// <param name="isUsedOnly">Leaves out torrents that have sent nothing, have no peer, download nothing and were never in trouble.</param>
    public SessionStatus Snapshot(bool isUsedOnly)
    {
        Dictionary<TorrentState, (int Interested, int Seeds)> counts = [];
        int served = 0;
        int encrypted = 0;
        int waiting = 0;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Stage: PeerStage.Running, Torrent: { } torrent } peer) continue;
            waiting += peer.WaitingRequests;
            (int interested, int seeds) = counts.GetValueOrDefault(torrent);
            counts[torrent] = (interested + (peer.IsInterested ? 1 : 0), seeds + (peer.IsSeed ? 1 : 0));
            if (peer is { IsInterested: true, IsChoked: false }) served++;
            if (peer.Encryption is { IsSealing: true }) encrypted++;
        }
        var torrents = new List<TorrentStatus>(isUsedOnly ? 0 : Torrents.Count);
        foreach (TorrentState torrent in Torrents.Values)
        {
            if (isUsedOnly && torrent is { UploadedBytes: 0, Peers: 0, ReadErrors: 0, IsPaused: false, Download: null, Metadata: null }) continue;
            (int interested, int seeds) = counts.GetValueOrDefault(torrent);
            torrents.Add(new TorrentStatus(
                torrent.Torrent.InfoHash, torrent.UploadedBytes, torrent.Torrent.Layout.PieceCount, torrent.VerifiedCount, torrent.Peers,
                interested, seeds, torrent.ReadErrors, torrent.LastError, torrent.IsPaused)
            {
                IsSuperSeeding = SuperSeeder.IsSuperSeeding(torrent),
                Download = Downloads.Snapshot(torrent),
            });
        }
        return new SessionStatus
        {
            Torrents = torrents,
            Peers = Peers.Count - Peers.Pending,
            EncryptedPeers = encrypted,
            PendingHandshakes = Peers.Pending,
            ServedPeers = served,
            AcceptedConnections = State.Counters.AcceptedConnections,
            OpenedConnections = State.Counters.OpenedConnections,
            PayloadBytes = State.Counters.PayloadBytes,
            ReceivedBytes = State.Counters.ReceivedBytes,
            BudgetBytes = Lanes.Budgets.World.TotalBytes,
            LanBytes = Lanes.Budgets.Lan.TotalBytes,
            Requests = State.Counters.Requests,
            SentBlocks = State.Counters.SentBlocks,
            RejectedRequests = State.Counters.RejectedRequests,
            ForgottenRequests = State.Counters.ForgottenRequests,
            WaitingRequests = waiting,
            Disconnects = (long[])State.Counters.Disconnects.Clone(),
            PeerBytes = Memory.HeldBytes,
            Drives = ReadAhead.Snapshot(),
            BuffersInUse = Shares.InUse,
            BufferShortages = Shares.Shortages,
        };
    }
}
