using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>What an announce asks of a swarm, and where its peers go: spans of the caller, in compact form (BEP 23, BEP 7).</summary>
public ref struct PeerSelection
{
    /// <summary>Receives IPv4 peers; empty when the answer has no place for them. See <see cref="IPv4Room"/>.</summary>
    public Span<byte> IPv4 { get; set; }

    /// <summary>Receives IPv6 peers; empty when the answer has no place for them. See <see cref="IPv6Room"/>.</summary>
    public Span<byte> IPv6 { get; set; }

    /// <summary>The most peers of both families together.</summary>
    public int Wanted { get; set; }

    /// <summary>Who is in the answer already, before these peers; null for nobody.</summary>
    public PeerEndPoint? Placed { get; set; }

    /// <summary>What the asking client can reach.</summary>
    public Horizon Horizon { get; set; }

    /// <summary>Peers written to <see cref="IPv4"/>.</summary>
    public int IPv4Count { get; set; }

    /// <summary>Peers written to <see cref="IPv6"/>.</summary>
    public int IPv6Count { get; set; }

    /// <summary>The peers written to <see cref="IPv4"/>.</summary>
    public readonly Span<byte> IPv4Peers => IPv4[..(IPv4Count * PeerEndPoint.CompactIPv4Length)];

    /// <summary>The peers written to <see cref="IPv6"/>.</summary>
    public readonly Span<byte> IPv6Peers => IPv6[..(IPv6Count * PeerEndPoint.CompactIPv6Length)];

    /// <summary>Leaves out what so many bytes have no room for, those last chosen first.</summary>
    /// <param name="bytes">Bytes for all peers; below 0 like 0.</param>
    /// <param name="each4">Bytes of an IPv4 peer.</param>
    /// <param name="each6">Bytes of an IPv6 peer.</param>
    public void Bound(int bytes, int each4, int each6)
    {
        bytes = Math.Max(0, bytes);
        IPv4Count = Math.Min(IPv4Count, bytes / each4);
        IPv6Count = Math.Min(IPv6Count, (bytes - IPv4Count * each4) / each6);
    }

    /// <summary>Bytes that <see cref="IPv4"/> needs for a number of peers: choosing them takes one place more than the answer has.</summary>
    public static int IPv4Room(int peers) => (peers + 1) * PeerEndPoint.CompactIPv4Length;

    /// <summary>Bytes that <see cref="IPv6"/> needs for a number of peers.</summary>
    public static int IPv6Room(int peers) => (peers + 1) * PeerEndPoint.CompactIPv6Length;

    /// <summary>Peers for which a span has room.</summary>
    internal static int Fits(Span<byte> room, int compactLength) => Math.Max(0, (room.Length / compactLength) - 1);
}
