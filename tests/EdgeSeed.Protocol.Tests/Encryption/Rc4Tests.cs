using EdgeSeed.Protocol.Encryption;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Encryption;

public class Rc4Tests
{
    // RFC 6229: the key stream of these keys at offset 0 and at offset 1024.
    [Theory]
    [InlineData("0102030405", "b2396305f03dc027ccc3524a0a1118a8", "30abbcc7c20b01609f23ee2d5f6bb7df")]
    [InlineData("0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97", "bdf0324e6083dcc6d3cedd3ca8c53c16")]
    [InlineData("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", "eaa6bd25880bf93d3f5d1e4ca2611d91", "7fec5bfd9f9b89ce6548309092d7e958")]
    public void Key_stream_is_the_one_that_RFC_6229_lists(string key, string atStart, string at1024)
    {
        var cipher = new Rc4(Convert.FromHexString(key));
        byte[] start = new byte[16], later = new byte[16];
        cipher.Apply(start, start);
        Assert.Equal(atStart, Convert.ToHexStringLower(start));
        cipher.Skip(1024 - start.Length);
        cipher.Apply(later, later);
        Assert.Equal(at1024, Convert.ToHexStringLower(later));
    }

    [Fact]
    public void Skipping_is_as_applying_and_parts_are_as_the_whole() =>
        (from key in Generate.BytesUpTo(255).Where(key => key.Length > 0)
         from text in Generate.BytesUpTo(2000)
         from cut in Gen.Choose(0, text.Length)
         select (key, text, cut)).Holds(sample =>
        {
            Rc4 whole = new(sample.key), parts = new(sample.key), skipping = new(sample.key);
            byte[] expected = new byte[sample.text.Length], inParts = new byte[sample.text.Length];
            whole.Apply(sample.text, expected);
            parts.Apply(sample.text.AsSpan(0, sample.cut), inParts);
            parts.Apply(sample.text.AsSpan(sample.cut), inParts.AsSpan(sample.cut));
            skipping.Skip(sample.cut);
            byte[] end = sample.text[sample.cut..];
            skipping.Apply(end, end);
            return inParts.AsSpan().SequenceEqual(expected) && end.AsSpan().SequenceEqual(expected.AsSpan(sample.cut));
        });

    [Fact]
    public void Copy_goes_back_to_where_it_was_taken()
    {
        var cipher = new Rc4("key"u8);
        Rc4 before = cipher;
        byte[] first = new byte[100], again = new byte[100];
        cipher.Apply(first, first);
        before.Apply(again, again);
        Assert.Equal(first, again);
    }
}
