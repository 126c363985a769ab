using EdgeSeed.Owner;

namespace EdgeSeed.Tests.Owner;

public sealed class OwnerOrderTests
{
    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("limit 3 200 KB/s")]
    [InlineData("limit 744 unlimited")]
    [InlineData("recheck 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("eject ")]
    [InlineData("eject MY FILMS")]
    public void Order_is_written_as_it_is_read(string line) => Assert.Equal(line, OwnerOrder.Parse(line)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("halt")]
    [InlineData("limit")]
    [InlineData("limit 3")]
    [InlineData("limit 0 200 KB/s")]
    [InlineData("limit 745 200 KB/s")]
    [InlineData("limit -1 200 KB/s")]
    [InlineData("limit 3 nonsense")]
    [InlineData("limit 3 0")]
    [InlineData("limit 3 511")]
    [InlineData("recheck 0123")]
    public void What_is_no_order_is_none(string line) => Assert.Null(OwnerOrder.Parse(line));
}
