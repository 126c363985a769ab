namespace EdgeSeed.Protocol.Trackers;

/// <summary>Peers one after another in compact form: 6 bytes each for IPv4 (BEP 23), 18 for IPv6 (BEP 7). Reads them in place.</summary>
public readonly ref struct CompactPeers
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _size;

    private CompactPeers(ReadOnlySpan<byte> bytes, int size)
    {
        _size = size;
        Count = bytes.Length / size;
        _bytes = bytes[..(Count * size)];
    }

    /// <summary>How many peers there are.</summary>
    public int Count { get; }

    /// <summary>The peer at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public PeerEndPoint this[int index] => PeerEndPoint.FromCompact(_bytes.Slice(index * _size, _size));

    /// <summary>IPv4 peers, 6 bytes each; an incomplete last one is dropped.</summary>
    public static CompactPeers IPv4(ReadOnlySpan<byte> bytes) => new(bytes, PeerEndPoint.CompactIPv4Length);

    /// <summary>IPv6 peers, 18 bytes each; an incomplete last one is dropped.</summary>
    public static CompactPeers IPv6(ReadOnlySpan<byte> bytes) => new(bytes, PeerEndPoint.CompactIPv6Length);

    /// <summary>Writes those of the peers that are of one family, while there is room, and returns the length in bytes.</summary>
    /// <param name="peers">Peers of either family.</param>
    /// <param name="isIPv4">Which family to write.</param>
    /// <param name="destination">Any length.</param>
    public static int Write(ReadOnlySpan<PeerEndPoint> peers, bool isIPv4, Span<byte> destination)
    {
        int length = 0;
        foreach (PeerEndPoint peer in peers)
        {
            if (peer.IsIPv4 != isIPv4) continue;
            if (destination.Length - length < peer.CompactLength) break;
            length += peer.WriteCompact(destination[length..]);
        }
        return length;
    }

    /// <summary>Goes through the peers.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes through the peers; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private readonly CompactPeers _peers;
        private int _index = -1;

        internal Enumerator(CompactPeers peers) => _peers = peers;

        /// <summary>The peer reached.</summary>
        public readonly PeerEndPoint Current => _peers[_index];

        /// <summary>Goes to the next peer; false at the end.</summary>
        public bool MoveNext() => ++_index < _peers.Count;
    }
}
