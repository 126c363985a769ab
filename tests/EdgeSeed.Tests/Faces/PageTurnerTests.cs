using EdgeSeed.Faces;
using EdgeSeed.Faces.Pages;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Faces;

public class PageTurnerTests
{
    private static readonly TimeSpan PageTime = TimeSpan.FromSeconds(8);

    private readonly PageTurner _turner = new(PageTime, lettersATurn: 72);
    private TimeSpan _now = TimeSpan.FromDays(1);

    [Fact]
    public void Every_page_has_its_time_in_turn_and_the_address_is_first() => Assert.Equal(
        [PageKind.Address, PageKind.Rate, PageKind.Torrents, PageKind.Peers, PageKind.Drive, PageKind.Problem, PageKind.Address],
        Kinds(PreviewPages.Busy, 7));

    [Fact]
    public void Every_other_page_is_an_alarm_while_there_are_any()
    {
        StatusSnapshot status = PreviewPages.Busy with { Alarms = [new(AlarmCode.NoDrive, ""), new(AlarmCode.BudgetSpent, "")] };
        PageKind[] kinds = Kinds(status, 12);

        for (int i = 1; i < kinds.Length; i++) Assert.Equal(kinds[i] == PageKind.Alarm, kinds[i - 1] != PageKind.Alarm);
    }

    [Fact]
    public void New_alarm_comes_at_once_and_a_known_one_does_not_come_again()
    {
        Kinds(PreviewPages.Busy, 1);
        StatusSnapshot alarmed = PreviewPages.Alarmed(AlarmCode.NoNetwork);

        Assert.Equal(new Page(PageKind.Alarm), _turner.Choose(alarmed, _now, isNext: false));
        _now += PageTime;
        Assert.NotEqual(PageKind.Alarm, _turner.Choose(alarmed, _now, isNext: false).Kind);
        _now += TimeSpan.FromSeconds(1);
        Assert.NotEqual(PageKind.Alarm, _turner.Choose(alarmed, _now, isNext: false).Kind);
    }

    [Fact]
    public void Alarm_stays_until_all_of_its_text_was_seen()
    {
        StatusSnapshot status = PreviewPages.Busy with { Alarms = [new(AlarmCode.Config, new string('x', 200))] };
        Assert.Equal(PageKind.Alarm, _turner.Choose(status, _now, false).Kind);
        Assert.Equal(PageKind.Alarm, _turner.Choose(status, _now + (3.9 * PageTurner.TurnTime), false).Kind);
        Assert.Equal(3, _turner.Turn);
        Assert.NotEqual(PageKind.Alarm, _turner.Choose(status, _now + (4.1 * PageTurner.TurnTime), false).Kind);
    }

    [Fact]
    public void Button_turns_the_page_at_once()
    {
        Assert.Equal(PageKind.Address, _turner.Choose(PreviewPages.Busy, _now, false).Kind);
        Assert.Equal(PageKind.Rate, _turner.Choose(PreviewPages.Busy, _now, isNext: true).Kind);
        Assert.Equal(PageKind.Rate, _turner.Choose(PreviewPages.Busy, _now + PageTime / 2, false).Kind);
    }

    [Theory]
    [InlineData((int)DriveState.Ejecting)]
    [InlineData((int)DriveState.SafeToRemove)]
    public void Drive_that_is_let_go_is_shown_at_once(int state)
    {
        Assert.Equal(PageKind.Address, _turner.Choose(PreviewPages.Busy, _now, false).Kind);
        StatusSnapshot status = PreviewPages.Busy with { Drives = [PreviewPages.Busy.Drives[0] with { State = (DriveState)state }] };
        Assert.Equal(new Page(PageKind.Drive), _turner.Choose(status, _now, false));
    }

    [Fact]
    public void Without_a_network_no_address_is_shown() =>
        Assert.DoesNotContain(PageKind.Address, Kinds(PreviewPages.Busy with { Network = new NetworkStatus([], false) }, 10));

    [Fact]
    public void Stopping_is_all_there_is_to_say_then() =>
        Assert.Equal(PageKind.Stopping, _turner.Choose(PreviewPages.Busy with { Phase = ServicePhase.Stopping }, _now, false).Kind);

    private PageKind[] Kinds(StatusSnapshot status, int count)
    {
        var kinds = new PageKind[count];
        for (int i = 0; i < count; i++, _now += PageTime) kinds[i] = _turner.Choose(status, _now, isNext: false).Kind;
        return kinds;
    }
}
