using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class NeedSentenceTests
{
    [Theory]
    [InlineData(0.25, 0.894, false, "89.4 % of the upload (nobody else has it)")]
    [InlineData(1.0, 0.05, false, "5 % of the upload (others have 1 copy)")]
    [InlineData(50.0, 0.001, false, "0.1 % of the upload (others have 50 copies)")]
    [InlineData(0.0, 0.05, true, "5 % of the upload (given as often as you wanted)")]
    public void Says_the_part_and_why(double copies, double part, bool isShared, string expected) =>
        Assert.Equal(expected, NeedSentence.Of(SampleStatus.Torrent("x") with { Need = new NeedStatus(copies, part, 3, isShared) }));

    [Fact]
    public void Says_what_the_owner_wants()
    {
        PublishedTorrent torrent = SampleStatus.Torrent("x");
        Assert.Null(NeedSentence.Of(torrent));
        Assert.Equal("paused in seed.toml", NeedSentence.Of(torrent with { Wish = new TorrentConfig { Paused = true } }));
        PublishedTorrent limited = torrent with { Wish = new TorrentConfig { Upload = new ByteRate(100_000), Weight = 2 } };
        Assert.Equal("at most 100 KB/s", NeedSentence.Of(limited));
        Assert.Equal("50 % of the upload (nobody else has it, weight 2), at most 100 KB/s", NeedSentence.Of(limited with { Need = new NeedStatus(0, 0.5, 1, false) }));
    }

    [Fact]
    public void Is_the_owners_alone()
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("x") with { Need = new NeedStatus(0, 0.5, 1, false), Wish = new TorrentConfig { Match = "/home/me", Weight = 2 } });
        Assert.Contains("\"reason\": \"only_here\"", SampleStatus.JsonText(status), StringComparison.Ordinal);
        Assert.Contains("\"match\": \"/home/me\"", SampleStatus.JsonText(status), StringComparison.Ordinal);
        Assert.DoesNotContain("/home/me", SampleStatus.JsonText(status.ForPublic()), StringComparison.Ordinal);
        Assert.DoesNotContain("\"need\"", SampleStatus.JsonText(status.ForPublic()), StringComparison.Ordinal);
        Assert.DoesNotContain("of the upload", Web.Pages.List(status.ForPublic()), StringComparison.Ordinal);
    }
}
