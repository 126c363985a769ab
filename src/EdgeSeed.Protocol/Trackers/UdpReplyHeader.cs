using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>The 8 bytes that every UDP tracker answer begins with (BEP 15), big-endian.</summary>
/// <param name="Action">The request's action, or <see cref="UdpTrackerAction.Error"/>.</param>
/// <param name="TransactionId">The request's transaction id; an answer with another is to be ignored.</param>
public readonly record struct UdpReplyHeader(UdpTrackerAction Action, uint TransactionId)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 8;

    /// <summary>Reads the header; false when the packet is shorter.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out UdpReplyHeader header)
    {
        header = default;
        if (packet.Length < Length) return false;
        header = new UdpReplyHeader(
            (UdpTrackerAction)BinaryPrimitives.ReadUInt32BigEndian(packet),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));
        return true;
    }

    /// <summary>Writes the header and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], TransactionId);
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Action);
        return Length;
    }

    /// <summary>Reads the header of an answer of one kind that has at least <paramref name="minimumLength"/> bytes.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> packet, UdpTrackerAction action, int minimumLength, out uint transactionId)
    {
        bool isWanted = TryParse(packet, out UdpReplyHeader header) && header.Action == action && packet.Length >= minimumLength;
        transactionId = isWanted ? header.TransactionId : 0;
        return isWanted;
    }
}
