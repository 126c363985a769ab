using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>Starts a client that seeds one torrent from the data that is there, until it is disposed.</summary>
internal static class Seeder
{
    private const int Port = 6900;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Starts it; the tracker tells when it seeds.</summary>
    /// <param name="network">Where.</param>
    /// <param name="client">Which client.</param>
    /// <param name="torrent">The torrent file.</param>
    /// <param name="folder">The folder in which the torrent's file or folder lies, whole or with some of its pieces.</param>
    /// <param name="address">Where it listens.</param>
    public static Task<RunningProcess> StartAsync(PrivateNetwork network, string client, string torrent, string folder, string address = "10.77.0.2") => client switch
    {
        "transmission" => TransmissionAsync(network, torrent, folder, address),
        "libtorrent" => new LibTorrent(address, Port).SeedAsync(network, torrent, folder, Limit),
        "qbittorrent" => new QBittorrent(address, Port).StartAsync(network, [torrent], folder),
        "deluge" => new Deluge(address, Port).StartAsync(network, [torrent], folder),
        "webtorrent" => new WebTorrent(Port).SeedAsync(network, torrent, folder),
        "rtorrent" => RTorrentAsync(network, torrent, folder, address),
        "aria2" => Task.FromResult(RunningProcess.Start(network.Inside(
            ExternalTool.Require("aria2", "aria2c"), "--no-conf=true", $"--dir={folder}", $"--interface={address}", $"--listen-port={Port}",
            "--disable-ipv6=true", "--enable-dht=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false", "--check-integrity=true",
            "--seed-ratio=0.0", "--allow-overwrite=true", torrent))),
        "edgeseed" => Task.FromResult(RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "get", torrent, "--dir", folder, "--bind", address, "--peer-port", $"{Port}"))),
        _ => throw new ArgumentOutOfRangeException(nameof(client)),
    };

    private static async Task<RunningProcess> TransmissionAsync(PrivateNetwork network, string torrent, string folder, string address)
    {
        string daemon = ExternalTool.Require("transmission-daemon", "transmission-daemon");
        string remote = ExternalTool.Require("transmission-cli", "transmission-remote");
        string config = Directory.CreateDirectory(Path.Combine(folder, "..", "transmission-seed")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "settings.json"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["download-dir"] = folder,
            ["bind-address-ipv4"] = address,
            ["peer-port"] = Port,
            ["rpc-bind-address"] = address,
            ["rpc-port"] = Port + 1,
            ["rpc-whitelist-enabled"] = false,
            ["rpc-host-whitelist-enabled"] = false,
            ["dht-enabled"] = false,
            ["lpd-enabled"] = false,
            ["pex-enabled"] = false,
            ["utp-enabled"] = false,
            ["port-forwarding-enabled"] = false,
        }));
        RunningProcess running = RunningProcess.Start(network.Inside(daemon, "-f", "-g", config));
        string rpc = $"{address}:{Port + 1}";
        await Wait.UntilAsync(async () => (await RunningProcess.RunAsync(network.Inside(remote, rpc, "--session-info"), Limit)).ExitCode == 0, Limit, () => running.Output);
        await RunningProcess.RequireAsync(network.Inside(remote, rpc, "--add", torrent), Limit);
        return running;
    }

    private static async Task<RunningProcess> RTorrentAsync(PrivateNetwork network, string torrent, string folder, string address)
    {
        string rtorrent = ExternalTool.Require("rtorrent", "rtorrent");
        string script = ExternalTool.Require("bsdutils", "script");
        string session = Directory.CreateDirectory(Path.Combine(folder, "..", "rtorrent-seed")).FullName;
        string settings = Path.Combine(session, "rtorrent.rc");
        await File.WriteAllTextAsync(settings, $"""
            directory.default.set = {folder}
            session.path.set = {session}
            network.port_range.set = {Port}-{Port}
            network.port_random.set = no
            network.bind_address.set = {address}
            dht.mode.set = disable
            protocol.pex.set = no
            protocol.encryption.set = allow_incoming,try_outgoing
            schedule2 = load, 0, 0, "load.start={torrent}"

            """);
        return RunningProcess.Start(network.Inside(script, "--quiet", "--flush", "--return", "--command", $"exec {rtorrent} -n -o import={settings}", "/dev/null"));
    }
}
