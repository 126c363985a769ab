using System.Buffers.Binary;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class MessageParserTests
{
    private static readonly MessageLimits Limits = new(pieceCount: 1_000_001);

    public static TheoryData<byte, int> FixedLengths => new()
    {
        { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 5 }, { 6, 13 }, { 8, 13 }, { 9, 3 }, { 13, 5 }, { 14, 1 }, { 15, 1 }, { 16, 13 }, { 17, 5 },
    };

    [Theory]
    [MemberData(nameof(FixedLengths))]
    public void Message_of_fixed_length_takes_no_other(byte id, int length)
    {
        for (int other = 1; other < 20; other++)
        {
            ParseStatus status = MessageParser.TryRead(Message(other, id, 16), Limits, out PeerMessage message, out int consumed);
            Assert.Equal((PeerMessageId)id, message.Id);
            Assert.Equal(other == length ? ParseStatus.Complete : ParseStatus.Invalid, status);
            Assert.Equal(other == length ? MessageFault.None : MessageFault.WrongLength, message.Fault);
            Assert.Equal(other == length ? 4 + length : 0, consumed);
        }
    }

    [Theory]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x00200000u)]
    public void Huge_length_is_refused_before_the_message_number_is_there(uint length)
    {
        byte[] prefix = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(prefix, length);
        Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(prefix, Limits, out PeerMessage message, out _));
        Assert.Equal(MessageFault.TooLong, message.Fault);
    }

    [Fact]
    public void Bitfield_of_a_million_pieces_needs_only_its_header()
    {
        const int Bytes = 125_001;
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(Message(1 + Bytes, 5, 0), Limits, out PeerMessage message, out int consumed));
        Assert.Equal((PeerMessageId.Bitfield, Bytes, MessageWriter.BitfieldHeaderLength), (message.Id, message.PayloadLength, consumed));
        Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(Message(Bytes, 5, 0), Limits, out _, out _));
        Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(Message(2 + Bytes, 5, 0), Limits, out _, out _));
    }

    [Fact]
    public void Bitfield_of_a_torrent_without_metadata_is_bounded()
    {
        var unknown = new MessageLimits(MessageLimits.UnknownPieceCount);
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(Message(1, 5, 0), unknown, out _, out _));
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(Message(1 + MessageLimits.MaxBitfieldBytes, 5, 0), unknown, out _, out _));
        Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(Message(2 + MessageLimits.MaxBitfieldBytes, 5, 0), unknown, out _, out _));
    }

    [Theory]
    [InlineData(7, 9, 128 * 1024, 13)]
    [InlineData(20, 2, 32 * 1024, 6)]
    [InlineData(24, 1, 128 * 1024, 5)]
    [InlineData(255, 1, 128 * 1024, 5)]
    public void Message_with_payload_is_bounded_and_left_in_the_stream(byte id, int least, int limit, int header)
    {
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(Message(least, id, 12), Limits, out PeerMessage empty, out int consumed));
        Assert.Equal((0, header), (empty.PayloadLength, consumed));
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(Message(least + limit, id, 12), Limits, out PeerMessage full, out consumed));
        Assert.Equal((limit, header), (full.PayloadLength, consumed));
        Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(Message(least + limit + 1, id, 12), Limits, out PeerMessage over, out _));
        Assert.Equal(MessageFault.TooLong, over.Fault);
        if (least > 1) Assert.Equal(ParseStatus.Invalid, MessageParser.TryRead(Message(least - 1, id, 12), Limits, out _, out _));
    }

    [Fact]
    public void Message_that_comes_byte_by_byte_is_awaited()
    {
        Span<byte> bytes = stackalloc byte[MessageWriter.BlockLength];
        MessageWriter.WriteBlock(bytes, PeerMessageId.Request, 1, 2, 3);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(ParseStatus.NeedMore, MessageParser.TryRead(bytes[..length], Limits, out _, out int consumed));
            Assert.Equal(0, consumed);
        }
        Assert.Equal(ParseStatus.Complete, MessageParser.TryRead(bytes, Limits, out PeerMessage message, out _));
        Assert.Equal(new PeerMessage(PeerMessageId.Request, 1, 2, 3), message);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[] bytes = Message(13, 6, 20);
        Assert.Equal(0, Allocation.Of(() => MessageParser.TryRead(bytes, Limits, out _, out _) == ParseStatus.Complete));
    }

    private static byte[] Message(int length, byte id, int zeros)
    {
        byte[] bytes = new byte[5 + zeros];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        bytes[4] = id;
        return bytes;
    }
}
