using EdgeSeed.Engine.Connections;

namespace EdgeSeed.Engine.Tests.Connections;

public sealed class AcceptPaceTests
{
    private static readonly EngineOptions s_options = new();

    [Theory]
    [InlineData(512, 0.25)]
    [InlineData(20_000, 5.95)]
    [InlineData(100_000_000, 500)]
    public void Sixth_of_the_budget_goes_to_newcomers_in_the_long_run(long bytesPerSecond, double perSecond)
    {
        const int Seconds = 200;
        var pace = new AcceptPace();
        int accepted = 0;
        for (int second = 0; second < Seconds; second++) accepted += AcceptAll(pace, bytesPerSecond, isGone: false);
        Assert.InRange(accepted, (perSecond - 0.05) * Seconds, (perSecond + 0.05) * Seconds);
    }

    [Fact]
    public void What_was_not_needed_lets_three_times_as_many_come_for_a_while()
    {
        var pace = new AcceptPace();
        for (int second = 0; second < 60; second++) pace.Refill(20_000, s_options);
        Assert.Equal(17, AcceptAll(pace, 20_000, isGone: false));
        int seconds = 1;
        while (AcceptAll(pace, 20_000, isGone: false) == 17) seconds++;
        Assert.InRange(seconds, 8, 11);
        Assert.InRange(AcceptAll(pace, 20_000, isGone: false), 5, 6);
    }

    [Fact]
    public void Who_has_left_before_it_is_greeted_counts_for_less()
    {
        var pace = new AcceptPace();
        Assert.InRange(AcceptAll(pace, 20_000, isGone: true), 18, 24);
    }

    private static int AcceptAll(AcceptPace pace, long bytesPerSecond, bool isGone)
    {
        pace.Refill(bytesPerSecond, s_options);
        int accepted = 0;
        for (; pace.HasLeft; accepted++) pace.Spend(isGone);
        return accepted;
    }
}
