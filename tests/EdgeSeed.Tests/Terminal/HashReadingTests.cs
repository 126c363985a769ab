using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public sealed class HashReadingTests
{
    private static readonly HashReading Half = new(1_000_000_000, 2_000_000_000, 500_000_000, TimeSpan.FromSeconds(2));

    [Theory]
    [InlineData(0, " 50 % · 1 GB of 2 GB · 500 MB/s · 2 s left")]
    [InlineData(42, " 50 % · 1 GB of 2 GB · 500 MB/s · 2 s left")]
    [InlineData(40, " 50 % · 1 GB of 2 GB · 2 s left")]
    [InlineData(20, " 50 % · 2 s left")]
    public void Line_keeps_percent_and_time_left_longest(int columns, string expected) => Assert.Equal(expected, Half.Line(columns));
}
