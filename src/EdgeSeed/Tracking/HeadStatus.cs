namespace EdgeSeed.Tracking;

/// <summary>What the first bytes of a request turned out to be.</summary>
internal enum HeadStatus
{
    /// <summary>A plain tracker request, whole.</summary>
    Complete,

    /// <summary>So far it may become one.</summary>
    NeedMore,

    /// <summary>Something else, or something unusual: for the full HTTP server.</summary>
    NotOurs,
}
