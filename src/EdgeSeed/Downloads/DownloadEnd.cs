namespace EdgeSeed.Downloads;

/// <summary>Why a download in one place ended.</summary>
internal enum DownloadEnd
{
    /// <summary>Everything wanted is there.</summary>
    Complete,

    /// <summary>It was told to stop; what is verified is remembered.</summary>
    Stopped,

    /// <summary>The place is gone, or what was in it.</summary>
    Lost,
}
