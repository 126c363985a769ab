using System.Buffers.Binary;
using System.Net.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Udp;

/// <summary>Reads Linux' socket addresses: struct sockaddr_in and struct sockaddr_in6.</summary>
public static class SocketNames
{
    /// <summary>Bytes of the longer of the two.</summary>
    public const int MaxLength = 28;

    private const int FamilyIPv4 = 2;
    private const int FamilyIPv6 = 10;

    /// <summary>The address and port; all zero, with port 0, for another family.</summary>
    public static PeerEndPoint Read(ReadOnlySpan<byte> name)
    {
        if (name.Length < 16) return default;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        return (BitConverter.ToUInt16(name), name.Length) switch
        {
            (FamilyIPv4, _) => PeerEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(name[4..]), port),
            (FamilyIPv6, >= MaxLength) => PeerEndPoint.FromIPv6(name.Slice(8, 16), port),
            _ => default,
        };
    }

    /// <summary>The same from what <see cref="Socket.ReceiveFrom(Span{byte}, SocketFlags, System.Net.SocketAddress)"/> filled in.</summary>
    public static PeerEndPoint Read(System.Net.SocketAddress address)
    {
        ReadOnlySpan<byte> name = address.Buffer.Span[..address.Size];
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        return address.Family == AddressFamily.InterNetworkV6
            ? PeerEndPoint.FromIPv6(name.Slice(8, 16), port)
            : PeerEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(name[4..]), port);
    }
}
