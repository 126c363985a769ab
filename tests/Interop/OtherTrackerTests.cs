using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>A found torrent is announced to its own tracker, which is not ours, and clients find us through that one alone.</summary>
public sealed partial class OtherTrackerTests
{
    private const string TrackerAddress = "10.77.0.9";
    private const int TrackerPort = 6970, SecurePort = 6443;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [SkippableTheory]
    [InlineData("opentracker", "http")]
    [InlineData("opentracker", "udp")]
    [InlineData("opentracker", "https")]
    [InlineData("edgeseed", "http")]
    [InlineData("edgeseed", "udp")]
    public async Task Serve_is_found_through_a_torrents_own_tracker(string software, string scheme)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await MakeTorrentAsync(folder, $"{scheme}://{TrackerAddress}:{(scheme == "https" ? SecurePort : TrackerPort)}/announce");
        var certificate = new TestCertificate(folder, TrackerAddress);
        Assert.True(MetainfoParser.TryParse(await File.ReadAllBytesAsync(torrent), new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.ToString());
        string infoHash = metainfo.InfoHash.ToString();
        await using RunningProcess tracker = software == "opentracker"
            ? await StartOpenTrackerAsync(network, folder, infoHash)
            : await StartEdgeSeedAsync(network, folder);
        await using RunningProcess? proxy = scheme == "https" ? await StartProxyAsync(network, certificate) : null;

        await using EdgeSeedProcess served =
            await EdgeSeedProcess.ServeThroughAsync(network, certificate.Trusting, folder["data"], folder.Create("state"), torrents: 1);
        await Wait.UntilAsync(async () => await StateAsync(served) == "working", Limit, () => served.RequireAsync("/status.json").Result);
        Assert.Equal(1, await CompleteAsync(network, infoHash));
        string scraped = await RunningProcess.RequireAsync(network.Inside([.. certificate.Trusting, EdgeSeedProcess.Binary, "show", "--scrape", torrent]), Limit);
        Assert.Matches($"Swarm +{scheme}://{TrackerAddress}:[0-9]+/announce: 1 seed, 0 downloaders, 0 finished downloads", scraped);
        // aria2 asks UDP trackers only through the socket of its DHT.
        IClient client = scheme == "udp" ? new LibTorrent("10.77.0.3", 53003) : new Aria2("10.77.0.3", 53003) { Authority = certificate.Authority };
        await client.DownloadAsync(network, [torrent], folder.Create("target"), Limit);
        Assert.Equal(await File.ReadAllBytesAsync(folder["data/payload.bin"]), await File.ReadAllBytesAsync(folder["target/payload.bin"]));

        int complete = await CompleteAsync(network, infoHash);
        await served.StopAsync();
        await Wait.UntilAsync(async () => await CompleteAsync(network, infoHash) == complete - 1, Limit, () => $"still {complete}: {tracker.Output}");
    }

