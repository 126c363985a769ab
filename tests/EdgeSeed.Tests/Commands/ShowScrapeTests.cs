using System.Text.Json;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Commands;

/// <summary><c>show --scrape</c> asks this program's own tracker; the interop tests ask others.</summary>
public sealed class ShowScrapeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trackers_say_how_many_have_it_and_what_cannot_be_asked_says_why()
    {
        _folder.Fill("data/film.mkv", 30_000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        int port = service.Page.Port;
        string magnet = $"magnet:?xt=urn:btih:{torrent.InfoHash}&tr=http://127.0.0.1:{port}/announce&tr=udp://127.0.0.1:{port}/announce&tr=http://127.0.0.1:{port}/bt/tracker.php&tr=http://127.0.0.1:1/announce";
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", "--scrape", magnet);
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Contains($"Swarm      http://127.0.0.1:{port}/announce: 1 seed, 0 downloaders, 0 finished downloads\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"Swarm      udp://127.0.0.1:{port}/announce: 1 seed, 0 downloaders, 0 finished downloads\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("tracker.php: this tracker cannot be asked: the last part of its address is not 'announce'\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/announce: cannot be reached: ", outcome.Output, StringComparison.Ordinal);

        outcome = await CommandOutcome.RunAsync("show", "--scrape", "--json", magnet);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement[] scraped = [.. json.RootElement.GetProperty("scraped").EnumerateArray()];
        Assert.Equal((1, 0, 0), (scraped[0].GetProperty("seeds").GetInt32(), scraped[0].GetProperty("leechers").GetInt32(), scraped[0].GetProperty("completed").GetInt32()));
        Assert.StartsWith("cannot be reached", scraped[3].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it names no tracker")]
    [InlineData("&tr=http://127.0.0.1:1/announce", "")]
    public async Task Nobody_who_says_it_is_a_failure(string trackers, string error)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", "--scrape", "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567" + trackers);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
    }
}
