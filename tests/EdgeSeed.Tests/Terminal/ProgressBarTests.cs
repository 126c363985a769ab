using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public class ProgressBarTests
{
    [Theory]
    [InlineData(0, "▕    ▏")]
    [InlineData(0.5, "▕██  ▏")]
    [InlineData(0.28125, "▕█▏  ▏")]
    [InlineData(1, "▕████▏")]
    [InlineData(-1, "▕    ▏")]
    [InlineData(2, "▕████▏")]
    public void Draw_fills_by_eighths_of_a_cell(double fraction, string bar) => Assert.Equal(bar, ProgressBar.Draw(fraction, 4));

    [Theory]
    [InlineData(0, "  0 %")]
    [InlineData(0.9999, " 99 %")]
    [InlineData(1, "100 %")]
    public void Percent_is_100_only_when_all_is_done(double fraction, string text) => Assert.Equal(text, ProgressBar.Percent(fraction));
}
