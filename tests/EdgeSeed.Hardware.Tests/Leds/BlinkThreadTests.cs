using EdgeSeed.Hardware.Leds;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Hardware.Tests.Leds;

public class BlinkThreadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Busy_thread_pool_delays_no_edge()
    {
        const int Work = 200;
        using var release = new ManualResetEventSlim();
        using var ended = new CountdownEvent(Work);
        var led = new CountingLed(edges: 20);
        using BlinkThread leds = Started(led);
        try
        {
            for (int i = 0; i < Work; i++) ThreadPool.QueueUserWorkItem(_ => { release.Wait(); ended.Signal(); });

            leds.Show(0, BlinkPattern.Even(TimeSpan.FromMilliseconds(4)));

            Assert.True(led.Edges.Wait(Limit));
        }
        finally
        {
            release.Set();
            ended.Wait();
        }
    }

    [Fact]
    public void Dispose_ends_it_and_gives_the_leds_back()
    {
        var led = new CountingLed(edges: 3);
        BlinkThread leds = Started(led);
        leds.Show(0, BlinkPattern.Even(TimeSpan.FromMilliseconds(4)));
        Assert.True(led.Edges.Wait(Limit));

        leds.Dispose();
        leds.Dispose();

        Assert.True(led.IsReleased);
    }

    private static BlinkThread Started(LedLine led) =>
        new(new BlinkEngine([led], TimeProvider.System, TimeProvider.System.GetTimestamp(), _ => { }), Supervisor.Alone(TimeProvider.System));

    private sealed class CountingLed(int edges) : LedLine
    {
        public override string Name => "LED";

        public CountdownEvent Edges { get; } = new(edges);

        public bool IsReleased { get; private set; }

        public override HardwareFault? Set(bool isOn)
        {
            if (!Edges.IsSet) Edges.Signal();
            return null;
        }

        protected override void Release() => IsReleased = true;
    }
}
