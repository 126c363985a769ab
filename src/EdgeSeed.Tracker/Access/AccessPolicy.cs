namespace EdgeSeed.Tracker.Access;

/// <summary>Which torrents a tracker serves.</summary>
public enum AccessPolicy : byte
{
    /// <summary>Those that this box itself seeds; the default.</summary>
    Library,

    /// <summary>Those too that are on a list: info-hashes, or a directory of <c>.torrent</c> files; see <see cref="ServedList"/>.</summary>
    List,

    /// <summary>Any that somebody announces, within the caps.</summary>
    Open,
}
