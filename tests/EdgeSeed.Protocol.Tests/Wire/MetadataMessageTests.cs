using System.Text;
using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class MetadataMessageTests
{
    [Theory]
    [InlineData("d8:msg_typei0e5:piecei3ee", MetadataMessageKind.Request, 3)]
    [InlineData("d8:msg_typei2e5:piecei0ee", MetadataMessageKind.Reject, 0)]
    [InlineData("d8:msg_typei7ee", MetadataMessageKind.Unknown, 0)]
    [InlineData("d5:extrald1:xi1eee8:msg_typei0e5:piecei1ee", MetadataMessageKind.Request, 1)]
    public void Message_is_read(string payload, MetadataMessageKind kind, int piece)
    {
        Assert.True(MetadataMessage.TryParse(Encoding.ASCII.GetBytes(payload), out MetadataMessage message, out ReadOnlySpan<byte> data));
        Assert.Equal(new MetadataMessage(kind, piece), message);
        Assert.True(data.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("de")]
    [InlineData("d8:msg_typei0ee")]
    [InlineData("d8:msg_typei0e5:piecei-1ee")]
    [InlineData("d8:msg_typei0e5:piecei4096ee")]
    [InlineData("d8:msg_typei-1e5:piecei0ee")]
    [InlineData("d8:msg_type1:0e")]
    [InlineData("d8:msg_typei1e5:piecei0ee")]
    [InlineData("d8:msg_typei1e5:piecei0e10:total_sizei3eeab")]
    [InlineData("d8:msg_typei1e5:piecei0e10:total_sizei3eeabcd")]
    [InlineData("d8:msg_typei1e5:piecei1e10:total_sizei3eeabc")]
    [InlineData("d8:msg_typei1e5:piecei0e10:total_sizei-3eeabc")]
    [InlineData("d8:msg_typei1e5:piecei0e10:total_sizei99999999999eeabc")]
    [InlineData("d8:msg_typei0e5:piecei1e")]
    public void Message_that_makes_no_sense_is_refused(string payload) =>
        Assert.False(MetadataMessage.TryParse(Encoding.ASCII.GetBytes(payload), out _, out _));

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(16384, 1, 0, 16384)]
    [InlineData(16385, 2, 1, 1)]
    [InlineData(16385, 2, 2, 0)]
    [InlineData(64 * 1024 * 1024, 4096, 4095, 16384)]
    public void Pieces_are_counted(int total, int count, int piece, int length)
    {
        Assert.Equal(count, MetadataMessage.PieceCount(total));
        Assert.Equal(length, MetadataMessage.PieceLength(total, piece));
    }

    [Fact]
    public void Written_message_reads_back_equal()
    {
        var samples =
            from kind in Gen.Elements(MetadataMessageKind.Request, MetadataMessageKind.Data, MetadataMessageKind.Reject)
            from total in Gen.Choose(1, MetadataMessage.MaxMetadataBytes)
            from piece in Gen.Choose(0, MetadataMessage.PieceCount(total) - 1)
            select new MetadataMessage(kind, piece, kind == MetadataMessageKind.Data ? total : 0);
        samples.Holds(message =>
        {
            byte[] payload = new byte[MetadataMessage.MaxHeaderBytes + MetadataMessage.PieceBytes];
            int length = message.WriteHeader(payload);
            int data = MetadataMessage.PieceLength(message.TotalBytes, message.Piece);
            return length <= MetadataMessage.MaxHeaderBytes
                && MetadataMessage.TryParse(payload.AsSpan(0, length + data), out MetadataMessage read, out ReadOnlySpan<byte> readData)
                && read == message
                && readData.Length == data;
        });
    }
}
