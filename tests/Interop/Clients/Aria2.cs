using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>aria2c: ends by itself when everything is there.</summary>
internal sealed class Aria2(string address, int port) : IClient
{
    /// <summary>Speaks to nobody who does not encrypt everything with RC4.</summary>
    public bool RequiresEncryption { get; init; }

    /// <summary>A file with whom to trust over HTTPS, instead of the system's.</summary>
    public string? Authority { get; init; }

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        string aria2 = ExternalTool.Require("aria2", "aria2c");
        string list = Path.Combine(folder, "..", $"aria2-{port}.list");
        await File.WriteAllLinesAsync(list, torrents);
        string[] encryption = RequiresEncryption ? ["--bt-require-crypto=true", "--bt-min-crypto-level=arc4"] : [];
        string[] trust = Authority is null ? [] : [$"--ca-certificate={Authority}"];
        await RunningProcess.RequireAsync(network.Inside(
        [
            // Its UDP tracker client exists only together with DHT, which finds nobody here. That it has completed it tells a tracker only by stopping,
            // since it does not seed at all.
            aria2, "--no-conf=true", "--quiet=true", $"--dir={folder}", $"--interface={address}", $"--listen-port={port}", $"--disable-ipv6={(address.Contains(':') ? "false" : "true")}",
            "--enable-dht=true", $"--dht-listen-port={port}", $"--dht-file-path={list}.dht", "--enable-dht6=false", "--bt-enable-lpd=false",
            "--enable-peer-exchange=false", "--file-allocation=none", "--bt-save-metadata=false", "--max-concurrent-downloads=50", "--bt-tracker-interval=2",
            "--seed-time=0", $"--input-file={list}", .. encryption, .. trust,
        ]), limit);
    }
}
