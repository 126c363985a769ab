namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// One peer message without its payload: a small value. For <see cref="PeerMessageId.Bitfield"/>, <see cref="PeerMessageId.Piece"/>,
/// <see cref="PeerMessageId.Extended"/>, the three about hashes and <see cref="PeerMessageId.Unknown"/>, <see cref="PayloadLength"/> bytes follow in the stream,
/// which the caller takes (or passes over) as they come; every other message is complete in itself.
/// </summary>
/// <param name="Id">Which message; decides which of the other fields mean something.</param>
/// <param name="Piece">Piece index in have, request, piece, cancel, suggest, reject, allowed-fast: unchecked, any 32 bits.</param>
/// <param name="Begin">Byte offset within the piece in request, piece, cancel, reject: unchecked.</param>
/// <param name="Length">Bytes of the block in request, piece, cancel, reject: unchecked, but in piece equal to
/// <paramref name="PayloadLength"/>.</param>
/// <param name="PayloadLength">Bytes that follow the message's header in the stream, within <see cref="MessageLimits"/>.</param>
/// <param name="ExtendedId">The second number of an extended message (BEP 10): 0 is its handshake. Of an unknown message, its
/// number.</param>
/// <param name="DhtPort">The UDP port in port (BEP 5).</param>
/// <param name="Fault">When the message is invalid, why; <paramref name="Id"/> then tells where.</param>
public readonly record struct PeerMessage(
    PeerMessageId Id,
    uint Piece = 0,
    uint Begin = 0,
    uint Length = 0,
    int PayloadLength = 0,
    byte ExtendedId = 0,
    ushort DhtPort = 0,
    MessageFault Fault = MessageFault.None);
