using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Tests.Simulation;

namespace EdgeSeed.Engine.Tests.Sessions;

public class RangeReadTests
{
    [Fact]
    public async Task Reads_that_nobody_wants_any_more_are_passed_over_and_end_when_the_drive_comes_to_them()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        fixture.Disk.Hang();
        Task<RangeOutcome> first = fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[10]);
        await fixture.Disk.Begun.Task;
        using var leaving = new CancellationTokenSource();
        Task<RangeOutcome>[] abandoned = [.. Enumerable.Range(0, 20).Select(_ => fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[10], leaving.Token))];
        byte[] wanted = new byte[10];
        Task<RangeOutcome> last = fixture.Session.ReadRangeAsync(fixture.InfoHash, 100, wanted);
        await fixture.Session.ReadStatusAsync();
        await leaving.CancelAsync();
        Assert.DoesNotContain(abandoned, read => read.IsCompleted);

        fixture.Disk.Release();
        Assert.Equal(RangeOutcome.Good, await first);
        Assert.All(await Task.WhenAll(abandoned), outcome => Assert.Equal(RangeOutcome.Cancelled, outcome));
        Assert.Equal(RangeOutcome.Good, await last);
        Assert.Equal(PatternBlocks.Range(100, 10), wanted);
        Assert.Equal(2, fixture.Disk.Reads);
    }

    [Fact]
    public async Task More_reads_than_may_wait_are_refused_and_taken_again_once_there_is_room()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { MaxRangeReads = 4 });
        fixture.Disk.Hang();
        Task<RangeOutcome>[] taken = [.. Enumerable.Range(0, 4).Select(_ => fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[10]))];
        Assert.Equal(RangeOutcome.Busy, await fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[10]));
        fixture.Disk.Release();
        Assert.All(await Task.WhenAll(taken), outcome => Assert.Equal(RangeOutcome.Good, outcome));
        Assert.Equal(RangeOutcome.Good, await fixture.Session.ReadRangeAsync(fixture.InfoHash, 0, new byte[10]));
    }
}
