namespace EdgeSeed.Tracking;

/// <summary>How it goes on with a connection that the tracker's front has looked at.</summary>
internal enum FrontStep
{
    /// <summary>It waits for more.</summary>
    Wait,

    /// <summary>It is the HTTP server's, which has been given enough of its address for now.</summary>
    Later,

    /// <summary>It was answered and waits for its next request.</summary>
    Answered,

    /// <summary>It was answered as often as it may be in one turn, and more is there.</summary>
    HasMore,

    /// <summary>It is to be closed.</summary>
    Close,

    /// <summary>It is the HTTP server's.</summary>
    HandOver,
}
