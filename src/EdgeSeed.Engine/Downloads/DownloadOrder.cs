using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Downloads;

/// <summary>What a session needs beyond a <see cref="SeedTorrent"/> to fetch the pieces that are missing.</summary>
public sealed record DownloadOrder
{
    /// <summary>The SHA-1 of every piece, 20 bytes each, in order.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    /// <summary>Where blocks are put. Written until <see cref="SeedSession.RemoveAsync"/> has completed.</summary>
    public required BlockTarget Target { get; init; }

    /// <summary>The pieces to fetch; null for all. Those verified already are never fetched. Taken over by the session.</summary>
    public Bitfield? Wanted { get; init; }
}
