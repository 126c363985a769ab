using EdgeSeed.Engine.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtPaceTests
{
    private const int Datagram = 150;

    [Theory]
    [InlineData(200, true, true)]
    [InlineData(5_000, true, true)]
    [InlineData(20_000, true, true)]
    [InlineData(5_000, true, false)]
    [InlineData(5_000, false, true)]
    public void Rate_is_kept_whoever_wants_more_and_nearly_used_up(long rate, bool asks, bool answers)
    {
        var pace = new DhtPace { BytesPerSecond = rate };
        long asked = 0, answered = 0;
        const int Seconds = 600;
        for (long now = 0; now < Seconds * 1000; now += 50)
        {
            while (answers && pace.MayAnswer(Datagram, now))
            {
                pace.Answered(Datagram);
                answered += Datagram;
            }
            while (asks && pace.MayAsk(Datagram, now))
            {
                pace.Asked(Datagram);
                asked += Datagram;
            }
        }
        Assert.Equal(asked + answered, pace.TotalBytes);
        Assert.InRange((asked + answered) / (double)(rate * Seconds), 0.95, 1.02);
        if (asks) Assert.InRange(asked, 0.8 * (asked + answered), asked + answered);
        if (asks && answers) Assert.InRange(answered / (double)(rate * Seconds), 0.1, 0.15);
    }
}
