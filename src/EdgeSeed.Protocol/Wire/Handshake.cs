using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// The first 68 bytes in each direction (BEP 3): a length of 19, <c>BitTorrent protocol</c>, 8 reserved bytes, the info-hash, the peer id.
/// </summary>
/// <param name="Reserved">The reserved bytes as a big-endian number; the properties below read its bits.</param>
/// <param name="InfoHash">The torrent.</param>
/// <param name="PeerId">The sender's name for itself.</param>
public readonly record struct Handshake(ulong Reserved, InfoHash InfoHash, PeerId PeerId)
{
    /// <summary>Bytes of a handshake.</summary>
    public const int Length = 68;

    /// <summary>Bytes up to and with the info-hash: enough to answer, and all that some clients send before they are answered.</summary>
    public const int PrefixLength = 48;

    /// <summary>Bit of <see cref="Reserved"/> for DHT (BEP 5): last byte, 0x01.</summary>
    public const ulong DhtBit = 0x01;

    /// <summary>Bit of <see cref="Reserved"/> for the fast extension (BEP 6): last byte, 0x04.</summary>
    public const ulong FastBit = 0x04;

    /// <summary>Bit of <see cref="Reserved"/> for the extension protocol (BEP 10): sixth byte, 0x10.</summary>
    public const ulong ExtensionBit = 0x10_0000;

    /// <summary>Bit of <see cref="Reserved"/> of who names a hybrid by version 1 and knows version 2 (BEP 52): last byte, 0x10.</summary>
    public const ulong Version2Bit = 0x10;

    private static ReadOnlySpan<byte> Preamble => "\u0013BitTorrent protocol"u8;

    /// <summary>Whether the sender knows have-all, have-none, reject, suggest and allowed-fast (BEP 6).</summary>
    public bool SupportsFast => (Reserved & FastBit) != 0;

    /// <summary>Whether the sender knows extended messages (BEP 10).</summary>
    public bool SupportsExtensions => (Reserved & ExtensionBit) != 0;

    /// <summary>Whether the sender knows the port message (BEP 5).</summary>
    public bool SupportsDht => (Reserved & DhtBit) != 0;

    /// <summary>Reads a handshake from the beginning of what was received.</summary>
    /// <param name="received">At least one byte tells whether it can become a handshake; anything else is refused at its first wrong
    /// byte.</param>
    /// <param name="handshake">The handshake when complete.</param>
    /// <param name="consumed"><see cref="Length"/> when complete, else 0.</param>
    public static ParseStatus TryRead(ReadOnlySpan<byte> received, out Handshake handshake, out int consumed)
    {
        handshake = default;
        consumed = 0;
        if (!IsPossible(received)) return ParseStatus.Invalid;
        if (received.Length < Length) return ParseStatus.NeedMore;
        ReadPrefix(received, out ulong reserved, out InfoHash infoHash);
        handshake = new Handshake(reserved, infoHash, new PeerId(received.Slice(PrefixLength, PeerId.Length)));
        consumed = Length;
        return ParseStatus.Complete;
    }

    /// <summary>Reads only what comes before the peer id, so that a handshake can be answered early; consumes nothing.</summary>
    public static ParseStatus TryReadPrefix(ReadOnlySpan<byte> received, out ulong reserved, out InfoHash infoHash)
    {
        reserved = 0;
        infoHash = default;
        if (!IsPossible(received)) return ParseStatus.Invalid;
        if (received.Length < PrefixLength) return ParseStatus.NeedMore;
        ReadPrefix(received, out reserved, out infoHash);
        return ParseStatus.Complete;
    }

    /// <summary>Writes the handshake and returns <see cref="Length"/>.</summary>
    public int Write(Span<byte> destination)
    {
        InfoHash infoHash = InfoHash;
        PeerId peerId = PeerId;
        peerId.Span.CopyTo(destination[PrefixLength..]);
        infoHash.Span.CopyTo(destination[28..]);
        BinaryPrimitives.WriteUInt64BigEndian(destination[20..], Reserved);
        Preamble.CopyTo(destination);
        return Length;
    }

    private static bool IsPossible(ReadOnlySpan<byte> received) =>
        received[..Math.Min(received.Length, Preamble.Length)].SequenceEqual(Preamble[..Math.Min(received.Length, Preamble.Length)]);

    private static void ReadPrefix(ReadOnlySpan<byte> received, out ulong reserved, out InfoHash infoHash)
    {
        reserved = BinaryPrimitives.ReadUInt64BigEndian(received[20..]);
        infoHash = new InfoHash(received.Slice(28, InfoHash.Length));
    }
}
