using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>
    /// Takes in peers that a tracker named, and connects to some of them: so a seed behind a router that nobody can reach serves too. Others are
    /// kept for later, as many as the torrent's list has room for. Dropped when the session is busy.
    /// </summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="peers">Where they listen; copied.</param>
    public void Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers)
    {
        PeerEndPoint[] some = peers[..Math.Min(peers.Length, _context.Options.MaxCandidates)].ToArray();
        InfoHash wanted = infoHash;
        if (!_questions.Writer.TryWrite(new Question<bool>(() => Offer(wanted, some)))) return;
        _context.Poll.Wake();
    }

    private bool Offer(in InfoHash infoHash, PeerEndPoint[] peers)
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return false;
        _context.Seeker.Offer(torrent, peers);
        return true;
    }
}
