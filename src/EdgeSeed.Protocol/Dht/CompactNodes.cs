namespace EdgeSeed.Protocol.Dht;

/// <summary>Nodes as answers have them (BEP 5, BEP 32): name and compact address one after the other. Borrows the bytes.</summary>
public readonly ref struct CompactNodes
{
    /// <summary>Bytes of a node at an IPv4 address.</summary>
    public const int IPv4Length = NodeId.Length + PeerEndPoint.CompactIPv4Length;

    /// <summary>Bytes of a node at an IPv6 address.</summary>
    public const int IPv6Length = NodeId.Length + PeerEndPoint.CompactIPv6Length;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _size;

    /// <summary>Nodes of one family; what is left at the end and is no whole node is passed over.</summary>
    public CompactNodes(ReadOnlySpan<byte> bytes, bool isIPv4)
    {
        _bytes = bytes;
        _size = LengthOf(isIPv4);
    }

    /// <summary>How many.</summary>
    public int Count => _size == 0 ? 0 : _bytes.Length / _size;

    /// <summary>One of them.</summary>
    public DhtContact this[int index]
    {
        get
        {
            ReadOnlySpan<byte> node = _bytes.Slice(index * _size, _size);
            return new DhtContact(new NodeId(node), PeerEndPoint.FromCompact(node[NodeId.Length..]));
        }
    }

    /// <summary>Bytes of one node of a family.</summary>
    public static int LengthOf(bool isIPv4) => isIPv4 ? IPv4Length : IPv6Length;

    /// <summary>Writes a node, 26 or 38 bytes, and returns how many.</summary>
    public static int Write(in DhtContact node, Span<byte> destination)
    {
        node.Id.Write(destination);
        return NodeId.Length + node.EndPoint.WriteCompact(destination[NodeId.Length..]);
    }
}

/// <summary>A node: its name and where it is.</summary>
/// <param name="Id">Its name.</param>
/// <param name="EndPoint">Its address and UDP port.</param>
public readonly record struct DhtContact(NodeId Id, PeerEndPoint EndPoint);
