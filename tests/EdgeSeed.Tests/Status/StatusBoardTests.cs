using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class StatusBoardTests
{
    [Fact]
    public void Current_asked_often_is_made_once_a_second()
    {
        var time = new ManualTime();
        int taken = 0;
        var board = new StatusBoard(() => SampleStatus.Create() with { UptimeSeconds = ++taken }, time);
        Assert.Equal(1, board.Current.UptimeSeconds);
        time.Advance(StatusBoard.MaxAge - TimeSpan.FromTicks(1));
        Assert.Equal(1, board.Current.UptimeSeconds);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, board.Current.UptimeSeconds);
    }
}
