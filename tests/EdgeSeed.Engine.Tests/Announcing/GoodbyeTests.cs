using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Tests.Simulation;

namespace EdgeSeed.Engine.Tests.Announcing;

/// <summary>Leaving swarms: when a torrent goes, and when the program ends.</summary>
public sealed class GoodbyeTests
{
    private const string Good = "d8:intervali1800e5:peers0:e";

    [Fact]
    public async Task Removed_torrent_says_stopped()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await tracker.RequestAsync();
        Assert.True(fixture.Announcer.Remove(AnnouncerFixture.Hash(1)));
        Assert.Null(fixture.Announcer.Status(AnnouncerFixture.Hash(1)));
        Assert.Contains("event=stopped", await tracker.RequestAsync(), StringComparison.Ordinal);
        await fixture.AttemptsAsync();
        Assert.Equal(0, fixture.Announcer.Count);
        Assert.False(fixture.Announcer.Remove(AnnouncerFixture.Hash(1)));
    }

    [Fact]
    public async Task Torrent_that_no_tracker_knows_goes_without_a_word()
    {
        await using var tracker = new HttpTrackerFake("d14:failure reason2:noe");
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.True(fixture.Announcer.Remove(AnnouncerFixture.Hash(1)));
        Assert.Equal((0, 1), (fixture.Announcer.Count, tracker.RequestCount));
    }

    [Fact]
    public async Task Torrent_added_again_while_it_leaves_is_announced_after_the_goodbye()
    {
        var goodbye = new TaskCompletionSource();
        await using var tracker = new HttpTrackerFake(async (target, stream) =>
        {
            if (target.Contains("stopped", StringComparison.Ordinal)) await goodbye.Task;
            await HttpTrackerFake.OkAsync(stream, Good);
        });
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        fixture.Announcer.Remove(AnnouncerFixture.Hash(1));
        Assert.Contains("event=started", await tracker.RequestAsync(), StringComparison.Ordinal);
        Assert.Contains("event=stopped", await tracker.RequestAsync(), StringComparison.Ordinal);
        Assert.Equal(AddAnnounceResult.Added, fixture.Add(tracker.Announce));
        Assert.Equal(AddAnnounceResult.AlreadyThere, fixture.Add(tracker.Announce));
        goodbye.SetResult();
        await fixture.AttemptsAsync(2);
        Assert.Contains("event=started", await tracker.RequestAsync(), StringComparison.Ordinal);
        Assert.Equal(AnnounceState.Working, fixture.Status.State);
    }

    [Fact]
    public async Task Removed_in_mid_announce_says_stopped_because_the_tracker_may_know()
    {
        await using var tracker = new HttpTrackerFake((target, stream) =>
            target.Contains("started", StringComparison.Ordinal) ? new TaskCompletionSource().Task : HttpTrackerFake.OkAsync(stream, Good));
        await using var fixture = new AnnouncerFixture();
        fixture.Add(tracker.Announce);
        await tracker.RequestAsync();
        fixture.Announcer.Remove(AnnouncerFixture.Hash(1));
        Assert.Contains("event=stopped", await tracker.RequestAsync(), StringComparison.Ordinal);
        await fixture.AttemptsAsync(2);
        Assert.Equal(0, fixture.Announcer.Count);
    }

    [Fact]
    public async Task End_says_stopped_for_every_torrent()
    {
        const int Torrents = 200;
        await using var tracker = new HttpTrackerFake(Good);
        var fixture = new AnnouncerFixture(new AnnouncerOptions { MaxConcurrentTracker = Torrents, MaxAnnouncesSecondHost = Torrents });
        for (int i = 1; i <= Torrents; i++) fixture.AddNumber(i, tracker.Announce);
        await fixture.AttemptsAsync(Torrents);
        await fixture.Announcer.DisposeAsync();
        var stopped = new HashSet<string>();
        for (int i = 0; i < 2 * Torrents; i++)
        {
            string target = await tracker.RequestAsync();
            if (target.Contains("event=stopped", StringComparison.Ordinal)) stopped.Add(target.Split("info_hash=")[1].Split('&')[0]);
        }
        Assert.Equal(Torrents, stopped.Count);
        Assert.Equal(AddAnnounceResult.TooMany, fixture.AddNumber(1, tracker.Announce));
    }

    [Fact]
    public async Task End_takes_three_seconds_at_most_whatever_trackers_do()
    {
        await using var hung = new HttpTrackerFake((target, stream) =>
            target.Contains("stopped", StringComparison.Ordinal) ? new TaskCompletionSource().Task : HttpTrackerFake.OkAsync(stream, Good));
        await using var silent = new UdpTrackerFake();
        var fixture = new AnnouncerFixture();
        for (int i = 1; i <= 20; i++)
        {
            fixture.AddNumber(i, i % 2 == 0 ? hung.Announce : silent.Announce);
            await fixture.AttemptsAsync();
        }
        for (int i = 0; i < 10; i++) await hung.RequestAsync();
        silent.Twist = (_, _) => null;
        Task end = fixture.Announcer.DisposeAsync().AsTask();
        await hung.RequestAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(end.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await end.WaitAsync(AnnouncerFixture.Limit);
        Assert.Equal(0, fixture.Announcer.Count);
    }

    [Fact]
    public async Task End_without_torrents_is_immediate()
    {
        var fixture = new AnnouncerFixture();
        Assert.True(fixture.Announcer.DisposeAsync().AsTask().IsCompletedSuccessfully);
        await fixture.Announcer.DisposeAsync();
    }
}
