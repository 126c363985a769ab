using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The DHT (BEP 5, BEP 32): ten nodes of libtorrent, and clients that have an info-hash, a node's address, and no tracker.</summary>
public sealed class DhtTests
{
    private const int NodePort = 7000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(180);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Magnet_without_tracker_is_downloaded_from_the_box_by_libtorrent(bool isIPv6)
    {
        await LibTorrent.RequireAsync();
        await DownloadAsync(isIPv6, entersByBox: isIPv6, (network, magnet, folder, node) => RunningProcess.RequireAsync(
            network.Inside(LibTorrent.Python, LibTorrent.Script("libtorrent_dht.py"), "download", Client(isIPv6), folder, magnet, node), s_limit));
    }

    [SkippableFact]
    public async Task Magnet_without_tracker_is_downloaded_from_the_box_by_aria2()
    {
        await LibTorrent.RequireAsync();
        string aria2 = ExternalTool.Require("aria2", "aria2c");
        await DownloadAsync(isIPv6: false, entersByBox: true, (network, magnet, folder, node) => RunningProcess.RequireAsync(
            network.Inside(
                aria2, "--no-conf=true", "--quiet=true", $"--dir={folder}", $"--interface={Client(false)}", "--listen-port=7100", "--dht-listen-port=7100", "--disable-ipv6=true",
                "--enable-dht=true", $"--dht-entry-point={node}:{NodePort}", $"--dht-file-path={folder}/../aria2.dht", "--bt-enable-lpd=false", "--enable-peer-exchange=false",
                "--file-allocation=none", "--seed-time=0", magnet),
            s_limit));
    }

