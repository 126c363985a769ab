using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>libtorrent through its Python binding, as qBittorrent and Deluge use it.</summary>
internal sealed class LibTorrent(string address, int port) : IClient
{
    /// <summary>Where Debian's binding lives: another python3 earlier in the path does not have it.</summary>
    public const string Python = "/usr/bin/python3";

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        await RequireAsync();
        string script = Path.Combine(AppContext.BaseDirectory, "Clients", "libtorrent_download.py");
        await RunningProcess.RequireAsync(network.Inside([Python, script, $"{address}:{port}", folder, .. torrents]), limit);
    }

    /// <summary>Skips the test where the binding is missing.</summary>
    public static async Task RequireAsync()
    {
        ExternalTool.Missing(!File.Exists(Python), "/usr/bin/python3 is not installed (Debian package python3)");
        (int exitCode, string output) = await RunningProcess.RunAsync([Python, "-c", "import libtorrent"], TimeSpan.FromSeconds(20));
        ExternalTool.Missing(exitCode != 0, "libtorrent's Python binding is not installed (Debian package python3-libtorrent): " + output);
    }
}
