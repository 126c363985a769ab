using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>libtorrent through its Python binding, as qBittorrent and Deluge use it.</summary>
internal sealed class LibTorrent(string address, int port) : IClient
{
    /// <summary>Where Debian's binding lives: another python3 earlier in the path does not have it.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Speaks to nobody who does not encrypt everything with RC4.</summary>
    public bool RequiresEncryption { get; init; }

    private string ListenAddress => address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        await RequireAsync();
        await RunningProcess.RequireAsync(network.Inside([Python, Script("libtorrent_download.py"), ListenAddress, folder, .. RequiresEncryption ? ["--rc4"] : Array.Empty<string>(), .. torrents]), limit);
    }

    /// <summary>Starts seeding what already lies in <paramref name="folder"/>, until stopped.</summary>
    public async Task<RunningProcess> SeedAsync(PrivateNetwork network, string torrent, string folder, TimeSpan limit)
    {
        await RequireAsync();
        RunningProcess seeder = RunningProcess.Start(network.Inside(Python, Script("libtorrent_seed.py"), ListenAddress, folder, torrent));
        await Wait.UntilAsync(() => seeder.HasExited || seeder.Output.Contains("announced", StringComparison.Ordinal), limit, () => seeder.Output);
        Assert.False(seeder.HasExited, seeder.Output);
        return seeder;
    }

    /// <summary>The path of one of this folder's scripts.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    /// <summary>Skips the test where the binding is missing.</summary>
    public static async Task RequireAsync()
    {
        ExternalTool.Missing(!File.Exists(Python), "/usr/bin/python3 is not installed (Debian package python3)");
        (int exitCode, string output) = await RunningProcess.RunAsync([Python, "-c", "import libtorrent"], TimeSpan.FromSeconds(20));
        ExternalTool.Missing(exitCode != 0, "libtorrent's Python binding is not installed (Debian package python3-libtorrent): " + output);
    }
}
