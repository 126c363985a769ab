using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Downloads;

/// <summary>How far one torrent's download has come; part of a <see cref="TorrentStatus"/>.</summary>
public sealed record DownloadStatus
{
    /// <summary>Payload bytes received since it was added, useless ones included.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>Of these, bytes that were of no use: received twice, not asked for, or of pieces whose hash was wrong.</summary>
    public required long WastedBytes { get; init; }

    /// <summary>Bytes of wanted pieces that are not verified yet.</summary>
    public required long LeftBytes { get; init; }

    /// <summary>Bytes of all wanted pieces, of those too that were there before.</summary>
    public required long WantedBytes { get; init; }

    /// <summary>Pieces whose hash was wrong.</summary>
    public required int FailedPieces { get; init; }

    /// <summary>Peers banned because their data was wrong.</summary>
    public required int BannedPeers { get; init; }

    /// <summary>Peers that send to us at present.</summary>
    public required int GivingPeers { get; init; }

    /// <summary>The verified pieces, copied.</summary>
    public required Bitfield Verified { get; init; }

    /// <summary>Pieces that are on their way, by number.</summary>
    public required IReadOnlyList<int> ActivePieces { get; init; }

    /// <summary>Why nothing is fetched at present, or null: the target is full, read-only or away. It is tried again by itself.</summary>
    public StorageError? Problem { get; init; }

    /// <summary>Whether every wanted piece is verified.</summary>
    public bool IsFinished => LeftBytes == 0;
}
