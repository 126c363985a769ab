namespace EdgeSeed.Engine.Web;

/// <summary>Whether an address may lead into our own network (<see cref="OwnNetwork"/>).</summary>
internal enum LocalReach
{
    /// <summary>Nowhere within.</summary>
    Nowhere,

    /// <summary>There alone, but nowhere from there: what a stranger wrote, and does no harm.</summary>
    Exactly,

    /// <summary>There, and to where that host redirects on itself: the operator or user named it.</summary>
    Host,
}
