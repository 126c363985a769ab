using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Disks;

namespace EdgeSeed.Engine.Sessions;

/// <summary>What a <see cref="SeedSession"/> was doing at one moment: immutable, never torn.</summary>
public sealed record SessionStatus
{
    /// <summary>Every torrent, or only those used, as asked for; in the order added until one is removed.</summary>
    public required IReadOnlyList<TorrentStatus> Torrents { get; init; }

    /// <summary>Connected peers that finished their handshake.</summary>
    public required int Peers { get; init; }

    /// <summary>Those of them to which data is sent encrypted.</summary>
    public int EncryptedPeers { get; init; }

    /// <summary>Connections in their handshake.</summary>
    public required int PendingHandshakes { get; init; }

    /// <summary>Peers that may ask for blocks and want some.</summary>
    public required int ServedPeers { get; init; }

    /// <summary>Connections accepted since the start.</summary>
    public required long AcceptedConnections { get; init; }

    /// <summary>
    /// Outgoing connections begun since the start. Together with <see cref="AcceptedConnections"/> they are all of <see cref="Disconnects"/>, and those
    /// that are open: <see cref="Peers"/> and <see cref="PendingHandshakes"/>.
    /// </summary>
    public long OpenedConnections { get; init; }

    /// <summary>Payload bytes sent to peers since the start.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Bytes received from peers since the start.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>All bytes charged to the budget since the start, by whomever, packet headers included.</summary>
    public required long BudgetBytes { get; init; }

    /// <summary>The same of the budget for peers on the same network, which <see cref="BudgetBytes"/> does not contain.</summary>
    public long LanBytes { get; init; }

    /// <summary>
    /// Requests for blocks that exist, since the start: all of <see cref="SentBlocks"/>, <see cref="RejectedRequests"/>,
    /// <see cref="ForgottenRequests"/> and <see cref="WaitingRequests"/>.
    /// </summary>
    public long Requests { get; init; }

    /// <summary>Blocks sent to their end since the start.</summary>
    public long SentBlocks { get; init; }

    /// <summary>Requests refused since the start: a queue was full, a piece withheld or not readable, the peer choked, or it took them back.</summary>
    public required long RejectedRequests { get; init; }

    /// <summary>Questions for hashes of file trees (BEP 52) that were answered, since the start.</summary>
    public required long SentHashes { get; init; }

    /// <summary>Those that were refused.</summary>
    public required long RejectedHashes { get; init; }

    /// <summary>Requests that came to nothing since the start because the connection ended, or a peer without BEP 6 was choked.</summary>
    public long ForgottenRequests { get; init; }

    /// <summary>Requests that wait now, with those being answered.</summary>
    public int WaitingRequests { get; init; }

    /// <summary>Ends of connections since the start by reason; the index is the <see cref="DisconnectReason"/>.</summary>
    public required IReadOnlyList<long> Disconnects { get; init; }

    /// <summary>Bytes of memory that connections hold (<see cref="EngineOptions.MaxPeerBytes"/>).</summary>
    public int PeerBytes { get; init; }

    /// <summary>Block buffers in use.</summary>
    public required int BuffersInUse { get; init; }

    /// <summary>How often a peer had to wait for a block buffer.</summary>
    public required long BufferShortages { get; init; }

    /// <summary>The drives that torrents lie on whose data the kernel caches.</summary>
    public IReadOnlyList<DriveReading> Drives { get; init; } = [];

    /// <summary>The node of the DHT; null while there is none.</summary>
    public DhtStatus? Dht { get; init; }

    /// <summary>How often connections ended, or were not taken up, for one reason.</summary>
    public long DisconnectsFor(DisconnectReason reason) => Disconnects[(int)reason];
}
