using System.Diagnostics;
using System.Text;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Tests.Bencode;

public sealed class BencodeReaderTests
{
    private static (List<BencodeToken> Tokens, BencodeError Error, int Position) ReadAll(byte[] data, BencodeLimits limits)
    {
        var reader = new BencodeReader(data, limits);
        var tokens = new List<BencodeToken>();
        while (reader.Read()) tokens.Add(reader.Token);
        Assert.Equal(reader.Error.Fault == BencodeFault.None, reader.IsComplete);
        return (tokens, reader.Error, reader.Position);
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    [Theory]
    [InlineData("i0e", 0)]
    [InlineData("i-1e", -1)]
    [InlineData("i42e", 42)]
    [InlineData("i9223372036854775807e", long.MaxValue)]
    [InlineData("i-9223372036854775808e", long.MinValue)]
    [InlineData("i-0e", 0L)]
    [InlineData("i007e", 7L)]
    [InlineData("i-007e", -7L)]
    [InlineData("i9223372036854775808e", long.MaxValue)]
    [InlineData("i-9223372036854775809e", long.MinValue)]
    [InlineData("i184467440737095516160000000000000000000000e", long.MaxValue)]
    public void Integer_is_read(string text, long expected)
    {
        var reader = new BencodeReader(Bytes(text), new BencodeLimits());
        Assert.True(reader.ReadInteger(out long value));
        Assert.Equal(expected, value);
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData("", BencodeFault.Truncated, 0)]
    [InlineData("i", BencodeFault.Truncated, 1)]
    [InlineData("i12", BencodeFault.Truncated, 3)]
    [InlineData("ie", BencodeFault.MalformedInteger, 0)]
    [InlineData("i-e", BencodeFault.MalformedInteger, 0)]
    [InlineData("i+1e", BencodeFault.MalformedInteger, 0)]
    [InlineData("i1.5e", BencodeFault.MalformedInteger, 0)]
    [InlineData("i 1e", BencodeFault.MalformedInteger, 0)]
    [InlineData("li00000000000000000000000000000000000000000000000000000000000000001ee", BencodeFault.IntegerTooLarge, 1)]
    [InlineData("4", BencodeFault.Truncated, 1)]
    [InlineData("4:abc", BencodeFault.StringTooLong, 0)]
    [InlineData("2147483648:", BencodeFault.StringTooLong, 0)]
    [InlineData("9999999999:", BencodeFault.StringTooLong, 0)]
    [InlineData("99999999999:", BencodeFault.MalformedStringLength, 0)]
    [InlineData("1a", BencodeFault.MalformedStringLength, 0)]
    [InlineData("-1:a", BencodeFault.UnexpectedByte, 0)]
    [InlineData("x", BencodeFault.UnexpectedByte, 0)]
    [InlineData("e", BencodeFault.UnexpectedByte, 0)]
    [InlineData("l", BencodeFault.Truncated, 1)]
    [InlineData("d1:ae", BencodeFault.MissingValue, 4)]
    [InlineData("d1:a", BencodeFault.Truncated, 4)]
    [InlineData("di1ei2ee", BencodeFault.KeyNotString, 1)]
    [InlineData("dlei2ee", BencodeFault.KeyNotString, 1)]
    public void Malformed_value_is_refused_with_its_place(string text, BencodeFault fault, int offset)
    {
        (_, BencodeError error, _) = ReadAll(Bytes(text), new BencodeLimits());
        Assert.Equal(new BencodeError(fault, offset), error);
    }

    [Fact]
    public void Error_stays()
    {
        var reader = new BencodeReader("lx"u8, new BencodeLimits());
        while (reader.Read())
        {
        }
        Assert.False(reader.Read());
        Assert.Equal(BencodeToken.None, reader.Token);
        Assert.Equal(BencodeFault.UnexpectedByte, reader.Error.Fault);
    }

    [Fact]
    public void Nested_value_gives_every_token()
    {
        (List<BencodeToken> tokens, _, int position) = ReadAll(Bytes("d1:ali1ee1:bdeeTAIL"), new BencodeLimits());
        Assert.Equal(
            [BencodeToken.DictionaryStart, BencodeToken.String, BencodeToken.ListStart, BencodeToken.Integer, BencodeToken.End, BencodeToken.String,
                BencodeToken.DictionaryStart, BencodeToken.End, BencodeToken.End], tokens);
        Assert.Equal(15, position);
    }

    [Theory]
    [InlineData("d1:bi1e1:ai2ee")]
    [InlineData("d1:ai1e1:ai2ee")]
    [InlineData("d0:i1e0:i2ee")]
    public void Keys_come_in_any_order_and_more_than_once(string text) => Assert.Equal(BencodeFault.None, ReadAll(Bytes(text), new BencodeLimits()).Error.Fault);

    [Fact]
    public void String_length_may_have_zeros_in_front()
    {
        var reader = new BencodeReader("003:abc"u8, new BencodeLimits());
        Assert.True(reader.ReadString(out ReadOnlySpan<byte> text));
        Assert.True(text.SequenceEqual("abc"u8));
    }

    [Fact]
    public void Skip_passes_over_a_whole_value_and_stops_at_the_end_of_its_list()
    {
        var reader = new BencodeReader("lld1:ali1eeee3:abce"u8, new BencodeLimits());
        Assert.True(reader.ReadListStart());
        Assert.True(reader.Skip());
        Assert.True(reader.ReadString(out ReadOnlySpan<byte> text));
        Assert.True(text.SequenceEqual("abc"u8));
        Assert.False(reader.Skip());
        Assert.True(reader.IsComplete);
    }

    [Fact]
    public void Wrong_type_is_an_error_at_its_place()
    {
        var reader = new BencodeReader("d1:a1:xe"u8, new BencodeLimits());
        Assert.True(reader.ReadDictionaryStart());
        Assert.True(reader.ReadKey(out _));
        Assert.False(reader.ReadInteger(out _));
        Assert.Equal(new BencodeError(BencodeFault.WrongType, 4), reader.Error);
    }

    [Theory]
    [InlineData('l')]
    [InlineData('d')]
    public void Depth_bomb_is_refused_at_the_first_level_too_many(char letter)
    {
        string bomb = letter == 'l' ? new string('l', 10_000) : string.Concat(Enumerable.Repeat("d1:a", 10_000));
        int offset = letter == 'l' ? 100 : 100 * 4;
        Assert.Equal(new BencodeError(BencodeFault.TooDeep, offset), ReadAll(Bytes(bomb), new BencodeLimits()).Error);
    }

    [Fact]
    public void Deepest_nesting_allowed_is_read()
    {
        byte[] data = Bytes(new string('l', 100) + new string('e', 100));
        Assert.Equal(BencodeFault.None, ReadAll(data, new BencodeLimits()).Error.Fault);
        Assert.Equal(new BencodeError(BencodeFault.TooDeep, 99), ReadAll(data, new BencodeLimits { MaxDepth = 99 }).Error);
    }

    [Fact]
    public void Limit_deeper_than_the_reader_can_hold_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BencodeReader("le"u8, new BencodeLimits { MaxDepth = BencodeLimits.DeepestAllowed + 1 }).Read());

