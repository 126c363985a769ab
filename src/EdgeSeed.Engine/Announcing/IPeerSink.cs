using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>Who makes use of the peers that trackers name.</summary>
public interface IPeerSink
{
    /// <summary>A tracker named peers of a torrent. Called from any thread; must return soon.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="peers">
    /// Where they listen, as a stranger says: anything may be there, our own address too. Borrowed for the call.
    /// </param>
    void Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers);
}
