using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>deluged with nothing but the tracker to find peers, and uTP before TCP as it comes; asked through its own console.</summary>
internal sealed class Deluge(string address, int port) : IClient
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        await using RunningProcess running = await StartAsync(network, torrents, folder);
        string listing = "";
        await Wait.UntilAsync(
            async () =>
            {
                listing = await AskAsync(network, folder, "info --detailed");
                return listing.Split('\n').Count(line => line.StartsWith("State: Seeding", StringComparison.Ordinal)) == torrents.Count;
            },
            limit, () => listing + running.Output);
        await AskAsync(network, folder, "halt");
        await running.WaitForExitAsync(StopLimit);
    }

    /// <summary>Starts it with torrents whose data is in the folder, or comes there; it runs until it is disposed.</summary>
    public async Task<RunningProcess> StartAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder)
    {
        string daemon = ExternalTool.Require("deluged", "deluged");
        string config = Directory.CreateDirectory(Path.Combine(folder, "..", $"deluge-{port}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "core.conf"), $$"""
            {"file": 1, "format": 1}{
              "download_location": "{{folder}}", "listen_interface": "{{address}}", "outgoing_interface": "", "listen_ports": [{{port}}, {{port}}], "random_port": false,
              "random_outgoing_ports": true, "dht": false, "lsd": false, "utpex": false, "upnp": false, "natpmp": false, "new_release_check": false,
              "max_active_downloading": 50, "max_active_seeding": 50, "max_active_limit": 100, "add_paused": false, "pre_allocate_storage": false
            }
            """);
        RunningProcess running = RunningProcess.Start(network.Inside(daemon, "-d", "-c", config, "-u", "127.0.0.1", "-p", $"{port + 1}"));
        string add = string.Join("; ", torrents.Select(torrent => $"add -p '{folder}' '{torrent}'"));
        await Wait.UntilAsync(
            async () => (await RunningProcess.RunAsync(Console(network, folder, "info"), AskLimit)).ExitCode == 0, AskLimit, () => running.Output);
        await AskAsync(network, folder, add);
        return running;
    }

    private Task<string> AskAsync(PrivateNetwork network, string folder, string commands) => RunningProcess.RequireAsync(Console(network, folder, commands), AskLimit);

    private IReadOnlyList<string> Console(PrivateNetwork network, string folder, string commands) => network.Inside(
        ExternalTool.Require("deluge-console", "deluge-console"), "-c", Path.Combine(folder, "..", $"deluge-{port}"), $"connect 127.0.0.1:{port + 1}; {commands}");
}
