using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace EdgeSeed.Protocol;

/// <summary>
/// Where a peer listens: an IPv4 or IPv6 address and a port, as a value that costs no allocation. IPv4 is held as its
/// IPv4-mapped IPv6 address, so the same peer seen through a dual-mode socket compares equal.
/// </summary>
public readonly struct PeerEndPoint : IEquatable<PeerEndPoint>
{
    /// <summary>Bytes of a compact IPv4 peer (BEP 23): address, then port, both in network byte order.</summary>
    public const int CompactIPv4Length = 6;

    /// <summary>Bytes of a compact IPv6 peer (BEP 7): address, then port, both in network byte order.</summary>
    public const int CompactIPv6Length = 18;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;

    private PeerEndPoint(ulong high, ulong low, ushort port) => (_high, _low, Port) = (high, low, port);

    /// <summary>Takes an address in either family; an IPv4-mapped IPv6 address becomes IPv4. The scope id is dropped.</summary>
    public PeerEndPoint(IPAddress address, ushort port)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        this = written == 4 ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), port) : FromIPv6(bytes, port);
    }

    /// <summary>TCP port in host byte order; 0 means that nobody listens.</summary>
    public ushort Port { get; }

    /// <summary>Whether the address is IPv4, plain or IPv4-mapped.</summary>
    public bool IsIPv4 => _high == 0 && _low >> 32 == MappedPrefix >> 32;

    /// <summary>The IPv4 address in host byte order; meaningful only when <see cref="IsIPv4"/>.</summary>
    public uint IPv4Address => (uint)_low;

    /// <summary>Bytes that <see cref="WriteCompact"/> writes: 6 or 18.</summary>
    public int CompactLength => IsIPv4 ? CompactIPv4Length : CompactIPv6Length;

    /// <summary>The same address as an object; allocates.</summary>
    public IPAddress Address
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            WriteAddress(bytes);
            return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
        }
    }

    /// <summary>An IPv4 peer; the address in host byte order.</summary>
    public static PeerEndPoint FromIPv4(uint address, ushort port) => new(0, MappedPrefix | address, port);

    /// <summary>An IPv6 peer from 16 bytes in network order; an IPv4-mapped address becomes IPv4.</summary>
    public static PeerEndPoint FromIPv6(ReadOnlySpan<byte> address, ushort port) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), port);

    /// <summary>A peer from its address in network order, 4 or 16 bytes; from no bytes the default, which is nobody's.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static PeerEndPoint FromAddress(ReadOnlySpan<byte> address, ushort port) => address.Length switch
    {
        0 => default,
        4 => FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(address), port),
        16 => FromIPv6(address, port),
        _ => throw new ArgumentException($"An address has 4 or 16 bytes, not {address.Length}.", nameof(address)),
    };

    /// <summary>Reads a compact peer: 6 bytes are IPv4 (BEP 23), 18 are IPv6 (BEP 7).</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static PeerEndPoint FromCompact(ReadOnlySpan<byte> compact) => compact.Length switch
    {
        CompactIPv4Length => FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(compact), BinaryPrimitives.ReadUInt16BigEndian(compact[4..])),
        CompactIPv6Length => FromIPv6(compact[..16], BinaryPrimitives.ReadUInt16BigEndian(compact[16..])),
        _ => throw new ArgumentException($"A compact peer has 6 or 18 bytes, not {compact.Length}.", nameof(compact)),
    };

    /// <summary>The same address with another port.</summary>
    public PeerEndPoint WithPort(ushort port) => new(_high, _low, port);

    /// <summary>Writes the compact form (BEP 23, BEP 7) and returns its length, 6 or 18.</summary>
    /// <param name="destination">At least <see cref="CompactLength"/> bytes.</param>
    public int WriteCompact(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, IPv4Address);
            BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Port);
            return CompactIPv4Length;
        }
        WriteAddress(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[16..], Port);
        return CompactIPv6Length;
    }

    /// <summary>Writes the 16 address bytes in network order, IPv4 as IPv4-mapped.</summary>
    public void WriteAddress(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
    }

    /// <summary>An <see cref="IPEndPoint"/> to connect to; allocates.</summary>
    public IPEndPoint ToIPEndPoint() => new(Address, Port);

    /// <summary><c>192.0.2.1:6881</c> or <c>[2001:db8::1]:6881</c>.</summary>
    public override string ToString() => ToIPEndPoint().ToString();

    /// <inheritdoc/>
    public bool Equals(PeerEndPoint other) => _high == other._high && _low == other._low && Port == other.Port;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PeerEndPoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low, Port);

    /// <summary>Compares address and port.</summary>
    public static bool operator ==(PeerEndPoint left, PeerEndPoint right) => left.Equals(right);

    /// <summary>Compares address and port.</summary>
    public static bool operator !=(PeerEndPoint left, PeerEndPoint right) => !left.Equals(right);
}
