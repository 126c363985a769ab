using EdgeSeed.Hardware.Leds;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Hardware.Tests.Leds;

public class BlinkPatternTests
{
    [Fact]
    public void Steady_patterns_never_change()
    {
        Assert.False(BlinkPattern.Off.IsOnAt(TimeSpan.FromHours(1)));
        Assert.True(BlinkPattern.On.IsOnAt(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.MaxValue, BlinkPattern.On.UntilChange(TimeSpan.FromHours(1)));
        Assert.Equal(default, BlinkPattern.Off);
    }

    [Theory]
    [InlineData(0, true, 500)]
    [InlineData(499, true, 1)]
    [InlineData(500, false, 500)]
    [InlineData(999, false, 1)]
    [InlineData(1000, true, 500)]
    [InlineData(86_400_250, true, 250)]
    public void Even_pattern_is_on_for_the_first_half(int milliseconds, bool isOn, int untilChange)
    {
        BlinkPattern pattern = BlinkPattern.Even(TimeSpan.FromSeconds(1));

        Assert.Equal(isOn, pattern.IsOnAt(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(untilChange), pattern.UntilChange(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Theory]
    [InlineData(0, true, 250)]
    [InlineData(250, false, 250)]
    [InlineData(500, true, 250)]
    [InlineData(800, false, 1700)]
    [InlineData(1100, false, 1400)]
    [InlineData(2499, false, 1)]
    [InlineData(2500, true, 250)]
    public void Counted_pattern_of_two_blinks_twice_and_pauses(int milliseconds, bool isOn, int untilChange)
    {
        BlinkPattern pattern = BlinkPattern.Counted(2);

        Assert.Equal(isOn, pattern.IsOnAt(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(untilChange), pattern.UntilChange(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Counts_beyond_what_people_count_are_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BlinkPattern.Counted(count));

    [Fact]
    public void Activity_is_faster_for_more_and_halves_its_period()
    {
        TimeSpan[] periods = [.. new long[] { 1, 4_000, 32_000, 256_000, 2_000_000 }.Select(rate => BlinkPattern.Activity(rate).Period)];

        Assert.Equal(TimeSpan.FromSeconds(2), periods[0]);
        for (int i = 1; i < periods.Length; i++) Assert.Equal(periods[i - 1] / 2, periods[i]);
        Assert.Equal(BlinkPattern.On, BlinkPattern.Activity(0));
    }

    [Fact]
    public void Pattern_holds_until_its_next_change_and_then_changes() =>
        Prop.ForAll<uint, byte>((tenths, kind) =>
        {
            BlinkPattern pattern = kind % 3 == 0 ? BlinkPattern.Even(TimeSpan.FromMilliseconds(1 + kind)) : BlinkPattern.Counted(1 + (kind % 9));
            var elapsed = new TimeSpan(tenths * 1000L);
            TimeSpan wait = pattern.UntilChange(elapsed);
            bool isOn = pattern.IsOnAt(elapsed);
            return wait > TimeSpan.Zero && pattern.IsOnAt(elapsed + wait - new TimeSpan(1)) == isOn && pattern.IsOnAt(elapsed + wait) != isOn;
        }).QuickCheckThrowOnFailure();
}
