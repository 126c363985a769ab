using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Protocol.Tests.Dht;

public class NodeIdTests
{
    [Theory]
    [InlineData(0, "8000000000000000000000000000000000000000")]
    [InlineData(7, "0100000000000000000000000000000000000000")]
    [InlineData(64, "0000000000000000800000000000000000000000")]
    [InlineData(127, "0000000000000000000000000000000100000000")]
    [InlineData(128, "0000000000000000000000000000000080000000")]
    [InlineData(159, "0000000000000000000000000000000000000001")]
    [InlineData(160, "0000000000000000000000000000000000000000")]
    public void Common_bits_are_counted_from_the_first(int bits, string other) => Assert.Equal(bits, default(NodeId).CommonBits(Parse(other)));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(159)]
    public void Place_beside_has_so_many_bits_in_common(int bits)
    {
        NodeId own = NodeId.Create(new Random(bits));
        for (int i = 0; i < 100; i++) Assert.Equal(bits, own.CommonBits(own.Beside(bits, new Random(i))));
    }

    [Fact]
    public void Distance_is_the_exclusive_or_as_a_number()
    {
        NodeId target = Parse("0f00000000000000000000000000000000000000");
        NodeId near = Parse("0e00000000000000ffffffffffffffffffffffff"), far = Parse("f000000000000000000000000000000000000000");
        Assert.True(target.CompareDistance(near, far) < 0);
        Assert.True(target.CompareDistance(far, near) > 0);
        Assert.Equal(0, target.CompareDistance(far, far));
        Assert.True(default(NodeId).CompareDistance(Parse("0000000000000000000000000000000000000001"), Parse("0000000000000000000000000000000100000000")) < 0);
    }

    [Fact]
    public void Bytes_are_written_as_they_were_read()
    {
        const string Hex = "0123456789abcdef0123456789abcdef01234567";
        NodeId id = Parse(Hex);
        Assert.Equal(Hex, id.ToString());
        Assert.Equal(id, NodeId.Of(new InfoHash(Convert.FromHexString(Hex))));
    }

    private static NodeId Parse(string hex) => new(Convert.FromHexString(hex));
}
