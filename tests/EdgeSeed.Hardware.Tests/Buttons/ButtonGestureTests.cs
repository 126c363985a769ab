using EdgeSeed.Hardware.Buttons;

namespace EdgeSeed.Hardware.Tests.Buttons;

public class ButtonGestureTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);

    private readonly ButtonGesture _gesture = new(Hold);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Press_is_told_when_it_is_let_go()
    {
        Assert.Empty(Look("...####"));
        Assert.Equal([ButtonPress.Short], Look("..."));
    }

    [Fact]
    public void Two_presses_are_two() => Assert.Equal([ButtonPress.Short, ButtonPress.Short], Look("..###..###.."));

    [Fact]
    public void Contact_that_bounces_is_no_press() => Assert.Empty(Look("..#.#.#...#......"));

    [Fact]
    public void Contact_that_bounces_at_both_ends_of_a_press_is_one() => Assert.Equal([ButtonPress.Short], Look("..#.####.###.#..."));

    [Fact]
    public void Holding_is_told_once_while_it_is_down_and_letting_go_is_no_press()
    {
        Assert.Empty(Look(".." + new string('#', 40)));
        Assert.Equal(_now - TimeSpan.FromMilliseconds(50) - (TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(150)), _gesture.HeldFor(_now - TimeSpan.FromMilliseconds(50)));
        Assert.Equal([ButtonPress.Held], Look(new string('#', 200)));
        Assert.Equal(TimeSpan.Zero, _gesture.HeldFor(_now));
        Assert.Empty(Look("......"));
        Assert.Equal([ButtonPress.Short], Look("###..."));
    }

    [Fact]
    public void Contact_closed_from_the_start_is_no_press_until_it_was_open()
    {
        Assert.Empty(Look(new string('#', 200)));
        Assert.Equal(TimeSpan.Zero, _gesture.HeldFor(_now));
        Assert.Empty(Look("..."));
        Assert.Equal([ButtonPress.Short], Look("###..."));
    }

    private List<ButtonPress> Look(string looks)
    {
        List<ButtonPress> told = [];
        foreach (char look in looks)
        {
            ButtonPress press = _gesture.Look(look == '#', _now);
            if (press != ButtonPress.None) told.Add(press);
            _now += ButtonGesture.LookInterval;
        }
        return told;
    }
}