    [SkippableFact]
    public async Task Magnet_without_tracker_is_downloaded_from_the_box_by_transmission()
    {
        await LibTorrent.RequireAsync();
        string daemon = ExternalTool.Require("transmission-daemon", "transmission-daemon"), remote = ExternalTool.Require("transmission-cli", "transmission-remote");
        await DownloadAsync(isIPv6: false, entersByBox: true, async (network, magnet, folder, node) =>
        {
            string config = Path.Combine(folder, "..", "transmission");
            Directory.CreateDirectory(config);
            await File.WriteAllTextAsync(Path.Combine(config, "dht.bootstrap"), $"{node} {NodePort}\n");
            await File.WriteAllTextAsync(Path.Combine(config, "settings.json"), JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["download-dir"] = folder,
                ["bind-address-ipv4"] = Client(false),
                ["rpc-bind-address"] = "127.0.0.1",
                ["rpc-whitelist-enabled"] = false,
                ["peer-port"] = 7100,
                ["dht-enabled"] = true,
                ["lpd-enabled"] = false,
                ["pex-enabled"] = false,
                ["utp-enabled"] = false,
                ["port-forwarding-enabled"] = false,
            }));
            await using RunningProcess running = RunningProcess.Start(network.Inside(daemon, "-f", "-g", config));
            await Wait.UntilAsync(async () => (await AskAsync("--add", magnet)).Contains("success", StringComparison.Ordinal), s_limit, () => running.Output);
            await Wait.UntilAsync(async () => (await AskAsync("--list")).Contains(" 100% ", StringComparison.Ordinal), s_limit, () => running.Output);

            async Task<string> AskAsync(params string[] question) =>
                (await RunningProcess.RunAsync(network.Inside([remote, "127.0.0.1:9091", .. question]), s_limit)).Output;
        });
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_finds_a_seed_of_libtorrent(bool isIPv6)
    {
        await LibTorrent.RequireAsync();
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        (byte[] payload, string magnet) = await TrackerlessFile.MakeAsync(folder);
        await using RunningProcess nodes = await StartNodesAsync(network, isIPv6);
        await using RunningProcess seeding = RunningProcess.Start(network.Inside(
            LibTorrent.Python, LibTorrent.Script("libtorrent_dht.py"), "seed", Client(isIPv6), folder["data"], folder["data/payload.torrent"], Nodes(isIPv6)[1]));
        await Wait.UntilAsync(() => seeding.HasExited || seeding.Output.Contains("announced", StringComparison.Ordinal), s_limit, () => seeding.Output);

        string node = isIPv6 ? $"[{Nodes(true)[2]}]:{NodePort}" : $"{Nodes(false)[2]}:{NodePort}";
        string output = await RunningProcess.RequireAsync(
            network.Inside(EdgeSeedProcess.Binary, "get", magnet, "--dir", folder.Create("target"), "--no-seed", "--bind", Box(isIPv6), "--dht-node", node), s_limit);
        byte[] downloaded = await File.ReadAllBytesAsync(folder["target/payload.bin"]);
        Assert.True(payload.AsSpan().SequenceEqual(downloaded), output);
    }

    /// <summary>Serves a file that no tracker knows, has a client download it, and compares.</summary>
    /// <param name="isIPv6">Over which family.</param>
    /// <param name="entersByBox">Whether the box's is the only node that the client knows; else another is.</param>
    /// <param name="download">Called with the network, a magnet link, a folder and a node's address.</param>
    private static async Task DownloadAsync(bool isIPv6, bool entersByBox, Func<PrivateNetwork, string, string, string, Task> download)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        (byte[] payload, string magnet) = await TrackerlessFile.MakeAsync(folder);
        string target = folder.Create("target");
        await using RunningProcess nodes = await StartNodesAsync(network, isIPv6);
        string[] known = Nodes(isIPv6);
        string bootstrap = isIPv6 ? $"[{known[0]}]:{NodePort}" : $"{known[0]}:{NodePort}";
        await File.WriteAllTextAsync(
            folder["seed.toml"], $"[service]\ndht_port = {NodePort}\n[seeder]\ndht_bootstrap = [\"{bootstrap}\"]\n[seeder.lan]\ndiscovery = false\n[tracker]\nenabled = false\n");
        string state = folder.Create("state");
        await using RunningProcess served = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "serve", folder["data"], "--config", folder["seed.toml"], "--state", state, "--bind", Box(isIPv6), "--no-hardware"));
        await Wait.UntilAsync(IsAnnouncedAsync, s_limit, () => served.Output);
        await download(network, magnet, target, entersByBox ? Box(isIPv6) : known[^1]);

        byte[] downloaded = await File.ReadAllBytesAsync(Path.Combine(target, "payload.bin"));
        Assert.True(payload.AsSpan().SequenceEqual(downloaded), served.Output);
        Assert.Equal(0, await served.StopAsync(s_limit));
        Assert.True(File.Exists(Path.Combine(state, "dht-nodes")), "The nodes are not remembered.");

        async Task<bool> IsAnnouncedAsync()
        {
            (int exitCode, string text) = await RunningProcess.RunAsync(network.Inside(EdgeSeedProcess.Binary, "status", "--state", state, "--json"), s_limit);
            if (exitCode != 0) return served.HasExited;
            using JsonDocument status = JsonDocument.Parse(text);
            // It begins a little later than the service answers.
            return status.RootElement.GetProperty("dht") is { ValueKind: JsonValueKind.Object } dht && dht.GetProperty("confirmed").GetInt32() > 0;
        }
    }

    private static string Box(bool isIPv6) => isIPv6 ? PrivateNetwork.SeederAddressV6 : PrivateNetwork.SeederAddress;

    private static string Client(bool isIPv6) => isIPv6 ? "fd77::2" : "10.77.0.2";

    private static string[] Nodes(bool isIPv6) => [.. Enumerable.Range(10, 10).Select(number => isIPv6 ? $"fd77::{number}" : $"10.77.0.{number}")];

    private static async Task<RunningProcess> StartNodesAsync(PrivateNetwork network, bool isIPv6)
    {
        RunningProcess nodes = RunningProcess.Start(network.Inside([LibTorrent.Python, LibTorrent.Script("libtorrent_dht.py"), "nodes", .. Nodes(isIPv6)]));
        await Wait.UntilAsync(() => nodes.HasExited || nodes.Output.Contains("ready", StringComparison.Ordinal), s_limit, () => nodes.Output);
        Assert.False(nodes.HasExited, nodes.Output);
        return nodes;
    }
}