    /// <summary>The tracker knows nothing of BEP 52, and the client no name but the second.</summary>
    [SkippableFact]
    public async Task Client_of_version_2_alone_finds_a_hybrid_through_a_tracker_to_which_it_is_two_swarms()
    {
        await LibTorrent.RequireAsync();
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string announce = $"http://{TrackerAddress}:{TrackerPort}/announce";
        Metainfo hybrid = Version2Sample.Read(await Version2Sample.MakeAsync(folder, "libtorrent", "hybrid", announce));
        string[] names = [hybrid.InfoHash.ToString(), hybrid.SecondName!.Value.ToString()];
        await using RunningProcess tracker = await StartEdgeSeedAsync(network, folder);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 1);
        foreach (string name in names) await Wait.UntilAsync(async () => await CompleteAsync(network, name) == 1, Limit, () => tracker.Output);
        // One row, and of both swarms the larger one's seeds: this box is in each.
        await Wait.UntilAsync(async () => await OthersAsync(served) is var others && others.GetProperty("state").GetString() == "working"
            && others.GetProperty("seeds").ToString() == "1", Limit, () => served.RequireAsync("/status.json").Result);
        string magnet = $"magnet:?xt=urn:btmh:1220{hybrid.InfoHashV2}&tr={Uri.EscapeDataString(announce)}";
        await new LibTorrent("10.77.0.3", 53003).DownloadAsync(network, [magnet], folder.Create("target"), Limit);
        Assert.Equal(SampleFolder.Digest(folder["data"]).Where(line => !line.Contains(".torrent ", StringComparison.Ordinal)), SampleFolder.Digest(folder["target"]));
        int[] complete = [await CompleteAsync(network, names[0]), await CompleteAsync(network, names[1])];
        await served.StopAsync();
        foreach ((string name, int before) in names.Zip(complete))
            await Wait.UntilAsync(async () => await CompleteAsync(network, name) == before - 1, Limit, () => $"{name} is still {before}: {tracker.Output}");
    }

    private static async Task<string> MakeTorrentAsync(TemporaryFolder folder, string announce)
    {
        byte[] payload = new byte[3_000_000];
        new Random(12).NextBytes(payload);
        folder.Create("data");
        await File.WriteAllBytesAsync(folder["data/payload.bin"], payload);
        string torrent = folder["data/payload.torrent"];
        string tool = ExternalTool.Require("mktorrent", "mktorrent");
        await RunningProcess.RequireAsync([tool, "-a", announce, "-o", torrent, folder["data/payload.bin"]], Limit);
        return torrent;
    }

    /// <summary>Debian's build tracks only what is on a list. As root it goes into its folder for good and becomes nobody.</summary>
    private static async Task<RunningProcess> StartOpenTrackerAsync(PrivateNetwork network, TemporaryFolder folder, string infoHash)
    {
        string opentracker = ExternalTool.Require("opentracker", "opentracker");
        string home = folder.Create("opentracker");
        await File.WriteAllTextAsync(Path.Combine(home, "list"), infoHash + "\n");
        string port = $"{TrackerPort}";
        RunningProcess tracker = RunningProcess.Start(
            network.Inside(opentracker, "-i", TrackerAddress, "-p", port, "-P", port, "-d", home, "-w", "list"), home);
        return await ReadyAsync(network, tracker, "/scrape");
    }

    private static async Task<RunningProcess> StartEdgeSeedAsync(PrivateNetwork network, TemporaryFolder folder)
    {
        RunningProcess tracker = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "track", "--port", $"{TrackerPort}", "--bind", TrackerAddress, "--state", folder["tracker.state"]));
        return await ReadyAsync(network, tracker, "/healthz");
    }

    /// <summary>Speaks TLS for a tracker that does not.</summary>
    private static async Task<RunningProcess> StartProxyAsync(PrivateNetwork network, TestCertificate certificate)
    {
        string python = ExternalTool.Require("python3", "python3");
        RunningProcess proxy = RunningProcess.Start(network.Inside(
            python, LibTorrent.Script("tls_proxy.py"), TrackerAddress, $"{SecurePort}", $"{TrackerPort}", certificate.Certificate, certificate.Key));
        await Wait.UntilAsync(() => proxy.HasExited || proxy.Output.Contains("ready", StringComparison.Ordinal), Limit, () => proxy.Output);
        Assert.False(proxy.HasExited, proxy.Output);
        return proxy;
    }

    private static async Task<RunningProcess> ReadyAsync(PrivateNetwork network, RunningProcess tracker, string path)
    {
        await Wait.UntilAsync(
            async () => tracker.HasExited || (await RunningProcess.RunAsync(network.Inside("curl", "-s", "-o", "/dev/null", Url(path)), Limit)).ExitCode == 0,
            Limit, () => tracker.Output);
        Assert.False(tracker.HasExited, tracker.Output);
        return tracker;
    }

    private static async Task<string?> StateAsync(EdgeSeedProcess served) => (await OthersAsync(served)).GetProperty("state").GetString();

    private static async Task<JsonElement> OthersAsync(EdgeSeedProcess served)
    {
        using JsonDocument status = await served.StatusAsync();
        return Assert.Single(status.RootElement.GetProperty("torrents").EnumerateArray()).GetProperty("other_trackers").Clone();
    }

    /// <summary>Complete peers that the tracker counts; 0 when it no longer knows the torrent.</summary>
    private static async Task<int> CompleteAsync(PrivateNetwork network, string infoHash)
    {
        string escaped = string.Concat(Convert.FromHexString(infoHash).Select(b => $"%{b:x2}"));
        string reply = await RunningProcess.RequireAsync(network.Inside("curl", "-s", "--output", "-", Url($"/scrape?info_hash={escaped}")), Limit);
        return int.TryParse(Complete().Match(reply).Groups[1].Value, out int complete) ? complete : 0;
    }

    private static string Url(string path) => $"http://{TrackerAddress}:{TrackerPort}{path}";

    [GeneratedRegex("8:completei(\\d+)e")]
    private static partial Regex Complete();
}
