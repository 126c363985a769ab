namespace EdgeSeed.Config;

/// <summary>Which torrents the tracker tracks.</summary>
internal enum TrackerPolicy
{
    /// <summary>What this box seeds.</summary>
    Library,
    /// <summary>A given list.</summary>
    List,
    /// <summary>Whatever is announced.</summary>
    Open,
}
