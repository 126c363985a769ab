using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Targets;

/// <summary>What a download may take in its target.</summary>
public sealed record TargetClaim
{
    /// <summary>By file index, whether it is to exist; null for all.</summary>
    public Func<int, bool>? IsWanted { get; init; }

    /// <summary>By file index, what the download made or took before; set for each file that it takes now.</summary>
    public required bool[] Owned { get; init; }

    /// <summary>The pieces that are right; those of a file that is replaced are cleared.</summary>
    public required Bitfield Right { get; init; }

    /// <summary>Whether what is there and is not the torrent's is replaced, as somebody insists.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Keeps <see cref="Owned"/> before anything is made, and what is left of it when that fails; null where nothing is kept.</summary>
    public Func<bool[], StorageError?>? Keep { get; init; }
}
