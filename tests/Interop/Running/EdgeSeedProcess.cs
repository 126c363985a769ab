using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeSeed.Interop.Running;

/// <summary>
/// The <c>edgeseed</c> that a user would run: the one just built, or the binary that <c>EDGESEED_BINARY</c> names
/// (CI runs these tests a second time with the Native AOT one).
/// </summary>
internal sealed partial class EdgeSeedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(30);

    private readonly PrivateNetwork _network;
    private readonly RunningProcess _process;

    private EdgeSeedProcess(PrivateNetwork network, RunningProcess process) => (_network, _process) = (network, process);

    /// <summary>Whether a program was named, as it is shipped, and not the one that was built beside these tests.</summary>
    public static bool IsNative => Environment.GetEnvironmentVariable("EDGESEED_BINARY") is { Length: > 0 };

    /// <summary>The program's path.</summary>
    public static string Binary => Environment.GetEnvironmentVariable("EDGESEED_BINARY") is { Length: > 0 } named
        ? named
        : typeof(EdgeSeedProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "EdgeSeedBinary").Value!;

    /// <summary>The page's address inside the network.</summary>
    public static string Page => $"http://{PrivateNetwork.SeederAddress}:6969";

    /// <summary>What it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts <c>edgeseed serve</c> and waits until <paramref name="torrents"/> torrents are seeding.</summary>
    public static Task<EdgeSeedProcess> ServeAsync(PrivateNetwork network, string folder, string state, int torrents, params string[] options) =>
        ServeThroughAsync(network, [], folder, state, torrents, options);

    /// <summary>The same, started by the command <paramref name="through"/>, which must end by becoming it (<c>exec</c>).</summary>
    public static async Task<EdgeSeedProcess> ServeThroughAsync(
        PrivateNetwork network, string[] through, string folder, string state, int torrents, params string[] options)
    {
        RunningProcess process = RunningProcess.Start(network.Inside(
            [.. through, Binary, "serve", folder, "--state", state, "--bind", PrivateNetwork.SeederAddress, "--no-hardware", .. options]));
        var served = new EdgeSeedProcess(network, process);
        await Wait.UntilAsync(async () => process.HasExited || await served.SeedingCountAsync() == torrents, StartLimit, () => process.Output);
        Assert.False(process.HasExited, process.Output);
        return served;
    }

    /// <summary>The paths of all <c>.torrent</c> links on the page, saved into <paramref name="folder"/>.</summary>
    public async Task<IReadOnlyList<string>> SaveTorrentsAsync(string folder)
    {
        string page = await RequireAsync("/");
        var saved = new List<string>();
        foreach (string link in TorrentLink().Matches(page).Select(match => match.Groups[1].Value).Distinct())
        {
            string path = Path.Combine(folder, Path.GetFileName(link));
            await RunningProcess.RequireAsync(_network.Inside("curl", "-sS", "--fail", "-o", path, Page + link), FetchLimit);
            saved.Add(path);
        }
        return saved;
    }

    /// <summary>What the service says of itself: <c>/status.json</c>.</summary>
    public async Task<JsonDocument> StatusAsync() => JsonDocument.Parse(await RequireAsync("/status.json"));

    /// <summary>One of the service's pages as text.</summary>
    public async Task<string> RequireAsync(string path) =>
        await RunningProcess.RequireAsync(_network.Inside("curl", "-sS", "--fail", Page + path), FetchLimit);

    /// <summary>Stops it as systemd would, and checks that it went well.</summary>
    public async Task StopAsync()
    {
        int exitCode = await _process.StopAsync(StopLimit);
        Assert.True(exitCode == 0, $"exit code {exitCode}:\n{_process.Output}");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<int> SeedingCountAsync()
    {
        (int exitCode, string text) = await RunningProcess.RunAsync(_network.Inside("curl", "-s", "--fail", Page + "/status.json"), FetchLimit);
        if (exitCode != 0) return -1;
        using JsonDocument status = JsonDocument.Parse(text);
        return status.RootElement.GetProperty("torrents").EnumerateArray().Count(torrent => torrent.GetProperty("state").GetString() == "seeding");
    }

    [GeneratedRegex("href=\"(/torrents/[0-9a-f]{40}\\.torrent)\"")]
    private static partial Regex TorrentLink();
}
