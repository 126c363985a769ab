using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>transmission-daemon with nothing but the tracker to find peers; asked through its own remote whether it is done.</summary>
internal sealed class Transmission(string address, int port) : IClient
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>Awaited after its torrents were told to stop and before it is ended: it leaves without a word to trackers it has not answered yet.</summary>
    public Func<Task> BeforeExit { get; init; } = () => Task.CompletedTask;

    public bool SkipsEmptyFiles => true;

    /// <summary>Speaks to nobody whose handshake is not encrypted.</summary>
    public bool RequiresEncryption { get; init; }

    /// <summary>Its remote control speaks IPv4 only.</summary>
    private string RpcAddress => address.Contains(':') ? "127.0.0.1" : address;

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        string daemon = ExternalTool.Require("transmission-daemon", "transmission-daemon");
        string remote = ExternalTool.Require("transmission-cli", "transmission-remote");
        string config = Path.Combine(folder, "..", $"transmission-{port}");
        Directory.CreateDirectory(config);
        await File.WriteAllTextAsync(Path.Combine(config, "settings.json"), Settings(folder));
        string rpc = $"{RpcAddress}:{port + 1}";

        await using RunningProcess running = RunningProcess.Start(network.Inside(daemon, "-f", "-g", config));
        await Wait.UntilAsync(async () => (await Ask("--session-info")).ExitCode == 0, AskLimit, () => running.Output);
        foreach (string torrent in torrents)
        {
            (int exitCode, string answer) = await Ask("--add", torrent);
            Assert.True(exitCode == 0 && answer.Contains("success", StringComparison.Ordinal), answer);
        }
        string listing = "";
        await Wait.UntilAsync(AllDone, limit, () => listing + running.Output);
        await Ask("--torrent", "all", "--stop");
        await BeforeExit();
        await running.StopAsync(StopLimit);

        Task<(int ExitCode, string Output)> Ask(params string[] question) =>
            RunningProcess.RunAsync(network.Inside([remote, rpc, .. question]), AskLimit);

        async Task<bool> AllDone()
        {
            (_, listing) = await Ask("--list");
            return listing.Split('\n').Count(line => line.Contains(" 100% ", StringComparison.Ordinal)) == torrents.Count;
        }
    }

    private string Settings(string folder) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["download-dir"] = folder,
        ["incomplete-dir-enabled"] = false,
        [address.Contains(':') ? "bind-address-ipv6" : "bind-address-ipv4"] = address,
        ["peer-port"] = port,
        ["rpc-bind-address"] = RpcAddress,
        ["rpc-port"] = port + 1,
        ["rpc-whitelist-enabled"] = false,
        ["rpc-host-whitelist-enabled"] = false,
        ["encryption"] = RequiresEncryption ? 2 : 1,
        ["dht-enabled"] = false,
        ["lpd-enabled"] = false,
        ["pex-enabled"] = false,
        ["utp-enabled"] = false,
        ["port-forwarding-enabled"] = false,
        ["download-queue-enabled"] = false,
        ["preallocation"] = 0,
    });
}
