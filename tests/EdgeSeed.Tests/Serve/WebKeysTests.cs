using System.Net;
using EdgeSeed.Status;
using EdgeSeed.Tests.Common;
using EdgeSeed.Tests.Web;

namespace EdgeSeed.Tests.Serve;

/// <summary>The keys of [web] on a running service: what is edited holds for the next request.</summary>
public sealed class WebKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Edits_of_the_page_hold_at_once_and_a_mistake_is_an_alarm()
    {
        _folder.Fill("data/film.mkv", 30_000);
        string config = _folder["seed.toml"];
        await File.WriteAllTextAsync(config, "[service]\nname = \"Desa\"\n");
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"], "--config", config);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        Uri at = service.Page; // web.public_url moves what the service says of itself, not where it is
        string page = await service.Client.GetStringAsync(at);
        Assert.Contains("<h1>Desa</h1>", page, StringComparison.Ordinal);
        Assert.Contains("data-ms=\"2000\"", page, StringComparison.Ordinal);
        PrometheusText.Parse(await service.Client.GetStringAsync(new Uri(at, "metrics")));
        Assert.Contains("film.mkv", await service.Client.GetStringAsync(new Uri(at, $"torrents/{torrent.InfoHash}")), StringComparison.Ordinal);
        Assert.Contains("id=\"c\"", await service.Client.GetStringAsync(new Uri(at, $"live/{torrent.InfoHash}")), StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            config, "[service]\nname = \"Desa\"\n[web]\ntitle = \"Perpustakaan\"\nlanguage = \"id\"\nrefresh = \"7s\"\nmetrics = false\npublic_url = \"http://seed.example/\"\n");
        page = await UntilAsync(service, at, "<h1>Perpustakaan</h1>");
        Assert.Contains("<html lang=\"id\">", page, StringComparison.Ordinal);
        Assert.Contains("data-ms=\"7000\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/metrics", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(service, at, "metrics"));

        await File.WriteAllTextAsync(config, "[web]\ntitel = \"x\"\n");
        page = await UntilAsync(service, at, "class=\"alarm\"");
        Assert.DoesNotContain("titel", page, StringComparison.Ordinal);
        // Behind a proxy (public_url) everybody seems to be here; the terminal shows that it may enter the state directory.
        Assert.DoesNotContain("titel", await service.Client.GetStringAsync(new Uri(at, "status.json")), StringComparison.Ordinal);
        Commands.CommandOutcome told = await Commands.CommandOutcome.RunAsync("status", "--state", _folder["state"]);
        Assert.Contains("titel", told.Output, StringComparison.Ordinal);
        Assert.Contains("<h1>Perpustakaan</h1>", page, StringComparison.Ordinal);
        Assert.Equal("http://seed.example/", (await service.Status.ReadAsync()).PageUrl);

        await File.WriteAllTextAsync(config, "[web]\nenabled = false\n");
        await Eventually.IsAsync(async () => await CodeAsync(service, at, "") == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(service, at, "live"));
        Assert.Equal(HttpStatusCode.NotFound, await CodeAsync(service, at, $"torrents/{torrent.InfoHash}"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(service, at, $"torrents/{torrent.InfoHash}.torrent"));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(service, at, "status.json"));
    }

    private static async Task<string> UntilAsync(RunningService service, Uri at, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            string page = await service.Client.GetStringAsync(at, limit.Token);
            if (page.Contains(text, StringComparison.Ordinal)) return page;
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task<HttpStatusCode> CodeAsync(RunningService service, Uri at, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(at, path));
        return response.StatusCode;
    }
}
