namespace EdgeSeed.Storage.Targets;

/// <summary>What is done about one file of a target.</summary>
internal enum TargetStep : byte
{
    /// <summary>Nothing: it is right as it is, or not wanted.</summary>
    None,

    /// <summary>It is made; nothing has its name.</summary>
    Make,

    /// <summary>What is there is the torrent's, and is written to.</summary>
    Take,

    /// <summary>What is there is removed, and a file made in its place.</summary>
    Replace,
}
