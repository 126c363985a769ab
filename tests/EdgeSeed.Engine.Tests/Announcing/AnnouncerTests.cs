using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Tests.Announcing;

/// <summary>Which trackers are asked, in which order, and when again.</summary>
public sealed class AnnouncerTests
{
    private const string Good = "d8:completei4e10:incompletei7e8:intervali1800e5:peers0:e";
    private const string Dead = "http://127.0.0.1:1/announce";

    [Fact]
    public async Task First_announce_says_started_and_later_ones_say_no_event()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        AnnounceRequest first = Parse(await tracker.RequestAsync());
        Assert.Equal(AnnounceEvent.Started, first.Event);
        Assert.Equal(AnnouncerFixture.Hash(1), first.InfoHash);
        Assert.Equal(fixture.PeerId, first.PeerId);
        Assert.Equal((51413, 12345L, 0L, 0L), (first.Port, first.Uploaded, first.Downloaded, first.Left));
        Assert.True(first.Compact);
        Assert.Equal((AnnounceState.Working, 4, 7, tracker.Announce[..^9]), (status.State, status.Seeds, status.Leechers, status.Tracker));

        await fixture.NextAsync();
        AnnounceRequest second = Parse(await tracker.RequestAsync());
        Assert.Equal((AnnounceEvent.None, first.Key), (second.Event, second.Key));
    }

    [Theory]
    [InlineData("8:intervali1800e", 1800)]
    [InlineData("8:intervali0e", 1800)]
    [InlineData("8:intervali-5e", 1800)]
    [InlineData("", 1800)]
    [InlineData("8:intervali1e", 60)]
    [InlineData("8:intervali600e12:min intervali3600e", 3600)]
    [InlineData("8:intervali600e12:min intervali-1e", 600)]
    [InlineData("8:intervali9223372036854775807e", 86400)]
    [InlineData("12:min intervali2147483647e", 86400)]
    public async Task Interval_is_the_trackers_within_bounds(string said, int seconds)
    {
        await using var tracker = new HttpTrackerFake($"d{said}5:peers0:e");
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.InRange(fixture.Next!.Value.TotalSeconds, seconds, seconds + Math.Min(61, seconds * 0.05 + 0.1));
    }

    [Fact]
    public async Task Announces_to_one_host_are_paced_whichever_of_its_addresses_torrents_name()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { MaxAnnouncesSecondHost = 3 });
        for (int i = 1; i <= 10; i++) fixture.AddNumber(i, tracker.Announce.Replace("/announce", $"/{i}/announce"));
        await fixture.AttemptsAsync(10);
        Assert.Equal(3, tracker.RequestCount);
        // Those who wait come back within two seconds and a hundredth; all at one time, else more than three may have been let in by then.
        fixture.Clock.Jump(TimeSpan.FromSeconds(3));
        await fixture.AttemptsAsync(7);
        Assert.Equal(6, tracker.RequestCount);
    }

    /// <summary>To a tracker that knows nothing of BEP 52 these are two swarms.</summary>
    [Fact]
    public async Task Hybrid_is_one_torrent_of_which_trackers_are_told_by_both_names()
    {
        await using var tracker = new HttpTrackerFake((target, stream) => HttpTrackerFake.OkAsync(
            stream, target.Contains("info_hash=%02", StringComparison.Ordinal) ? "d8:completei9e10:incompletei2e8:intervali1800e5:peers0:e" : Good));
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { MaxTorrents = 1, MaxAnnouncesSecondHost = 20 });
        InfoHash first = AnnouncerFixture.Hash(1), second = AnnouncerFixture.Hash(2);
        var hybrid = new AnnouncedTorrent(first, [[tracker.Announce]]) { SecondName = second, IsOurs = true };
        async Task HearAsync(AnnounceEvent said)
        {
            AnnounceRequest[] told = [Parse(await tracker.RequestAsync()), Parse(await tracker.RequestAsync())];
            Assert.Equal([first, second], told.Select(request => request.InfoHash).OrderBy(name => name.ToString()));
            Assert.All(told, request => Assert.Equal(said, request.Event));
            await fixture.AttemptsAsync(2);
        }

        Assert.Equal(AddAnnounceResult.Added, fixture.Announcer.Add(hybrid));
        await HearAsync(AnnounceEvent.Started);
        AnnounceStatus status = fixture.Status;
        Assert.Equal((1, AnnounceState.Working, 9, 7), (fixture.Announcer.Count, status.State, status.Seeds, status.Leechers));
        Assert.Same(status, fixture.Status);
        Assert.Equal(AddAnnounceResult.AlreadyThere, fixture.Announcer.Add(hybrid));
        Assert.Equal(AddAnnounceResult.TooMany, fixture.AddNumber(3, tracker.Announce));
        Assert.True(fixture.Announcer.Complete(first));
        await HearAsync(AnnounceEvent.Completed);
        Assert.True(fixture.Announcer.Remove(first));
        await HearAsync(AnnounceEvent.Stopped);
        Assert.Equal(0, fixture.Announcer.Count);
    }

    [Theory]
    [InlineData("info_hash=%01")]
    [InlineData("info_hash=%02")]
    public async Task Hybrid_of_which_a_tracker_takes_one_name_works(string refused)
    {
        await using var tracker = new HttpTrackerFake((target, stream) => HttpTrackerFake.OkAsync(
            stream, target.Contains(refused, StringComparison.Ordinal) ? "d14:failure reason12:unregisterede" : Good));
        await using var fixture = new AnnouncerFixture();
        fixture.Announcer.Add(new AnnouncedTorrent(AnnouncerFixture.Hash(1), [[tracker.Announce]]) { SecondName = AnnouncerFixture.Hash(2), IsOurs = true });
        await fixture.AttemptsAsync(2);
        AnnounceStatus status = fixture.Status;
        Assert.Equal((AnnounceState.Working, 4, 7, null), (status.State, status.Seeds, status.Leechers, status.Message));
    }

    [Fact]
    public async Task Nothing_is_asked_before_its_time()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1799));
        await fixture.AddNumberAndWaitAsync(2, tracker.Announce);
        Assert.Equal(2, tracker.RequestCount);
    }

    [Fact]
    public async Task Unreachable_tracker_is_asked_ever_more_seldom()
    {
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(Dead);
        for (int failure = 1; failure <= 12; failure++)
        {
            double doubled = Math.Min(30 * Math.Pow(2, failure - 1), 1800);
            Assert.InRange(fixture.Next!.Value.TotalSeconds, doubled * 0.75, doubled * 1.25 + 2);
            Assert.Equal(AnnounceState.Failing, status.State);
            Assert.Contains("cannot be reached", status.Message, StringComparison.Ordinal);
            status = await fixture.NextAsync();
        }
    }

    [Fact]
    public async Task Refusal_is_shown_and_tried_again_ever_more_seldom()
    {
        await using var tracker = new HttpTrackerFake("d14:failure reason17:go away\u001b[31m now!e");
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal((AnnounceState.Failing, @"go away\u{1b}[31m now!"), (status.State, status.Message));
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 22, 40);
        await fixture.NextAsync();
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 45, 77);
        Assert.Equal(AnnounceEvent.Started, Parse(await tracker.RequestAsync()).Event);
        Assert.Equal(AnnounceEvent.Started, Parse(await tracker.RequestAsync()).Event);
    }

    [Theory]
    [InlineData("8:retry ini7e", 420.0)]
    [InlineData("8:retry ini2000000000e", 86400.0)]
    [InlineData("8:retry in5:never", null)]
    public async Task Retry_in_is_respected(string said, double? seconds)
    {
        await using var tracker = new HttpTrackerFake($"d14:failure reason2:no{said}e");
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(seconds is null ? AnnounceState.Refused : AnnounceState.Failing, status.State);
        if (seconds is null) Assert.Null(fixture.Next);
        else Assert.InRange(fixture.Next!.Value.TotalSeconds, seconds.Value, seconds.Value + 2);
    }

    [Fact]
    public async Task Second_tier_is_asked_only_when_the_first_fails()
    {
        await using var first = new HttpTrackerFake("d14:failure reason2:noe");
        await using var second = new HttpTrackerFake(Good);
        await using var third = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync($"{first.Announce} {Dead}", second.Announce, third.Announce);
        Assert.Equal(AnnounceState.Working, status.State);
        Assert.Equal((1, 1, 0), (first.RequestCount, second.RequestCount, third.RequestCount));
    }

    [Fact]
    public async Task Trackers_of_a_tier_are_shuffled_and_who_answers_goes_to_its_front()
    {
        const int Torrents = 64;
        await using var bad = new HttpTrackerFake("d14:failure reason2:noe");
        await using var good = new HttpTrackerFake(Good);
        // The clock goes on while requests are under way: none is to be given up by that.
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { MaxConcurrentTracker = Torrents, MaxAnnouncesSecondHost = 2 * Torrents, HttpTimeout = TimeSpan.FromHours(1) });
        for (int i = 1; i <= Torrents; i++) fixture.AddNumber(i, $"{bad.Announce} {good.Announce}");
        await fixture.AttemptsAsync(Torrents);
        Assert.Equal(Torrents, good.RequestCount);
        int asked = bad.RequestCount;
        Assert.InRange(asked, 1, Torrents - 1);

        fixture.Clock.Advance(TimeSpan.FromMinutes(40));
        await fixture.AttemptsAsync(Torrents);
        Assert.Equal((2 * Torrents, asked), (good.RequestCount, bad.RequestCount));
    }

    [Fact]
    public async Task Own_tracker_is_not_asked()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        Assert.Equal(AddAnnounceResult.NoTracker, fixture.Add("http://own.example/announce udp://own.example:6969"));
        Assert.Null(fixture.Announcer.Status(AnnouncerFixture.Hash(1)));
        AnnounceStatus status = await fixture.AddAndWaitAsync($"http://own.example/announce {tracker.Announce}");
        Assert.Equal(AnnounceState.Working, status.State);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://tracker.example/announce")]
    [InlineData("wss://tracker.example/announce")]
    [InlineData("udp://tracker.example:0/announce")]
    [InlineData("http://tracker.example:0/announce")]
    [InlineData("http://tracker.example:99999/announce")]
    [InlineData("http:///announce")]
    [InlineData("/announce")]
    [InlineData("tracker.example:6969")]
    [InlineData("")]
    [InlineData("\0\u202ehttp://\ud800")]
    public async Task Address_that_is_no_trackers_is_left_out(string address)
    {
        await using var fixture = new AnnouncerFixture();
        Assert.Equal(AddAnnounceResult.NoTracker, fixture.Announcer.Add(new AnnouncedTorrent(AnnouncerFixture.Hash(1), [[address]])));
    }

    [Theory]
    [InlineData("http://0.0.0.0:6969/announce")]
    [InlineData("udp://[::]:6969/announce")]
    [InlineData("http://63/announce")]
    public async Task Host_that_cannot_be_one_is_a_failure(string address)
    {
        // Longer than a name may be, though each of its parts is not.
        string label = new('a', 63);
        await using var fixture = new AnnouncerFixture(lookup: HostNames.LookUpAsync);
        AnnounceStatus status = await fixture.AddAndWaitAsync(address.Replace("//63", $"//{label}.{label}.{label}.{label}.{label}", StringComparison.Ordinal));
        Assert.Equal(AnnounceState.Failing, status.State);
        Assert.Contains("cannot be looked up", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_is_announced_at_once_and_only_once()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture { Progress = new AnnounceProgress(1, 2, 3) };
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(3, Parse(await tracker.RequestAsync()).Left);
        fixture.Progress = new AnnounceProgress(1, 5);
        Assert.True(fixture.Announcer.Complete(AnnouncerFixture.Hash(1)));
        await fixture.AttemptsAsync();
        AnnounceRequest completed = Parse(await tracker.RequestAsync());
        Assert.Equal((AnnounceEvent.Completed, 0L), (completed.Event, completed.Left));
        await fixture.NextAsync();
        Assert.Equal(AnnounceEvent.None, Parse(await tracker.RequestAsync()).Event);
    }

    [Fact]
    public async Task Completion_while_nobody_answers_is_announced_later()
    {
        bool isUp = false;
        await using var tracker = new HttpTrackerFake(_ => isUp ? Good : "d14:failure reason4:downe");
        await using var fixture = new AnnouncerFixture { Progress = new AnnounceProgress(0, 0, 9) };
        await fixture.AddAndWaitAsync(tracker.Announce);
        fixture.Announcer.Complete(AnnouncerFixture.Hash(1));
        await fixture.AttemptsAsync();
        isUp = true;
        await fixture.NextAsync();
        await fixture.AttemptsAsync();
        var events = new List<AnnounceEvent>();
        while (events.Count < tracker.RequestCount) events.Add(Parse(await tracker.RequestAsync()).Event);
        Assert.Equal([AnnounceEvent.Started, AnnounceEvent.Completed], events.TakeLast(2));
    }

    [Fact]
    public async Task Partial_seed_says_so()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture { Progress = new AnnounceProgress(0, 0, 100, IsPartialSeed: true) };
        await fixture.AddAndWaitAsync(tracker.Announce);
        await fixture.NextAsync();
        Assert.Equal(AnnounceEvent.Started, Parse(await tracker.RequestAsync()).Event);
        AnnounceRequest later = Parse(await tracker.RequestAsync());
        Assert.Equal((AnnounceEvent.Paused, 100L), (later.Event, later.Left));
    }

    [Fact]
    public async Task Tracker_back_after_a_network_change_is_asked_at_once()
    {
        bool isUp = false;
        await using var tracker = new HttpTrackerFake((_, stream) =>
            isUp ? HttpTrackerFake.OkAsync(stream, Good) : HttpTrackerFake.SendAsync(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        for (int i = 0; i < 6; i++) await fixture.NextAsync();
        Assert.InRange(fixture.Next!.Value.TotalMinutes, 22, 38);
        isUp = true;
        fixture.Announcer.RetryNow();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(AnnounceState.Working, (await fixture.AttemptsAsync())!.State);
    }

    [Fact]
    public async Task Table_full_refuses_more()
    {
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { MaxTorrents = 2, MaxTrackers = 1, MaxTrackersTorrent = 3 });
        Assert.Equal(AddAnnounceResult.Added, fixture.AddNumber(1, Dead));
        Assert.Equal(AddAnnounceResult.AlreadyThere, fixture.AddNumber(1, Dead));
        Assert.Equal(AddAnnounceResult.TooMany, fixture.AddNumber(2, Dead + "2"));
        Assert.Equal(1, fixture.Announcer.LeftOutTrackers);
        Assert.Equal(AddAnnounceResult.Added, fixture.AddNumber(2, Dead + "2 " + Dead));
        Assert.Equal(AddAnnounceResult.TooMany, fixture.AddNumber(3, Dead));
    }

    private static AnnounceRequest Parse(string target)
    {
        Assert.True(AnnounceQuery.TryParse(System.Text.Encoding.Latin1.GetBytes(target[target.IndexOf('?', StringComparison.Ordinal)..]), out AnnounceRequest request, out QueryError error), error.ToString());
        return request;
    }
}
