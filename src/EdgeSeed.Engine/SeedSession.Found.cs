using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine;

public sealed partial class SeedSession
{
    /// <summary>
    /// Connects to some of the peers that a tracker named, at most <see cref="EngineOptions.MaxConnectsFound"/>: so a seed behind a router
    /// that nobody
    /// can reach serves too. A torrent that is being downloaded keeps the others for later. Dropped when the session is busy.
    /// </summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="peers">Where they listen; copied.</param>
    public void Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers)
    {
        PeerEndPoint[] some = peers[..Math.Min(peers.Length, _context.Options.MaxCandidates)].ToArray();
        InfoHash wanted = infoHash;
        if (!_commands.Writer.TryWrite(() => ConnectToAll(wanted, some))) return;
        _context.Poll.Wake();
    }

    private void ConnectToAll(in InfoHash infoHash, PeerEndPoint[] peers)
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent) || torrent.Removal is not null) return;
        if (torrent.Candidates is { } candidates)
        {
            bool areSought = torrent.Download is not { IsFinished: true };
            _context.Downloads.Found(torrent, candidates, peers, areSought);
            if (areSought) return;
        }
        int most = Math.Min(peers.Length, _context.Options.MaxConnectsFound);
        foreach (PeerEndPoint peer in peers.AsSpan(0, most))
        {
            if (peer.Port == 0 || _context.IsConnectedTo(torrent, peer)) continue;
            _context.Connect(torrent, peer, _context.FamilyFor(peer));
        }
    }
}