    [Fact]
    public void Token_too_many_is_refused() =>
        Assert.Equal(new BencodeError(BencodeFault.TooManyTokens, 7), ReadAll(Bytes("li1ei2ei3ee"), new BencodeLimits { MaxTokens = 3 }).Error);

    [Fact]
    public void Data_beyond_the_limit_is_refused_unread() =>
        Assert.Equal(new BencodeError(BencodeFault.TooLong, 0), ReadAll(Bytes("li1ee"), new BencodeLimits { MaxLength = 4 }).Error);

    [Fact]
    public void Digits_without_end_are_refused_after_the_longest_number()
    {
        byte[] data = new byte[100 << 20];
        data.AsSpan().Fill((byte)'1');
        var limits = new BencodeLimits { MaxLength = int.MaxValue };
        ReadAll(data, limits);
        var watch = Stopwatch.StartNew();
        Assert.Equal(BencodeFault.MalformedStringLength, ReadAll(data, limits).Error.Fault);
        data[0] = (byte)'i';
        Assert.Equal(BencodeFault.IntegerTooLarge, ReadAll(data, limits).Error.Fault);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 250);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[] data = Bytes("d4:listli1ei2e3:abce4:name3:xyze");
        Assert.Equal(0, Allocation.Of(() =>
        {
            var reader = new BencodeReader(data, new BencodeLimits());
            while (reader.Read())
            {
            }
        }));
    }
}
