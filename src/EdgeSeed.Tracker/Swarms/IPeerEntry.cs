using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>One stored peer of one address family, packed. The generic code over it is compiled once for each family.</summary>
internal interface IPeerEntry<TSelf> where TSelf : unmanaged, IPeerEntry<TSelf>
{
    /// <summary>Bytes of the compact form: 6 (BEP 23) or 18 (BEP 7).</summary>
    static abstract int CompactLength { get; }

    /// <summary>The most memory one stored peer may cost, in bytes, whatever the sizes of its block; see <see cref="PeerBlocks{TEntry}"/>.</summary>
    static abstract int WorstBytes { get; }

    /// <summary>The family's part of a swarm.</summary>
    static abstract ref FamilyPeers Of(ref Swarm swarm);

    /// <summary>Packs a peer of this family.</summary>
    static abstract TSelf Create(in PeerEndPoint peer, ushort tick);

    /// <summary>Where the peer with this address and port is, or -1; ticks are not compared.</summary>
    static abstract int IndexOf(ReadOnlySpan<TSelf> entries, in TSelf peer);

    /// <summary>How many of the peers have the same source as this one; see <see cref="HasSameSource"/>.</summary>
    static abstract int CountOfSource(ReadOnlySpan<TSelf> entries, in TSelf peer);

    /// <summary>Writes the compact forms one after the other; <paramref name="destination"/> holds them all.</summary>
    static abstract void CopyCompact(ReadOnlySpan<TSelf> entries, Span<byte> destination);

    /// <summary>When the peer was last heard of; see <see cref="SwarmClock"/>.</summary>
    ushort Tick { get; set; }

    /// <summary>The address and port.</summary>
    PeerEndPoint EndPoint { get; }

    /// <summary>Whether only part of the world can reach this address.</summary>
    bool IsRestricted { get; }

    /// <summary>
    /// Whether another peer is of the same source: what one party has, whatever its ports. An IPv4 address; of IPv6 a /64, but in local networks,
    /// which share one, the address.
    /// </summary>
    bool HasSameSource(in TSelf other);

    /// <summary>
    /// A hash that who does not know the secret cannot steer; the same for all peers of a source, and of IPv4 another for each. Its upper half is the better mixed.
    /// </summary>
    ulong Hash(ulong secret);
}
