using EdgeSeed.Engine.Discovery;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>
    /// Takes in peers that a tracker named, and connects to some of them: so a seed behind a router that nobody can reach serves too. Others are
    /// kept for later, as many as the torrent's list has room for. Dropped when the session is busy.
    /// </summary>
    /// <param name="infoHash">The torrent, by the name under which they were named: they may know no other.</param>
    /// <param name="peers">Where they listen; copied.</param>
    public void Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers)
    {
        PeerEndPoint[] some = peers[..Math.Min(peers.Length, _loop.State.Options.MaxCandidates)].ToArray();
        InfoHash wanted = infoHash;
        if (!_questions.Writer.TryWrite(new Question<bool>(() => Offer(wanted, some, isFirstHand: false)))) return;
        _loop.Poll.Wake();
    }

    /// <summary>Connects to a peer that has just told our own tracker where it listens, if it is of use. Dropped when the session is busy.</summary>
    /// <param name="infoHash">The torrent, as it calls it.</param>
    /// <param name="peer">Where it listens; the address is proven.</param>
    public void Joined(in InfoHash infoHash, in PeerEndPoint peer)
    {
        InfoHash wanted = infoHash;
        PeerEndPoint[] one = [peer];
        if (!_questions.Writer.TryWrite(new Question<bool>(() => Offer(wanted, one, isFirstHand: true)))) return;
        _loop.Poll.Wake();
    }

    /// <summary>
    /// Finds peers, and lets itself be found, on these networks without a tracker (BEP 14), for torrents that are not private; whoever is found
    /// is treated like a peer that a tracker named. May be called again when networks come and go.
    /// </summary>
    /// <param name="networks">Where; at most 16 are used, and with none it is off, as it is at first.</param>
    /// <returns>Whether it works on any of them.</returns>
    public Task<bool> DiscoverOnAsync(IReadOnlyList<LocalNetwork> networks) => AskAsync(() => _loop.Discovery.DiscoverOn(networks));

    private bool Offer(in InfoHash infoHash, PeerEndPoint[] peers, bool isFirstHand)
    {
        if (_loop.Table.Find(infoHash) is not { } torrent) return false;
        _loop.Connections.Seeker.Offer(torrent, peers, torrent.IsSecondName(infoHash), isFirstHand);
        return true;
    }
}
