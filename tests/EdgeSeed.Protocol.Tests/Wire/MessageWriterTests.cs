using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class MessageWriterTests
{
    private const int BitfieldBytes = 1000;
    private static readonly MessageLimits Limits = new(pieceCount: BitfieldBytes * 8);

    [Fact]
    public void Messages_have_the_bytes_of_the_specification()
    {
        Assert.Equal("00000000", Hex(MessageWriter.WriteKeepAlive));
        Assert.Equal("0000000101", Hex(bytes => MessageWriter.WriteState(bytes, PeerMessageId.Unchoke)));
        Assert.Equal("000000010E", Hex(bytes => MessageWriter.WriteState(bytes, PeerMessageId.HaveAll)));
        Assert.Equal("000000050400000007", Hex(bytes => MessageWriter.WritePieceIndex(bytes, PeerMessageId.Have, 7)));
        Assert.Equal("0000000D06000000010000400000004000", Hex(bytes => MessageWriter.WriteBlock(bytes, PeerMessageId.Request, 1, 16384, 16384)));
        Assert.Equal("00004009070000000100004000", Hex(bytes => MessageWriter.WritePieceHeader(bytes, 1, 16384, 16384)));
        Assert.Equal("0000001105", Hex(bytes => MessageWriter.WriteBitfieldHeader(bytes, 16)));
        Assert.Equal("000000661403", Hex(bytes => MessageWriter.WriteExtendedHeader(bytes, 3, 100)));
        Assert.Equal("00000003091AE1", Hex(bytes => MessageWriter.WritePort(bytes, 6881)));
    }

    [Fact]
    public void Message_of_another_shape_is_a_bug()
    {
        byte[] bytes = new byte[32];
        foreach (PeerMessageId id in Enum.GetValues<PeerMessageId>())
        {
            bool isState = id is >= PeerMessageId.Choke and <= PeerMessageId.NotInterested or PeerMessageId.HaveAll or PeerMessageId.HaveNone;
            if (!isState) Assert.Throws<ArgumentOutOfRangeException>(() => MessageWriter.WriteState(bytes, id));
            if (id is not (PeerMessageId.Have or PeerMessageId.Suggest or PeerMessageId.AllowedFast)) Assert.Throws<ArgumentOutOfRangeException>(() => MessageWriter.WritePieceIndex(bytes, id, 0));
            if (id is not (PeerMessageId.Request or PeerMessageId.Cancel or PeerMessageId.Reject)) Assert.Throws<ArgumentOutOfRangeException>(() => MessageWriter.WriteBlock(bytes, id, 0, 0, 0));
        }
    }

    [Fact]
    public void Written_message_reads_back_equal() => Gen.OneOf(
        Gen.Constant(new PeerMessage(PeerMessageId.KeepAlive)),
        Gen.Elements(PeerMessageId.Choke, PeerMessageId.Unchoke, PeerMessageId.Interested, PeerMessageId.NotInterested, PeerMessageId.HaveAll, PeerMessageId.HaveNone)
            .Select(id => new PeerMessage(id)),
        from id in Gen.Elements(PeerMessageId.Have, PeerMessageId.Suggest, PeerMessageId.AllowedFast)
        from piece in Generate.UInt32
        select new PeerMessage(id, piece),
        from id in Gen.Elements(PeerMessageId.Request, PeerMessageId.Cancel, PeerMessageId.Reject)
        from piece in Generate.UInt32
        from begin in Generate.UInt32
        from length in Generate.UInt32
        select new PeerMessage(id, piece, begin, length),
        from piece in Generate.UInt32
        from begin in Generate.UInt32
        from length in Gen.Choose(0, 128 * 1024)
        select new PeerMessage(PeerMessageId.Piece, piece, begin, (uint)length, length),
        Gen.Constant(new PeerMessage(PeerMessageId.Bitfield, PayloadLength: BitfieldBytes)),
        from extended in Gen.Choose(0, 255)
        from length in Gen.Choose(0, 32 * 1024)
        select new PeerMessage(PeerMessageId.Extended, PayloadLength: length, ExtendedId: (byte)extended),
        Generate.Port.Select(port => new PeerMessage(PeerMessageId.Port, DhtPort: port))).Holds(message =>
        {
            byte[] bytes = new byte[MessageParser.MaxHeaderLength];
            int length = Write(message, bytes);
            return MessageParser.TryRead(bytes.AsSpan(0, length), Limits, out PeerMessage read, out int consumed) == ParseStatus.Complete
                && consumed == length
                && read == message;
        });

    private static int Write(PeerMessage message, Span<byte> bytes) => message.Id switch
    {
        PeerMessageId.KeepAlive => MessageWriter.WriteKeepAlive(bytes),
        PeerMessageId.Have or PeerMessageId.Suggest or PeerMessageId.AllowedFast => MessageWriter.WritePieceIndex(bytes, message.Id, message.Piece),
        PeerMessageId.Request or PeerMessageId.Cancel or PeerMessageId.Reject =>
            MessageWriter.WriteBlock(bytes, message.Id, message.Piece, message.Begin, message.Length),
        PeerMessageId.Piece => MessageWriter.WritePieceHeader(bytes, message.Piece, message.Begin, message.PayloadLength),
        PeerMessageId.Bitfield => MessageWriter.WriteBitfieldHeader(bytes, message.PayloadLength),
        PeerMessageId.Extended => MessageWriter.WriteExtendedHeader(bytes, message.ExtendedId, message.PayloadLength),
        PeerMessageId.Port => MessageWriter.WritePort(bytes, message.DhtPort),
        _ => MessageWriter.WriteState(bytes, message.Id),
    };

    private delegate int SpanWriter(Span<byte> destination);

    private static string Hex(SpanWriter write)
    {
        byte[] bytes = new byte[32];
        return Convert.ToHexString(bytes, 0, write(bytes));
    }
}
