using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Local service discovery (BEP 14): two machines on one cable, and clients that have an info-hash and no tracker.</summary>
public sealed class LocalDiscoveryTests
{
    private const string BoxAddress = "10.88.0.1", NeighbourAddress = "10.88.0.2", NeighbourAddressV6 = "fd88::2";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(NeighbourAddress + ":7000")]
    [InlineData("[" + NeighbourAddressV6 + "]:7000")]
    public async Task Neighbour_that_comes_later_is_found_and_served_over(string listen)
    {
        await LibTorrent.RequireAsync();
        await RunAsync((neighbour, magnet, folder) =>
            RunningProcess.RequireAsync(neighbour.Inside(LibTorrent.Python, LibTorrent.Script("libtorrent_neighbour.py"), listen, folder, magnet), s_limit));
    }

    [SkippableFact]
    public async Task Neighbour_that_asks_for_the_metadata_first_is_found_twice()
    {
        string aria2 = ExternalTool.Require("aria2", "aria2c");
        await RunAsync((neighbour, magnet, folder) => RunningProcess.RequireAsync(neighbour.Inside(
            aria2, "--no-conf=true", "--quiet=true", $"--dir={folder}", "--listen-port=7000", "--disable-ipv6=true", "--enable-dht=false", "--bt-enable-lpd=true",
            $"--bt-lpd-interface={NeighbourAddress}", "--enable-peer-exchange=false", "--file-allocation=none", "--seed-time=0", magnet), s_limit));
    }

    [SkippableFact]
    public async Task Neighbour_that_is_there_first_finds_the_box()
    {
        string daemon = ExternalTool.Require("transmission-daemon", "transmission-daemon"), remote = ExternalTool.Require("transmission-cli", "transmission-remote");
        RunningProcess? waiting = null;
        try
        {
            await RunAsync(
                async (neighbour, _, folder) => await Wait.UntilAsync(async () => (await AskAsync(neighbour, "--list")).Contains(" 100% ", StringComparison.Ordinal), s_limit, () => waiting!.Output),
                async (neighbour, magnet, folder) =>
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, "settings.json"), JsonSerializer.Serialize(new Dictionary<string, object>
                    {
                        ["download-dir"] = folder,
                        ["rpc-bind-address"] = "127.0.0.1",
                        ["rpc-whitelist-enabled"] = false,
                        ["peer-port"] = 7000,
                        ["lpd-enabled"] = true,
                        ["dht-enabled"] = false,
                        ["pex-enabled"] = false,
                        ["utp-enabled"] = false,
                        ["port-forwarding-enabled"] = false,
                    }));
                    waiting = RunningProcess.Start(neighbour.Inside(daemon, "-f", "-g", folder));
                    await Wait.UntilAsync(async () => (await AskAsync(neighbour, "--add", magnet)).Contains("success", StringComparison.Ordinal), s_limit, () => waiting.Output);
                });
        }
        finally
        {
            if (waiting is not null) await waiting.DisposeAsync();
        }

        async Task<string> AskAsync(PrivateNetwork neighbour, params string[] question) =>
            (await RunningProcess.RunAsync(neighbour.Inside([remote, "127.0.0.1:9091", .. question]), s_limit)).Output;
    }

    [SkippableFact]
    public async Task Get_finds_a_neighbour_that_seeds_and_fetches_metadata_and_data_from_it()
    {
        await LibTorrent.RequireAsync();
        await using PrivateNetwork box = await PrivateNetwork.CreateAsync();
        await using PrivateNetwork neighbour = await ConnectAsync(box);
        using var folder = new TemporaryFolder();
        (byte[] payload, string magnet) = await TrackerlessFile.MakeAsync(folder);
        await using RunningProcess seeding = RunningProcess.Start(neighbour.Inside(
            LibTorrent.Python, LibTorrent.Script("libtorrent_neighbour.py"), NeighbourAddress + ":7000", folder["data"], folder["data/payload.torrent"]));
        await Wait.UntilAsync(() => seeding.HasExited || seeding.Output.Contains("seeding", StringComparison.Ordinal), s_limit, () => seeding.Output);

        string output = await RunningProcess.RequireAsync(box.Inside(EdgeSeedProcess.Binary, "get", magnet, "--dir", folder.Create("target"), "--no-seed"), s_limit);
        byte[] downloaded = await File.ReadAllBytesAsync(folder["target/payload.bin"]);
        Assert.True(payload.AsSpan().SequenceEqual(downloaded), output);
    }

    /// <summary>Serves a file, has a neighbour download it, and compares.</summary>
    /// <param name="download">Called with the neighbour's network, a magnet link without trackers and a folder.</param>
    /// <param name="before">The same before the box is there.</param>
    private static async Task RunAsync(Func<PrivateNetwork, string, string, Task> download, Func<PrivateNetwork, string, string, Task>? before = null)
    {
        await using PrivateNetwork box = await PrivateNetwork.CreateAsync();
        await using PrivateNetwork neighbour = await ConnectAsync(box);
        using var folder = new TemporaryFolder();
        (byte[] payload, string magnet) = await TrackerlessFile.MakeAsync(folder);
        string target = folder.Create("target");

        if (before is not null) await before(neighbour, magnet, target);
        await using RunningProcess served = RunningProcess.Start(box.Inside(EdgeSeedProcess.Binary, "serve", folder["data"], "--state", folder.Create("state"), "--no-hardware"));
        await download(neighbour, magnet, target);

        byte[] downloaded = await File.ReadAllBytesAsync(Path.Combine(target, "payload.bin"));
        Assert.True(payload.AsSpan().SequenceEqual(downloaded), served.Output);
        Assert.Equal(0, await served.StopAsync(s_limit));
    }

    /// <summary>A neighbour on the same cable.</summary>
    private static async Task<PrivateNetwork> ConnectAsync(PrivateNetwork box)
    {
        PrivateNetwork neighbour = await box.AddAsync();
        string ip = ExternalTool.Require("iproute2", "ip");
        await ShellAsync(box, $"{ip} link add eth0 type veth peer name eth0 netns {neighbour.Id}");
        await ShellAsync(box, Plug(ip, BoxAddress, "fd88::1"));
        await ShellAsync(neighbour, Plug(ip, NeighbourAddress, NeighbourAddressV6));
        return neighbour;
    }

    private static string Plug(string ip, string address, string addressV6) =>
        $"{ip} address add {address}/24 dev eth0 && {ip} -6 address add {addressV6}/64 dev eth0 nodad && {ip} link set eth0 up && {ip} route add default dev eth0";

    private static Task<string> ShellAsync(PrivateNetwork network, string script) => RunningProcess.RequireAsync(network.Inside("sh", "-c", script), s_limit);
}
