namespace EdgeSeed.Engine.Dht;

/// <summary>What the node of the DHT was doing at one moment.</summary>
public sealed record DhtStatus
{
    /// <summary>So many questions without any answer, for so long, say that the network lets none through.</summary>
    internal const int LeastQuestions = 5;

    /// <summary>See <see cref="LeastQuestions"/>.</summary>
    internal const long SilentMilliseconds = 60_000;

    /// <summary>Its UDP port; 0 when another program has it.</summary>
    public required ushort Port { get; init; }

    /// <summary>It answers nobody (BEP 43): so configured, or the budget is too small.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>Nodes known that have answered within 15 minutes.</summary>
    public required int GoodNodes { get; init; }

    /// <summary>Nodes known that have not.</summary>
    public required int QuestionableNodes { get; init; }

    /// <summary>Peers of any torrents that others have announced here.</summary>
    public required int StoredPeers { get; init; }

    /// <summary>Bytes sent since it began, headers included.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Questions asked since it began.</summary>
    public required long Questions { get; init; }

    /// <summary>Questions of others answered since it began.</summary>
    public required long Answers { get; init; }

    /// <summary>Lookups that came to their end since it began.</summary>
    public required long Lookups { get; init; }

    /// <summary>Announces of ours that nodes have confirmed since it began.</summary>
    public required long Announces { get; init; }

    /// <summary>Torrents of which nodes have been told.</summary>
    public required int Announced { get; init; }

    /// <summary>Torrents of which nodes named other peers at their last turn.</summary>
    public required int Found { get; init; }

    /// <summary>Nobody has ever answered, though many were asked: the network lets nothing through.</summary>
    public required bool IsSilent { get; init; }
}

/// <summary>What a torrent's last lookup found.</summary>
/// <param name="Peers">Peers that nodes named, the same ones counted again.</param>
/// <param name="Nodes">Nodes that were told of us.</param>
public sealed record DhtFinding(int Peers, int Nodes);

/// <summary>How to take part in the DHT.</summary>
/// <param name="IsReadOnly">Whether nobody is answered (BEP 43).</param>
/// <param name="Nodes">Where nodes were at the last run; at most some 128 are of use.</param>
public sealed record DhtSettings(bool IsReadOnly, IReadOnlyList<Protocol.PeerEndPoint> Nodes);
