using EdgeSeed.Languages;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class StatusSentenceTests
{
    [Fact]
    public void Of_a_seeding_service_says_what_to_whom_and_how_much() =>
        Assert.Equal("Seeding 1 torrent (210 MB) · 1.2 MB/s to 2 peers · 4 MB sent", StatusSentence.Of(SampleStatus.Create(SampleStatus.Torrent("x"))));

    [Fact]
    public void Of_a_service_with_torrents_that_wait_says_how_many_are_offered()
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("x"), SampleStatus.Torrent("y", TorrentPhase.Waiting));
        Assert.StartsWith("Seeding 1 of 2 torrents ", StatusSentence.Of(status), StringComparison.Ordinal);
        Assert.StartsWith("Membagikan 1 dari 2 torrent ", StatusSentence.Of(status, Language.All.Single(language => language.Tag == "id")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_torrents_that_nobody_can_find_says_so_and_what_to_do()
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("film.mkv")) with { Unfindable = 1, Upload = new UploadStatus(0, 0, 0) };
        Assert.Contains(" · Nobody can find 1 torrent: name a tracker, or let this box run one · ", StatusSentence.Of(status), StringComparison.Ordinal);
        Assert.Contains("Nobody can find 1 torrent", Web.Pages.List(status.ForPublic()), StringComparison.Ordinal);
        // Who came by itself hides nothing.
        status = status with { Upload = new UploadStatus(0, 0, 1) };
        Assert.Contains("Nobody can find 1 torrent", Web.Pages.List(status.ForPublic()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_hashing_service_says_how_far() =>
        Assert.StartsWith(
            "Hashing film 50 %, 2 more to come · ",
            StatusSentence.Of(SampleStatus.Create() with { Hashing = new HashingStatus("film", 5, 10, 2) }),
            StringComparison.Ordinal);

    [Fact]
    public void Of_a_hashing_service_says_how_long_it_will_take() =>
        Assert.StartsWith(
            "Hashing film 50 %, 1 min 30 s left · ",
            StatusSentence.Of(SampleStatus.Create() with { Hashing = new HashingStatus("film", 5, 10, 0, SecondsLeft: 90) }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(80, "Seeding 1 torrent (210 MB) · 1.2 MB/s to 2 peers · 4 MB sent · 1 problem")]
    [InlineData(65, "Seeding 1 torrent (210 MB) · 1.2 MB/s to 2 peers · 1 problem")]
    [InlineData(40, "Seeding 1 torrent (210 MB) · 1 problem")]
    [InlineData(20, "Seeding 1 torrent (…")]
    public void In_a_narrow_terminal_what_is_wrong_is_the_last_to_go(int columns, string expected)
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("x")) with { Problems = ["x"] };
        Assert.Equal(expected, StatusSentence.Of(status, columns: columns));
    }

    [Fact]
    public void Of_a_tracker_alone_speaks_of_a_tracker()
    {
        StatusSnapshot status = SampleStatus.Create() with { PeerPort = 0, Tracker = new TrackerFigures { Torrents = 3, Peers = 12, Announces = 1 } };
        Assert.Equal("Tracking 3 torrents · 12 peers · 1 announce", StatusSentence.Of(status));
        Assert.Equal("Tracking 3 torrents · 12 peers", StatusSentence.Of(status, columns: 35));
    }

    [Fact]
    public void Of_a_service_in_trouble_counts_the_problems() =>
        Assert.EndsWith(" · 1 problem", StatusSentence.Of(SampleStatus.Create() with { Problems = ["x"] }), StringComparison.Ordinal);
}
