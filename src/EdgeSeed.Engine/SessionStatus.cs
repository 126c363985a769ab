namespace EdgeSeed.Engine;

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

    /// <summary>Payload bytes sent to peers since the start.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Bytes received from peers since the start.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>All bytes charged to the budget since the start, by whomever, packet headers included.</summary>
    public required long BudgetBytes { get; init; }

    /// <summary>The same of the budget for peers on the same network, which <see cref="BudgetBytes"/> does not contain.</summary>
    public long LanBytes { get; init; }

    /// <summary>Requests refused since the start, because a queue was full, a piece withheld or the peer choked.</summary>
    public required long RejectedRequests { get; init; }

    /// <summary>Ends of connections since the start by reason; the index is the <see cref="DisconnectReason"/>.</summary>
    public required IReadOnlyList<long> Disconnects { get; init; }

    /// <summary>Bytes of memory that connections hold (<see cref="EngineOptions.MaxPeerBytes"/>).</summary>
    public int PeerBytes { get; init; }

    /// <summary>Block buffers in use.</summary>
    public required int BuffersInUse { get; init; }

    /// <summary>How often a peer had to wait for a block buffer.</summary>
    public required long BufferShortages { get; init; }

    /// <summary>How often connections ended, or were not taken up, for one reason.</summary>
    public long DisconnectsFor(DisconnectReason reason) => Disconnects[(int)reason];
}
