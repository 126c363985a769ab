using System.Buffers;
using System.Text;
using EdgeSeed.Protocol.Bencode;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Bencode;

public sealed class BencodeWriterTests
{
    private static string Written(Action<BencodeWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new BencodeWriter(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Values_are_written_canonically() => Assert.Equal(
        "d1:ai-9223372036854775808e2:bbl3:abc2:\u00fcd1:x0:ee1:ci0ee",
        Written(writer =>
        {
            writer.WriteDictionaryStart();
            writer.WriteKey("a"u8);
            writer.WriteInteger(long.MinValue);
            writer.WriteKey("bb"u8);
            writer.WriteListStart();
            writer.WriteString("abc"u8);
            writer.WriteString("\u00fc");
            writer.WriteRaw("d1:x0:e"u8);
            writer.WriteEnd();
            writer.WriteKey("c"u8);
            writer.WriteInteger(0);
            writer.WriteEnd();
        }));

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    [InlineData("aa", "a")]
    public void Key_out_of_order_is_a_bug(string first, string second)
    {
        void Write(BencodeWriter writer)
        {
            writer.WriteDictionaryStart();
            writer.WriteKey(Encoding.ASCII.GetBytes(first));
            writer.WriteInteger(1);
            writer.WriteKey(Encoding.ASCII.GetBytes(second));
        }

        Assert.Throws<InvalidOperationException>(() => Written(Write));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var writer = new BencodeSpanWriter(new byte[100]);
            writer.WriteDictionaryStart();
            writer.WriteKey(Encoding.ASCII.GetBytes(first));
            writer.WriteInteger(1);
            writer.WriteKey(Encoding.ASCII.GetBytes(second));
        });
    }

    [Fact]
    public void Misplaced_key_value_or_end_is_a_bug()
    {
        Assert.Throws<InvalidOperationException>(() => Written(writer => writer.WriteKey("a"u8)));
        Assert.Throws<InvalidOperationException>(() => Written(writer => writer.WriteEnd()));
        Assert.Throws<InvalidOperationException>(() => Written(writer =>
        {
            writer.WriteDictionaryStart();
            writer.WriteInteger(1);
        }));
        Assert.Throws<InvalidOperationException>(() => Written(writer =>
        {
            writer.WriteDictionaryStart();
            writer.WriteKey("a"u8);
            writer.WriteEnd();
        }));
    }

    [Fact]
    public void Any_value_reads_back_from_either_writer()
    {
        Prop.ForAll(BencodeValue.Any(4).ToArbitrary(), value =>
        {
            byte[] bytes = value.ToBytes();
            var reader = new BencodeReader(bytes, new BencodeLimits());
            Assert.True(reader.Read());
            Assert.Equal(value, BencodeValue.Read(ref reader));
            Assert.True(reader.IsComplete);
            Assert.Equal(bytes.Length, reader.Position);

            var spanWriter = new BencodeSpanWriter(new byte[bytes.Length]);
            value.Write(ref spanWriter);
            Assert.False(spanWriter.Overflowed);
            Assert.Equal(bytes, spanWriter.Written.ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Span_too_short_by_any_amount_overflows_without_a_throw()
    {
        var list = new BencodeValue.Items([new BencodeValue.Number(1), new BencodeValue.Text("62")]);
        BencodeValue value = new BencodeValue.Entries([("61", list), ("63", new BencodeValue.Number(-5))]);
        int length = value.ToBytes().Length;
        for (int room = 0; room < length; room++)
        {
            byte[] buffer = new byte[length];
            buffer.AsSpan().Fill(0xee);
            var writer = new BencodeSpanWriter(buffer.AsSpan(0, room));
            value.Write(ref writer);
            Assert.True(writer.Overflowed);
            Assert.False(buffer.AsSpan(room).ContainsAnyExcept((byte)0xee));
        }
    }

    [Fact]
    public void String_in_place_is_filled_by_the_caller()
    {
        var writer = new BencodeSpanWriter(new byte[5]);
        "abc"u8.CopyTo(writer.WriteStringInPlace(3));
        Assert.Equal("3:abc"u8.ToArray(), writer.Written.ToArray());
        Assert.True(writer.WriteStringInPlace(1).IsEmpty);
        Assert.True(writer.Overflowed);
    }
}
