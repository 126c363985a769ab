using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Protocol;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Sessions;

/// <summary>One torrent of a <see cref="SessionStatus"/>.</summary>
/// <param name="InfoHash">Which.</param>
/// <param name="UploadedBytes">Payload bytes sent since it was added.</param>
/// <param name="PieceCount">Pieces of the torrent.</param>
/// <param name="VerifiedPieces">Pieces that are offered.</param>
/// <param name="Peers">Connected peers.</param>
/// <param name="InterestedPeers">Peers that want something.</param>
/// <param name="Seeds">Peers that have everything; only while this side has not.</param>
/// <param name="ReadErrors">Failed reads since it was added.</param>
/// <param name="LastError">The last failed read, or null; null again once a read has succeeded.</param>
/// <param name="IsPaused">Not served at present, because its data could not be read.</param>
public sealed record TorrentStatus(
    InfoHash InfoHash,
    long UploadedBytes,
    int PieceCount,
    int VerifiedPieces,
    int Peers,
    int InterestedPeers,
    int Seeds,
    long ReadErrors,
    StorageError? LastError,
    bool IsPaused)
{
    /// <summary>Its first copy is being spread: each peer is told of what nobody has yet (BEP 16).</summary>
    public bool IsSuperSeeding { get; init; }

    /// <summary>How much it needs this box; null while nobody wants it.</summary>
    public NeedStatus? Need { get; init; }

    /// <summary>How far its download has come; null when it is only seeded.</summary>
    public DownloadStatus? Download { get; init; }

    /// <summary>What the last lookup in the DHT found; null while it was not looked for.</summary>
    public DhtFinding? Dht { get; init; }
}

/// <summary>How much a torrent that somebody wants needs this box.</summary>
/// <param name="Copies">Copies of it that others have; copies of its rarest piece among downloaders count an eighth.</param>
/// <param name="Part">Its part of a limited upload, as intended: 0..1, 1 for all torrents together.</param>
/// <param name="Downloaders">Connected peers that want it.</param>
/// <param name="IsShared">It was given as often as its owner wanted (<see cref="Torrents.TorrentRule.ShareUntil"/>), and gets what is left over.</param>
public sealed record NeedStatus(double Copies, double Part, int Downloaders, bool IsShared);
