using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace EdgeSeed.Protocol.Dht;

/// <summary>The name of a node of the DHT, or a place among them (BEP 5): 160 bits. How far two are apart is their exclusive or, read as a number.</summary>
public readonly struct NodeId : IEquatable<NodeId>
{
    /// <summary>Bytes of a name.</summary>
    public const int Length = InfoHash.Length;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly uint _low;

    /// <summary>Copies a name from the wire.</summary>
    /// <param name="bytes">At least <see cref="Length"/> bytes, of which the first are read.</param>
    public NodeId(ReadOnlySpan<byte> bytes)
    {
        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _middle = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _low = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    private NodeId(ulong high, ulong middle, uint low) => (_high, _middle, _low) = (high, middle, low);

    /// <summary>The place of a torrent among the nodes.</summary>
    public static NodeId Of(in InfoHash infoHash) => new(infoHash.Span);

    /// <summary>Any place.</summary>
    public static NodeId Create(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[Length];
        random.NextBytes(bytes);
        return new NodeId(bytes);
    }

    /// <summary>Writes the 20 bytes, as on the wire.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _middle);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _low);
    }

    /// <summary>How many bits two names have in common, from the first on: 0 to 160.</summary>
    public int CommonBits(in NodeId other)
    {
        NodeId apart = Apart(other);
        if (apart._high != 0) return BitOperations.LeadingZeroCount(apart._high);
        return apart._middle != 0 ? 64 + BitOperations.LeadingZeroCount(apart._middle) : 128 + BitOperations.LeadingZeroCount(apart._low);
    }

    /// <summary>Any place that has exactly so many first bits in common with this one, 0 to 159.</summary>
    public NodeId Beside(int bits, Random random)
    {
        Span<byte> own = stackalloc byte[Length], bytes = stackalloc byte[Length];
        Write(own);
        Create(random).Write(bytes);
        for (int i = 0; i <= bits; i++)
        {
            int mask = 0x80 >> (i % 8), bit = i < bits ? own[i / 8] & mask : ~own[i / 8] & mask;
            bytes[i / 8] = (byte)((bytes[i / 8] & ~mask) | bit);
        }
        return new NodeId(bytes);
    }

    /// <summary>Which of two is nearer to this one: below 0 for the first, above for the other, 0 when they are the same.</summary>
    public int CompareDistance(in NodeId first, in NodeId other)
    {
        NodeId one = Apart(first), two = Apart(other);
        int order = one._high.CompareTo(two._high);
        if (order == 0) order = one._middle.CompareTo(two._middle);
        return order != 0 ? order : one._low.CompareTo(two._low);
    }

    /// <summary>40 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(NodeId other) => _high == other._high && _middle == other._middle && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _middle, _low);

    /// <summary>Compares all bits.</summary>
    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    /// <summary>Compares all bits.</summary>
    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    private NodeId Apart(in NodeId other) => new(_high ^ other._high, _middle ^ other._middle, _low ^ other._low);
}
