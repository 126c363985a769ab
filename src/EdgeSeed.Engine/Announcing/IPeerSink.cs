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

/// <summary>How far a torrent has come, as trackers are told (BEP 3).</summary>
/// <param name="Uploaded">Payload bytes sent since it was added.</param>
/// <param name="Downloaded">Payload bytes received since it was added.</param>
/// <param name="Left">Bytes that are missing; 0 for a seed.</param>
/// <param name="IsPartialSeed">Whether bytes are missing and yet none are wanted (BEP 21).</param>
public readonly record struct AnnounceProgress(long Uploaded, long Downloaded = 0, long Left = 0, bool IsPartialSeed = false);
