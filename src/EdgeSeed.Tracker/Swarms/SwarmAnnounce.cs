using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>What a swarm needs to know of an announce.</summary>
/// <param name="InfoHash">The torrent.</param>
/// <param name="Peer">Where the client listens. With port 0 it is answered but neither stored nor counted.</param>
/// <param name="IsSeed">Whether it has everything.</param>
/// <param name="Event">Why it announces.</param>
public readonly record struct SwarmAnnounce(InfoHash InfoHash, PeerEndPoint Peer, bool IsSeed, AnnounceEvent Event)
{
    /// <summary>Whether the answer may hold seeds; as a rule, they are of no use to a seed.</summary>
    public bool WantsSeeds { get; init; } = !IsSeed;
}
