namespace EdgeSeed.Storage;

/// <summary>What was being done to a file when it failed.</summary>
public enum StorageOperation
{
    /// <summary>Opening for reading, or finding.</summary>
    Open,

    /// <summary>Reading content.</summary>
    Read,

    /// <summary>Listing a directory.</summary>
    List,

    /// <summary>Hashing content for a torrent.</summary>
    Hash,

    /// <summary>Writing a state file; never published data.</summary>
    Write,

    /// <summary>Storing downloaded content in its target.</summary>
    Store,

    /// <summary>Interpreting a state file or a <c>.torrent</c>.</summary>
    Load,
}
