using EdgeSeed.Status;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Commands;

/// <summary>What the owner's page can do, from the terminal.</summary>
public sealed class OwnerCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Running_service_does_what_the_terminal_says_and_status_shows_it_at_once()
    {
        _folder.Fill("data/film.mkv", 30_000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        await DoAsync("pause");
        Assert.Contains("paused by hand", await DoAsync("status"), StringComparison.Ordinal);
        await DoAsync("limit", "200 KB/s", "--hours", "3");
        Assert.Contains("limit 200 KB/s (by hand, for another 3 h)", await DoAsync("status"), StringComparison.Ordinal);
        await DoAsync("resume");
        Assert.Contains("no limit", await DoAsync("status"), StringComparison.Ordinal);
        Assert.Contains("film.mkv is checked again", await DoAsync("recheck", torrent.InfoHash), StringComparison.Ordinal);
        CommandOutcome unknown = await CommandOutcome.RunAsync("recheck", new string('0', 40), "--state", _folder["state"]);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("there is no torrent", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'2x' is no rate", "limit", "2x")]
    [InlineData("'0' is no rate", "limit", "0")]
    [InlineData("Did you mean \"4 KB/s\" or \"4 kbit/s\"?", "limit", "4k")]
    [InlineData("Did you mean \"20 KB/s\"?", "limit", "20")]
    [InlineData("'edgeseed pause' uploads nothing.\n", "limit", "999999999TB/s")]
    [InlineData("--hours is a number", "limit", "2 MB/s", "--hours", "0")]
    [InlineData("INFOHASH is 40 hexadecimal digits", "recheck", "film.mkv")]
    public async Task Mistake_is_said_before_anybody_is_asked(string said, params string[] line)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync(line);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    private async Task<string> DoAsync(params string[] line)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync([.. line, "--state", _folder["state"]]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        return outcome.Output;
    }
}
