using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1 KB")]
    [InlineData(1234, "1.23 KB")]
    [InlineData(99_960, "100 KB")]
    [InlineData(999_499, "999 KB")]
    [InlineData(999_600, "1 MB")]
    [InlineData(209_715_200, "210 MB")]
    [InlineData(12_340_000_000, "12.3 GB")]
    [InlineData(long.MaxValue, "9.22 EB")]
    public void Bytes_of_any_size_has_three_digits_and_a_decimal_unit(double bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 B/s")]
    [InlineData(512, "512 B/s")]
    [InlineData(4000, "4 KB/s")]
    [InlineData(1_230_000, "1.23 MB/s")]
    public void Rate_is_bytes_a_second(double rate, string text) => Assert.Equal(text, Quantity.Rate(rate));

    [Theory]
    [InlineData(16 * 1024, "16 KiB")]
    [InlineData(4 << 20, "4 MiB")]
    [InlineData(1_000_000, "1,000,000 bytes")]
    public void PieceLength_of_a_power_of_two_is_binary(int bytes, string text) => Assert.Equal(text, Quantity.PieceLength(bytes));

    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7200, "2 h")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(356_400, "4 d 3 h")]
    public void Duration_names_the_two_units_that_matter(double seconds, string text) =>
        Assert.Equal(text, Quantity.Duration(TimeSpan.FromSeconds(seconds)));
}
