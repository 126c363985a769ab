using EdgeSeed.Hardware.Leds;

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

        for (int i = 0; i < 1000; i++) _time.Advance(TimeSpan.FromMilliseconds(333));

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
        _time.Advance(TimeSpan.FromMilliseconds(730));

        engine.Show(1, Second);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(first.Changes.Where(change => change.Milliseconds > 730), second.Changes.Where(change => change.Milliseconds > 730));
    }

    [Fact]
    public void Counted_blinks_come_as_often_as_asked_for()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        engine.Show(0, BlinkPattern.Counted(4));

        _time.Advance(TimeSpan.FromMilliseconds(3499));

        Assert.Equal([0, 500, 1000, 1500], led.Changes.Where(change => change.IsOn).Select(change => change.Milliseconds));
    }

    [Fact]
    public void Steady_patterns_set_no_timer()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);

        engine.Show(0, BlinkPattern.On);

        Assert.Equal(0, _time.TimersSet);
        Assert.Equal([(0, false), (0, true)], led.Changes);
    }

    [Fact]
    public void Same_pattern_again_changes_nothing()
    {
        var led = new FakeLedLine(_time);
        using BlinkEngine engine = Engine(led);
        engine.Show(0, BlinkPattern.On);

        engine.Show(0, BlinkPattern.On);

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
        _time.Advance(TimeSpan.FromSeconds(1));
        int changes = broken.Changes.Count;

        _time.Advance(TimeSpan.FromSeconds(10));

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
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(led.IsReleased);
        Assert.Equal(changes, led.Changes.Count);
        Assert.Equal(0, _time.TimersSet);
    }

    [Fact]
    public void Engine_that_takes_the_place_of_another_keeps_its_rhythm()
    {
        long start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(2300));
        var led = new FakeLedLine(_time);
        using var engine = new BlinkEngine([led], _time, start, _faults.Add);

        engine.Show(0, Second);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([0, 700, 1700], led.Changes.Where(change => change.IsOn).Select(change => change.Milliseconds));
    }

    [Fact]
    public void More_leds_than_the_maximum_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine(new(_time), new(_time), new(_time), new(_time)));

    private BlinkEngine Engine(params FakeLedLine[] lines) => new(lines, _time, _time.GetTimestamp(), _faults.Add);
}
