using EdgeSeed.Engine.Announcing;

namespace EdgeSeed.Engine.Tests.Announcing;

public sealed class TrackerScrapeTests
{
    [Theory]
    // BEP 48's examples; but a slash in the query is none of the path's.
    [InlineData("/announce", "/scrape")]
    [InlineData("/x/announce", "/x/scrape")]
    [InlineData("/announce.php", "/scrape.php")]
    [InlineData("/a", null)]
    [InlineData("/announce?x2%0644", "/scrape?x2%0644")]
    [InlineData("/announce?x=2/4", "/scrape?x=2/4")]
    [InlineData("/x%064announce", null)]
    [InlineData("/announce/more", null)]
    [InlineData("", null)]
    public void Address_for_scrapes_is_made_of_the_last_part_of_the_path(string announce, string? scrape) => Assert.Equal(scrape, TrackerScrape.PathOf(announce));
}
