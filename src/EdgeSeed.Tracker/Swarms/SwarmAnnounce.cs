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

    /// <summary>Whether the torrent is a hybrid (BEP 52): by one of its names the client may be known as a seed when it says by the other that it has completed.</summary>
    public bool HasTwoNames { get; init; }
}

/// <summary>The figures of one swarm, as scrapes tell them (BEP 48).</summary>
/// <param name="Seeds">Peers that have everything (<c>complete</c>).</param>
/// <param name="Leechers">Peers that miss something (<c>incomplete</c>).</param>
/// <param name="Completed">Downloads that ended, ever (<c>downloaded</c>).</param>
public readonly record struct SwarmCounts(int Seeds, int Leechers, uint Completed);
