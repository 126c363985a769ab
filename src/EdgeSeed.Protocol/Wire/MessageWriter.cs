using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// Writes peer messages (BEP 3, 5, 6, 10) into a caller's span, big-endian, and returns the bytes written. Payloads are not copied: for
/// bitfield, piece and extended messages only what comes before the payload is written.
/// </summary>
public static class MessageWriter
{
    /// <summary>Bytes of keep-alive.</summary>
    public const int KeepAliveLength = 4;

    /// <summary>Bytes of choke, unchoke, interested, not-interested, have-all and have-none.</summary>
    public const int StateLength = 5;

    /// <summary>Bytes of have, suggest and allowed-fast.</summary>
    public const int PieceIndexLength = 9;

    /// <summary>Bytes of request, cancel and reject.</summary>
    public const int BlockLength = 17;

    /// <summary>Bytes of a piece message before its block.</summary>
    public const int PieceHeaderLength = 13;

    /// <summary>Bytes of a bitfield message before its bits.</summary>
    public const int BitfieldHeaderLength = 5;

    /// <summary>Bytes of an extended message before its payload.</summary>
    public const int ExtendedHeaderLength = 6;

    /// <summary>Bytes of the port message.</summary>
    public const int PortLength = 7;

    /// <summary>Writes keep-alive (BEP 3).</summary>
    public static int WriteKeepAlive(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, 0);
        return KeepAliveLength;
    }

    /// <summary>Writes a message that is only its number.</summary>
    /// <param name="destination">At least <see cref="StateLength"/> bytes.</param>
    /// <param name="id">Choke, unchoke, interested, not-interested (BEP 3), have-all or have-none (BEP 6).</param>
    /// <exception cref="ArgumentOutOfRangeException">The message is another kind.</exception>
    public static int WriteState(Span<byte> destination, PeerMessageId id)
    {
        if (id is < PeerMessageId.Choke or > PeerMessageId.NotInterested and not (PeerMessageId.HaveAll or PeerMessageId.HaveNone))
            throw new ArgumentOutOfRangeException(nameof(id), id, "This message has fields.");
        return WriteNumber(destination, id, 0);
    }

    /// <summary>Writes a message that names one piece.</summary>
    /// <param name="destination">At least <see cref="PieceIndexLength"/> bytes.</param>
    /// <param name="id">Have (BEP 3), suggest or allowed-fast (BEP 6).</param>
    /// <param name="piece">The piece index.</param>
    /// <exception cref="ArgumentOutOfRangeException">The message is another kind.</exception>
    public static int WritePieceIndex(Span<byte> destination, PeerMessageId id, uint piece)
    {
        if (id is not (PeerMessageId.Have or PeerMessageId.Suggest or PeerMessageId.AllowedFast))
            throw new ArgumentOutOfRangeException(nameof(id), id, "This message has other fields.");
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], piece);
        return WriteNumber(destination, id, 4) + 4;
    }

    /// <summary>Writes a message that names one block.</summary>
    /// <param name="destination">At least <see cref="BlockLength"/> bytes.</param>
    /// <param name="id">Request, cancel (BEP 3) or reject (BEP 6).</param>
    /// <param name="piece">The piece index.</param>
    /// <param name="begin">Byte offset within the piece.</param>
    /// <param name="length">Bytes of the block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The message is another kind.</exception>
    public static int WriteBlock(Span<byte> destination, PeerMessageId id, uint piece, uint begin, uint length)
    {
        if (id is not (PeerMessageId.Request or PeerMessageId.Cancel or PeerMessageId.Reject))
            throw new ArgumentOutOfRangeException(nameof(id), id, "This message has other fields.");
        BinaryPrimitives.WriteUInt32BigEndian(destination[13..], length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[9..], begin);
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], piece);
        return WriteNumber(destination, id, 12) + 12;
    }

    /// <summary>Writes what comes before a block in a piece message (BEP 3): <see cref="PieceHeaderLength"/> bytes.</summary>
    /// <param name="destination">At least <see cref="PieceHeaderLength"/> bytes.</param>
    /// <param name="piece">The piece index.</param>
    /// <param name="begin">Byte offset within the piece.</param>
    /// <param name="blockLength">Bytes of the block, which follow.</param>
    public static int WritePieceHeader(Span<byte> destination, uint piece, uint begin, int blockLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[9..], begin);
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], piece);
        return WriteNumber(destination, PeerMessageId.Piece, 8 + blockLength) + 8;
    }

    /// <summary>Writes what comes before the bits of a bitfield (BEP 3): <see cref="BitfieldHeaderLength"/> bytes.</summary>
    public static int WriteBitfieldHeader(Span<byte> destination, int bitfieldBytes) =>
        WriteNumber(destination, PeerMessageId.Bitfield, bitfieldBytes);

    /// <summary>Writes what comes before the payload of an extended message (BEP 10): <see cref="ExtendedHeaderLength"/> bytes.</summary>
    /// <param name="destination">At least <see cref="ExtendedHeaderLength"/> bytes.</param>
    /// <param name="extendedId">0 for the handshake, else the number the receiver chose for the extension.</param>
    /// <param name="payloadLength">Bytes of the payload, which follow.</param>
    public static int WriteExtendedHeader(Span<byte> destination, byte extendedId, int payloadLength)
    {
        destination[5] = extendedId;
        return WriteNumber(destination, PeerMessageId.Extended, 1 + payloadLength) + 1;
    }

    /// <summary>Writes the DHT port (BEP 5): <see cref="PortLength"/> bytes.</summary>
    public static int WritePort(Span<byte> destination, ushort port)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[5..], port);
        return WriteNumber(destination, PeerMessageId.Port, 2) + 2;
    }

    private static int WriteNumber(Span<byte> destination, PeerMessageId id, int payloadLength)
    {
        destination[4] = (byte)id;
        BinaryPrimitives.WriteInt32BigEndian(destination, 1 + payloadLength);
        return StateLength;
    }
}
