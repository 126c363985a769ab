using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Tests.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Announcing;

/// <summary>The heap against a plain list, and how many are under way at a time.</summary>
public sealed class AnnounceScheduleTests
{
    [Fact]
    public void Schedule_gives_the_earliest_whatever_was_set_moved_and_removed() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Torrent, short Due, bool IsRemoval)[]>(), steps =>
        {
            var schedule = new AnnounceSchedule();
            ScheduledTorrent[] torrents = [.. Enumerable.Range(0, 256).Select(i => new ScheduledTorrent(AnnouncerFixture.Hash(i), []))];
            var model = new Dictionary<int, long>();
            foreach ((byte torrent, short due, bool isRemoval) in steps)
            {
                if (isRemoval) schedule.Remove(torrents[torrent]);
                else schedule.Set(torrents[torrent], due);
                if (isRemoval) model.Remove(torrent);
                else model[torrent] = due;
                Assert.Equal(model.Count == 0 ? long.MaxValue : model.Values.Min(), schedule.NextDue);
            }
            foreach (long due in model.Values.Order())
            {
                Assert.False(schedule.TryTake(due - 1, out _));
                Assert.True(schedule.TryTake(due, out ScheduledTorrent? taken));
                Assert.Equal((due, -1), (taken.DueAt, taken.Place));
            }
            Assert.False(schedule.TryTake(long.MaxValue - 1, out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task So_many_are_under_way_at_a_time_and_so_many_of_one_tracker()
    {
        var release = new TaskCompletionSource();
        var isFull = new TaskCompletionSource();
        int underWay = 0, most = 0, mostOfFirst = 0, ofFirst = 0;
        await using var tracker = new HttpTrackerFake(async (target, stream) =>
        {
            bool isFirst = target.StartsWith("/announce1?", StringComparison.Ordinal);
            lock (release)
            {
                most = Math.Max(most, ++underWay);
                if (isFirst) mostOfFirst = Math.Max(mostOfFirst, ++ofFirst);
                if (most == 3) isFull.TrySetResult();
            }
            await release.Task;
            lock (release)
            {
                underWay--;
                if (isFirst) ofFirst--;
            }
            await HttpTrackerFake.OkAsync(stream, "d8:intervali1800e5:peers0:e");
        });
        var options = new AnnouncerOptions { MaxConcurrent = 3, MaxConcurrentTracker = 2, HttpTimeout = TimeSpan.FromDays(1) };
        await using var fixture = new AnnouncerFixture(options);
        for (int i = 1; i <= 12; i++) fixture.AddNumber(i, $"http://127.0.0.1:{tracker.Port}/announce{(i <= 8 ? 1 : i)}");
        // All three turns are taken and held while the others are due: a fourth would come now.
        await isFull.Task.WaitAsync(AnnouncerFixture.Limit);
        for (int i = 0; i < 20; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
        release.SetResult();
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while (Enumerable.Range(1, 12).Any(i => fixture.Announcer.Status(AnnouncerFixture.Hash(i))!.State != AnnounceState.Working))
        {
            Assert.True(limit.Elapsed < AnnouncerFixture.Limit);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
        Assert.Equal(3, most);
        Assert.Equal(2, mostOfFirst);
    }
}
