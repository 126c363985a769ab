using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>WebTorrent in Node, with nothing but the tracker to find peers. It is no Debian package: <c>npm install --global webtorrent</c>.</summary>
internal sealed class WebTorrent(int port) : IClient
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public bool SkipsEmptyFiles => true;

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit) =>
        await RunningProcess.RequireAsync(network.Inside([.. await CommandAsync(folder, "download"), .. torrents]), limit);

    /// <summary>Seeds a torrent whose data is in the folder, until it is disposed.</summary>
    public async Task<RunningProcess> SeedAsync(PrivateNetwork network, string torrent, string folder)
    {
        RunningProcess running = RunningProcess.Start(network.Inside([.. await CommandAsync(folder, "seed"), torrent]));
        await Wait.UntilAsync(() => Task.FromResult(running.Output.Contains("ready 1", StringComparison.Ordinal)), StartLimit, () => running.Output);
        return running;
    }

    private async Task<string[]> CommandAsync(string folder, string mode)
    {
        const string Node = "/usr/bin/node", Npm = "/usr/bin/npm";
        // In CI too: not every machine reaches npm's packages, and .ci/run says so.
        Skip.IfNot(File.Exists(Node) && File.Exists(Npm), "Node and npm are not installed");
        string modules = (await RunningProcess.RequireAsync([Npm, "root", "--global"], StartLimit)).Trim();
        Skip.IfNot(Directory.Exists(Path.Combine(modules, "webtorrent")), "WebTorrent is not installed (npm install --global webtorrent@3)");
        return [Node, LibTorrent.Script("webtorrent_client.mjs"), modules, $"{port}", folder, mode];
    }
}
