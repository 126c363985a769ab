namespace EdgeSeed.Tracker.Swarms;

/// <summary>The figures of one swarm, as scrapes tell them (BEP 48).</summary>
/// <param name="Seeds">Peers that have everything (<c>complete</c>).</param>
/// <param name="Leechers">Peers that miss something (<c>incomplete</c>).</param>
/// <param name="Completed">Downloads that ended, ever (<c>downloaded</c>).</param>
public readonly record struct SwarmCounts(int Seeds, int Leechers, uint Completed);
