using EdgeSeed.Hardware.Leds;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Hardware.Tests.Leds;

public class BlinkEngineTests
{
    private static readonly BlinkPattern Second = BlinkPattern.Even(TimeSpan.FromSeconds(1));

    private readonly ManualTime _time = new();
    private readonly List<HardwareFault> _faults = [];

    [Fact]
    public void Pattern_is_shown_on_time_and_without_drift()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        engine.Show(0, Second);

        for (int i = 0; i < 1000; i++) Advance(engine, 333);

        Assert.Equal((0, false), led.Changes[0]);
        Assert.Equal((0, true), led.Changes[1]);
        Assert.All(led.Changes.Skip(1).Select((change, index) => (change, index)), item =>
            Assert.Equal((item.index * 500.0, item.index % 2 == 0), item.change));
        Assert.Equal(1 + 667, led.Changes.Count);
    }

    [Fact]
    public void Leds_of_one_pattern_blink_together_whenever_they_got_it()
    {
        var first = new FakeLedLine(_time);
        var second = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(first, second);
        engine.Show(0, Second);
        Advance(engine, 730);

        engine.Show(1, Second);
        Advance(engine, 3000);

        Assert.Equal(first.Changes.Where(change => change.Milliseconds > 730), second.Changes.Where(change => change.Milliseconds > 730));
    }

    [Fact]
    public void Counted_blinks_come_as_often_as_asked_for()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        engine.Show(0, BlinkPattern.Counted(4));

        Advance(engine, 3499);

        Assert.Equal([0, 500, 1000, 1500], led.Changes.Where(change => change.IsOn).Select(change => change.Milliseconds));
    }

    [Fact]
    public void Steady_patterns_want_no_waking()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);

        engine.Show(0, BlinkPattern.On);

        Assert.Equal(TimeSpan.MaxValue, engine.Refresh());
        Assert.Equal([(0, false), (0, true)], led.Changes);
    }

    [Fact]
    public void Same_pattern_again_changes_nothing()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        Assert.True(engine.Show(0, BlinkPattern.On));
        Advance(engine, 1);

        Assert.False(engine.Show(0, BlinkPattern.On));

        Advance(engine, 1);
        Assert.Equal(2, led.Changes.Count);
    }

    [Fact]
    public void Failing_led_is_reported_once_and_left_alone_while_the_other_goes_on()
    {
        var broken = new FakeLedLine(_time);
        var whole = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(broken, whole);
        engine.Show(0, Second);
        engine.Show(1, Second);
        broken.Fault = new HardwareFault("LED", "gone");
        Advance(engine, 1000);
        int changes = broken.Changes.Count;

        Advance(engine, 10_000);

        Assert.Equal([broken.Fault], _faults);
        Assert.Equal(changes, broken.Changes.Count);
        Assert.True(whole.Changes.Count > 20);
    }

    [Fact]
    public void Dispose_gives_the_leds_back_and_stops()
    {
        var led = new FakeLedLine(_time);
        BlinkEngine engine = Engine(led);
        engine.Show(0, Second);

        engine.Dispose();
        int changes = led.Changes.Count;
        Advance(engine, 5000);

        Assert.True(led.IsReleased);
        Assert.Equal(changes, led.Changes.Count);
        Assert.Equal(TimeSpan.MaxValue, engine.Refresh());
    }

    [Fact]
    public void Engine_that_takes_the_place_of_another_keeps_its_rhythm()
    {
        long start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(2300));
        var led = new FakeLedLine(_time);
        using var engine = new BlinkEngine([led], _time, start, _faults.Add);

        engine.Show(0, Second);
        Advance(engine, 2000);

        Assert.Equal([700, 1700], led.Changes.Where(change => change.IsOn).Select(change => change.Milliseconds));
    }

    [Fact]
    public void More_leds_than_the_maximum_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine(new(_time), new(_time), new(_time), new(_time)));

    [Theory]
    [InlineData(100_000, 10_000, 500, 1000)]
    [InlineData(10_000, 100_000, 1000, 500)]
    [InlineData(5_000_000, 1_000, 125, 2000)]
    public void Change_of_rate_cuts_no_blink_short_and_leaves_no_gap(long before, long after, int oldPeriod, int newPeriod)
    {
        for (int at = 4010; at < 6000; at += 70)
        {
            var led = new FakeLedLine(_time);
            using BlinkEngine engine = Engine(led);
            engine.Show(0, BlinkPattern.Activity(before));
            Advance(engine, at);

            engine.Show(0, BlinkPattern.Activity(after));
            Advance(engine, 8000);

            double[] lengths = Lengths(led);
            int changed = Array.FindIndex(lengths, length => length != oldPeriod / 2.0);
            Assert.True(changed % 2 == 0, "it changes where a blink begins");
            Assert.All(lengths.Skip(changed), length => Assert.Equal(newPeriod / 2.0, length));
            Assert.InRange(led.Changes[changed + 1].Milliseconds, at, at + Math.Max(oldPeriod, newPeriod));
        }
    }

    [Fact]
    public void Alarm_is_counted_right_from_its_first_group_to_its_last() =>
        Prop.ForAll<ushort, ushort, byte>((at, until, kinds) =>
        {
            BlinkPattern[] others = [BlinkPattern.Off, BlinkPattern.On, BlinkPattern.Activity(1_000), BlinkPattern.Busy];
            int alarmFor = until * 401 % 20_000;
            var led = new FakeLedLine(_time);
            using BlinkEngine engine = Engine(led);
            engine.Show(0, others[kinds % 4]);
            Advance(engine, at * 37 % 5000);
            engine.Show(0, BlinkPattern.Counted(3));
            Advance(engine, alarmFor);
            engine.Show(0, others[kinds / 4 % 4]);
            Advance(engine, 20_000);

            double[] lengths = Lengths(led);
            List<int> groups = [];
            for (int blink = 0; blink < lengths.Length; blink += 2)
            {
                if (lengths[blink] != 250) continue;
                if (blink == 0 || lengths[blink - 1] >= 1500) groups.Add(0);
                groups[^1]++;
            }
            return groups.TrueForAll(count => count == 3) && (groups.Count > 0 || until * 401 % 20_000 < 8500);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wish_that_was_taken_back_changes_nothing()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        engine.Show(0, Second);
        Advance(engine, 1200);

        engine.Show(0, BlinkPattern.Counted(2));
        Advance(engine, 100);
        engine.Show(0, Second);
        Advance(engine, 10_000);

        Assert.All(Lengths(led), length => Assert.Equal(500, length));
    }

    private BlinkEngine Engine(params FakeLedLine[] lines) => new(lines, _time, _time.GetTimestamp(), _faults.Add);

    /// <summary>Lets time pass, and the engine do its work whenever it asked for it.</summary>
    private void Advance(BlinkEngine engine, double milliseconds)
    {
        var left = TimeSpan.FromMilliseconds(milliseconds);
        while (engine.Refresh() is var next && next <= left)
        {
            _time.Advance(next);
            left -= next;
        }
        _time.Advance(left);
    }

    /// <summary>Milliseconds from each edge to the next, from the first light on.</summary>
    private static double[] Lengths(FakeLedLine led) =>
        [.. led.Changes.Skip(2).Zip(led.Changes.Skip(1), (after, before) => after.Milliseconds - before.Milliseconds)];
}
