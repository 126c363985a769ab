using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>A box with torrents but no data becomes a mirror where the configuration names a place for it.</summary>
public sealed class MirrorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Serve_fetches_what_torrents_without_data_name_and_seeds_it_then()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        byte[] payload = new byte[5_000_001];
        new Random(31).NextBytes(payload);
        folder.Create("data");
        await File.WriteAllBytesAsync(folder["data/payload.bin"], payload);
        folder.Create("card");
        folder.Create("mirror");
        string tool = ExternalTool.Require("mktorrent", "mktorrent");
        await RunningProcess.RequireAsync([tool, "-l", "16", "-w", "http://10.77.0.9:8080/payload.bin", "-o", folder["card/payload.torrent"], folder["data/payload.bin"]], Limit);
        await using RunningProcess server = await GetTests.StartWebServerAsync(network, folder["data"]);
        await File.WriteAllTextAsync(folder["seed.toml"], $"""
            [library]
            folders = ["{folder["card"]}"]
            fetch_to = "{folder["mirror"]}"
            fetch_reserve = "1 MB"
            download = "1 MB/s"
            """);
        await using RunningProcess serving = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "serve", "--config", folder["seed.toml"], "--state", folder["state"], "--bind", PrivateNetwork.SeederAddress, "--no-hardware"));
        await Wait.UntilAsync(async () => serving.HasExited || await IsHalfFetchedAsync(network), Limit, () => serving.Output);
        await Wait.UntilAsync(() => serving.HasExited || File.Exists(folder["mirror/payload.bin"]), Limit, () => serving.Output);
        Assert.Equal(payload, await File.ReadAllBytesAsync(folder["mirror/payload.bin"]));
        await Wait.UntilAsync(async () => serving.HasExited || (await StatusAsync(network)).Contains("\"seeding\"", StringComparison.Ordinal), Limit, () => serving.Output);
        Assert.False(serving.HasExited, serving.Output);
        // What the library has not hashed yet is not fetched again.
        Assert.False(Directory.Exists(folder["mirror/.incoming"]), serving.Output);
        Assert.Equal(["payload.torrent"], Directory.GetFileSystemEntries(folder["card"]).Select(Path.GetFileName));
    }

    /// <summary>Whether the state says that it is on its way, and how far.</summary>
    private static async Task<bool> IsHalfFetchedAsync(PrivateNetwork network)
    {
        string status = await StatusAsync(network);
        if (!status.StartsWith('{')) return false;
        using JsonDocument document = JsonDocument.Parse(status);
        foreach (JsonElement torrent in document.RootElement.GetProperty("torrents").EnumerateArray())
        {
            if (torrent.GetProperty("state").GetString() == "fetching" && torrent.GetProperty("fetched_bytes").GetInt64() is > 0 and < 5_000_001) return true;
        }
        return false;
    }

    private static async Task<string> StatusAsync(PrivateNetwork network) =>
        (await RunningProcess.RunAsync(network.Inside("curl", "-s", "--fail", EdgeSeedProcess.Page + "/status.json"), Limit)).Output;
}
