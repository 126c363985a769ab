using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Upload;

namespace EdgeSeed.Tests.Upload;

public sealed class TorrentWishesTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData(Hash, 2)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567", 2)]
    [InlineData("film*", 2)]
    [InlineData("FILM 1.mk?", 2)]
    [InlineData("/srv/publish", 2)]
    [InlineData("/srv/publish/", 2)]
    [InlineData("/srv", 2)]
    [InlineData("1123456789abcdef0123456789abcdef01234567", 1)]
    [InlineData("film", 1)]
    [InlineData("/srv/pub", 1)]
    [InlineData("/srv/publish/film 1.mkv/x", 1)]
    public void Table_counts_for_what_it_matches(string match, double weight) =>
        Assert.Equal(weight, TorrentWishes.Of(new SeedConfig { Torrents = [new TorrentConfig { Match = match, Weight = 2 }] }, Entry()).Weight);

    [Fact]
    public void First_table_that_matches_counts_alone()
    {
        SeedConfig config = Parse("[[torrent]]\nmatch = \"film*\"\nweight = 0.5\n[[torrent]]\nmatch = \"/srv\"\nweight = 3\npaused = true");
        TorrentConfig wish = TorrentWishes.Of(config, Entry());
        Assert.Equal((0.5, false), (wish.Weight, wish.Paused));
    }

    [Fact]
    public void Table_says_everything_to_the_seeder()
    {
        SeedConfig config = Parse("[[torrent]]\nmatch = \"*\"\nweight = 2\nupload = \"100 KB/s\"\nshare_until = 3.5\nannounce = false\npaused = true");
        TorrentConfig wish = TorrentWishes.Of(config, Entry());
        Assert.False(wish.Announce);
        Assert.Equal(new TorrentRule { Weight = 2, BytesPerSecond = 100_000, ShareUntil = 3.5, IsAnnounced = false, IsPaused = true }, TorrentWishes.RuleOf(wish));
        Assert.Same(TorrentRule.Default, TorrentWishes.RuleOf(TorrentWishes.Of(new SeedConfig(), Entry())));
        Assert.Equal(UploadBudget.Unlimited, TorrentRule.Default.BytesPerSecond);
    }

    [Theory]
    [InlineData("[[torrent]]\nmatch = \"\"", "2:9: expected an info-hash, a folder such as")]
    [InlineData("[[torrent]]\nmatch = \"x\"\nweight = 0", "3:10: 0 is out of range: 0.001 to 1000")]
    [InlineData("[[torrent]]\nmatch = \"x\"\nweight = nan", "3:10: NaN is out of range: 0.001 to 1000")]
    [InlineData("[[torrent]]\nmatch = \"x\"\nweight = \"2\"", "3:10: expected a number such as 2, found the string \"2\"")]
    [InlineData("[seeder]\nmax_peers = 2.5", "2:13: expected a whole number such as 500, found a number with a fraction")]
    [InlineData("[torrent]\nmatch = \"x\"", "1:2: expected tables headed [[torrent]], found a table")]
    public void Mistake_is_said_at_its_place(string text, string expected) =>
        Assert.StartsWith("seed.toml:" + expected, Assert.Single(ConfigLoader.Parse(text, "seed.toml", []).Problems).ToString(), StringComparison.Ordinal);

    private static SeedConfig Parse(string text)
    {
        ConfigResult result = ConfigLoader.Parse(text, "seed.toml", []);
        Assert.Empty(result.Problems);
        return result.Config!;
    }

    private static LibraryEntry Entry()
    {
        Assert.True(InfoHash.TryParse(Hash, out InfoHash hash));
        return new LibraryEntry { Root = "/srv/publish", Data = new ContentLocation(LocalPath.FromString("/srv/publish/film 1.mkv")), NameBytes = new ByteText("film 1.mkv"), InfoHash = hash };
    }
}
