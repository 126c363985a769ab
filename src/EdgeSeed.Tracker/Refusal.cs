namespace EdgeSeed.Tracker;

/// <summary>Why a request was not served.</summary>
public enum Refusal : byte
{
    /// <summary>It was served.</summary>
    None,

    /// <summary>The policy does not allow the torrent.</summary>
    NotServed,

    /// <summary>The source has asked more often than it may.</summary>
    TooOften,
}
