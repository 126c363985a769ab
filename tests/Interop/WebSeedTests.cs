using System.Diagnostics;
using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The files over HTTP: for clients that have nothing but the web seed (BEP 19), and for programs that know nothing of BitTorrent.</summary>
public sealed class WebSeedTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Aria2_and_libtorrent_download_byte_identical_from_the_web_seed_alone()
    {
        string aria2 = ExternalTool.Require("aria2", "aria2c");
        await LibTorrent.RequireAsync();
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        SampleFolder.Fill(folder.Create("data"), largeFileMebibytes: 8);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), SampleFolder.Entries);
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create("torrents"));
        IReadOnlyList<string> published = SampleFolder.Digest(folder["data"]);

        await RunningProcess.RequireAsync(network.Inside(
        [
            aria2, "--no-conf=true", "--quiet=true", $"--dir={folder.Create("aria2")}", "--interface=10.77.0.2", "--listen-port=51000", "--enable-dht=false",
            "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--bt-exclude-tracker=*", "--file-allocation=none", "--seed-time=0", .. torrents,
        ]), s_limit);
        Assert.Equal(published, SampleFolder.Digest(folder["aria2"]));

        await RunningProcess.RequireAsync(network.Inside(
            [LibTorrent.Python, LibTorrent.Script("libtorrent_webseed.py"), "10.77.0.3:51010", folder.Create("libtorrent"), .. torrents]), s_limit);
        Assert.Equal(published, SampleFolder.Digest(folder["libtorrent"]));
        using var status = await served.StatusAsync();
        JsonElement upload = status.RootElement.GetProperty("upload");
        Assert.NotEqual(0, upload.GetProperty("web_bytes").GetInt64());
        Assert.Equal(upload.GetProperty("web_bytes").GetInt64(), upload.GetProperty("total_bytes").GetInt64());
    }

    [SkippableFact]
    public async Task Curl_gets_ranges_resumes_and_keeps_within_the_budget()
    {
        string curl = ExternalTool.Require("curl", "curl");
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        byte[] content = new byte[1_500_000];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("data"), "film ä.mkv"), content);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 1, "--upload", "1MB/s");
        using var status = await served.StatusAsync();
        string url = $"{EdgeSeedProcess.Page}/files/{status.RootElement.GetProperty("torrents")[0].GetProperty("info_hash").GetString()}/film%20%C3%A4.mkv";
        string target = folder["out"];

        long began = Stopwatch.GetTimestamp();
        await FetchAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1.2, 10);
        Assert.Equal(content, await File.ReadAllBytesAsync(target));

        await FetchAsync("--range", "1000-1999");
        Assert.Equal(content[1000..2000], await File.ReadAllBytesAsync(target));
        await FetchAsync("--range", "-500");
        Assert.Equal(content[^500..], await File.ReadAllBytesAsync(target));

        await File.WriteAllBytesAsync(target, content[..777_777]);
        await FetchAsync("--continue-at", "-");
        Assert.Equal(content, await File.ReadAllBytesAsync(target));

        string head = await RunningProcess.RequireAsync(network.Inside(curl, "-sS", "--fail", "--head", url), s_limit);
        Assert.Contains("Content-Length: 1500000", head, StringComparison.Ordinal);
        Assert.Contains("Accept-Ranges: bytes", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: video/x-matroska", head, StringComparison.Ordinal);
        string tag = head.Split('\n').Single(line => line.StartsWith("ETag:", StringComparison.Ordinal))[5..].Trim();
        Assert.Equal("304", await StatusOfAsync("--header", $"If-None-Match: {tag}"));
        Assert.Equal("416", await StatusOfAsync("--range", "1500000-"));
        Assert.Equal("206", await StatusOfAsync("--range", "5-9", "--header", $"If-Range: {tag}"));
        Assert.Equal("200", await StatusOfAsync("--range", "5-9", "--header", "If-Range: \"other\""));

        Task<string> FetchAsync(params string[] options) => RunningProcess.RequireAsync(network.Inside([curl, "-sS", "--fail", "-o", target, .. options, url]), s_limit);

        async Task<string> StatusOfAsync(params string[] options) =>
            (await RunningProcess.RequireAsync(network.Inside([curl, "-sS", "-o", "/dev/null", "-w", "%{http_code}", .. options, url]), s_limit)).Trim();
    }
}
