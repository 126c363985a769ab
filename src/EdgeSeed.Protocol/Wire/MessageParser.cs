using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// Reads peer messages (BEP 3, 5, 6, 10, 52) from a stream of bytes, allocation-free and without ever needing more than
/// <see cref="MaxHeaderLength"/> bytes at once: large payloads are left in the stream for the caller.
/// </summary>
public static class MessageParser
{
    /// <summary>The most bytes that one call consumes: request, cancel and reject have 17.</summary>
    public const int MaxHeaderLength = 17;

    private const int PrefixLength = 4;

    /// <summary>Reads the message at the beginning of what was received, up to its payload.</summary>
    /// <param name="received">Bytes from the stream, beginning at a message.</param>
    /// <param name="limits">How large messages may be. A length over all limits is refused as soon as its four bytes are there.</param>
    /// <param name="message">The message when complete; when invalid, its <see cref="PeerMessage.Fault"/> says why.</param>
    /// <param name="consumed">When complete, the bytes read; <see cref="PeerMessage.PayloadLength"/> bytes of payload follow them. Else
    /// 0.</param>
    public static ParseStatus TryRead(ReadOnlySpan<byte> received, in MessageLimits limits, out PeerMessage message, out int consumed)
    {
        message = default;
        consumed = 0;
        if (received.Length < PrefixLength) return ParseStatus.NeedMore;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(received);
        if (length == 0)
        {
            message = new PeerMessage(PeerMessageId.KeepAlive);
            consumed = PrefixLength;
            return ParseStatus.Complete;
        }
        if (length > LongestLength(limits))
        {
            message = new PeerMessage(PeerMessageId.Unknown, Fault: MessageFault.TooLong);
            return ParseStatus.Invalid;
        }
        if (received.Length == PrefixLength) return ParseStatus.NeedMore;
        int payload = (int)length - 1;
        PeerMessageId id = Identify(received[PrefixLength]);
        MessageFault fault = Check(id, payload, limits);
        if (fault != MessageFault.None)
        {
            message = new PeerMessage(id, Fault: fault);
            return ParseStatus.Invalid;
        }
        int fields = FieldsLength(id);
        if (received.Length < PrefixLength + 1 + fields) return ParseStatus.NeedMore;
        message = ReadFields(id, received[PrefixLength], received.Slice(PrefixLength + 1, fields), payload - fields);
        consumed = PrefixLength + 1 + fields;
        return ParseStatus.Complete;
    }

    private static PeerMessageId Identify(byte number) => number switch
    {
        <= (byte)PeerMessageId.Port => (PeerMessageId)number,
        >= (byte)PeerMessageId.Suggest and <= (byte)PeerMessageId.AllowedFast => (PeerMessageId)number,
        >= (byte)PeerMessageId.Extended and <= (byte)PeerMessageId.HashReject => (PeerMessageId)number,
        _ => PeerMessageId.Unknown,
    };

    /// <summary>Bytes between the number and the payload.</summary>
    private static int FieldsLength(PeerMessageId id) => id switch
    {
        PeerMessageId.Have or PeerMessageId.Suggest or PeerMessageId.AllowedFast => 4,
        PeerMessageId.Request or PeerMessageId.Cancel or PeerMessageId.Reject => 12,
        PeerMessageId.Piece => 8,
        PeerMessageId.Port => 2,
        PeerMessageId.Extended => 1,
        _ => 0,
    };

    private static MessageFault Check(PeerMessageId id, int payload, in MessageLimits limits)
    {
        int rest = payload - FieldsLength(id);
        if (rest < 0) return MessageFault.WrongLength;
        int limit = id switch
        {
            PeerMessageId.Bitfield => LongestBitfield(limits),
            PeerMessageId.Piece => limits.MaxBlockBytes,
            PeerMessageId.Extended => limits.MaxExtendedBytes,
            PeerMessageId.Hashes => limits.MaxHashesBytes,
            PeerMessageId.Unknown => limits.MaxUnknownBytes,
            PeerMessageId.HashRequest or PeerMessageId.HashReject => HashRequest.Length,
            _ => 0,
        };
        bool isFixed = id switch
        {
            PeerMessageId.Bitfield => limits.PieceCount >= 0,
            PeerMessageId.HashRequest or PeerMessageId.HashReject => true,
            _ => limit == 0,
        };
        if (isFixed) return rest == limit ? MessageFault.None : MessageFault.WrongLength;
        return rest <= limit ? MessageFault.None : MessageFault.TooLong;
    }

    private static int LongestBitfield(in MessageLimits limits) =>
        limits.PieceCount < 0 ? MessageLimits.MaxBitfieldBytes : (int)(((uint)limits.PieceCount + 7) / 8);

    private static uint LongestLength(in MessageLimits limits)
    {
        int payload = Math.Max(LongestBitfield(limits), Math.Max(limits.MaxUnknownBytes, limits.MaxExtendedBytes + 1));
        return (uint)Math.Max(payload, Math.Max(limits.MaxBlockBytes + 8, Math.Max(limits.MaxHashesBytes, HashRequest.Length))) + 1;
    }

    private static PeerMessage ReadFields(PeerMessageId id, byte number, ReadOnlySpan<byte> fields, int payload)
    {
        uint first = fields.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(fields) : 0;
        uint second = fields.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(fields[4..]) : 0;
        uint third = fields.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(fields[8..]) : 0;
        return id switch
        {
            PeerMessageId.Piece => new PeerMessage(id, first, second, (uint)payload, payload),
            PeerMessageId.Port => new PeerMessage(id, DhtPort: BinaryPrimitives.ReadUInt16BigEndian(fields)),
            PeerMessageId.Extended => new PeerMessage(id, PayloadLength: payload, ExtendedId: fields[0]),
            PeerMessageId.Unknown => new PeerMessage(id, PayloadLength: payload, ExtendedId: number),
            _ => new PeerMessage(id, first, second, third, payload),
        };
    }
}

/// <summary>Why a peer message is invalid.</summary>
public enum MessageFault : byte
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The length prefix exceeds every limit, or this message's limit.</summary>
    TooLong,

    /// <summary>The length prefix is not the one this message has.</summary>
    WrongLength,
}

/// <summary>How far reading something from a stream came.</summary>
public enum ParseStatus : byte
{
    /// <summary>The bytes so far are a valid beginning.</summary>
    NeedMore,

    /// <summary>One whole thing was read.</summary>
    Complete,

    /// <summary>No bytes that could still come make it valid.</summary>
    Invalid,
}
