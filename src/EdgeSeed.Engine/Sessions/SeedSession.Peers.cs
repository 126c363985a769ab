using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>The peers connected for one torrent, and how much of it each has.</summary>
    /// <returns>Null when there is no such torrent.</returns>
    public Task<TorrentPeers?> ReadPeersAsync(InfoHash infoHash) => AskAsync(() => PeersOf(infoHash));

    private TorrentPeers? PeersOf(InfoHash infoHash)
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return null;
        double pieces = torrent.Torrent.Layout.PieceCount;
        var peers = new List<PeerStatus>();
        for (int slot = 0; slot < _context.Peers.SlotCount; slot++)
        {
            if (_context.Peers[slot] is not { Stage: PeerStage.Running } peer || peer.Torrent != torrent) continue;
            peers.Add(new PeerStatus(peer.EndPoint, peer.PeerId, Math.Min(1, peer.PieceCount / pieces), peer.UploadedBytes, peer.Encryption is { IsSealing: true }));
        }
        return new TorrentPeers(torrent.VerifiedCount / pieces, peers);
    }
}
