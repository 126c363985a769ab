using EdgeSeed.Hardware.Leds;

namespace EdgeSeed.Hardware.Tests.Leds;

public class LedStatusTests
{
    [Theory]
    [InlineData(AttentionCode.Config, 1)]
    [InlineData(AttentionCode.NoDrive, 2)]
    [InlineData(AttentionCode.DriveErrors, 3)]
    [InlineData(AttentionCode.NoNetwork, 4)]
    [InlineData(AttentionCode.BudgetSpent, 5)]
    [InlineData(AttentionCode.MemoryLimit, 6)]
    public void Attention_is_counted_whatever_else_goes_on(AttentionCode attention, int blinks) =>
        Assert.Equal(BlinkPattern.Counted(blinks), new LedStatus(LedState.Seeding, 1_000_000, attention).Pattern);

    [Fact]
    public void States_have_patterns_of_their_own()
    {
        Assert.Equal(BlinkPattern.Off, new LedStatus(LedState.Off, Attention: AttentionCode.Config).Pattern);
        Assert.Equal(BlinkPattern.On, new LedStatus(LedState.Ready).Pattern);
        Assert.Equal(BlinkPattern.Activity(5000), new LedStatus(LedState.Seeding, 5000).Pattern);
        Assert.Equal(TimeSpan.FromSeconds(4), new LedStatus(LedState.Hashing).Pattern.Period);
    }
}
