namespace EdgeSeed.Faces.Pages;

/// <summary>The pages of the display.</summary>
internal enum PageKind
{
    /// <summary>The service opens its ports and folders.</summary>
    Starting,

    /// <summary>Where the web page is, with a QR code.</summary>
    Address,

    /// <summary>What is sent, what may be sent, and a graph of the last minutes.</summary>
    Rate,

    /// <summary>The busiest torrents.</summary>
    Torrents,

    /// <summary>Who is served.</summary>
    Peers,

    /// <summary>One drive.</summary>
    Drive,

    /// <summary>The hashing in progress.</summary>
    Hashing,

    /// <summary>One alarm: what is wrong, and what to do.</summary>
    Alarm,

    /// <summary>What else is wrong.</summary>
    Problem,

    /// <summary>The button is held: what happens if it stays so.</summary>
    Holding,

    /// <summary>The service leaves.</summary>
    Stopping,
}

/// <summary>One page that can be shown.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Index">Which drive, alarm or problem of the snapshot; 0 for other pages.</param>
internal readonly record struct Page(PageKind Kind, int Index = 0);
