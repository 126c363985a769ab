using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>Torrents of version 2 and hybrids (BEP 52) are seeded to clients of both versions, by file and by magnet link.</summary>
public sealed partial class Version2Tests
{
    private const string Announce = "http://10.77.0.1:6969/announce";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public enum By
    {
        File,
        Magnet,
    }

    [SkippableTheory]
    [InlineData(By.File)]
    [InlineData(By.Magnet)]
    public async Task LibTorrent_downloads_what_it_made(By by)
    {
        await LibTorrent.RequireAsync();
        await using Box box = await Box.CreateAsync("libtorrent");
        await new LibTorrent("10.77.0.2", 53000).DownloadAsync(box.Network, box.Links(by), box.Target, Limit);
        box.AssertDownloaded();
        // Whoever has no piece layers asks for them; the status is a moment old.
        if (by == By.Magnet) await Wait.UntilAsync(async () => await box.HashesAsync() > 0, Patience, () => "no hashes were told");
    }

    [SkippableTheory]
    [InlineData(By.File)]
    [InlineData(By.Magnet)]
    public async Task QBittorrent_downloads_what_was_made_here(By by)
    {
        ExternalTool.Require("qbittorrent-nox", "qbittorrent-nox");
        await using Box box = await Box.CreateAsync("edgeseed");
        await new QBittorrent("10.77.0.2", 53100).DownloadAsync(box.Network, box.Links(by), box.Target, Limit);
        box.AssertDownloaded();
    }

    /// <summary>
    /// A client of version 1 knows a hybrid by one name, one of version 2 by the other: to this box they are one swarm. Of a single file, because rtorrent
    /// cannot lay out padding files; aria2 takes the info-hash of a hybrid wrongly, and Transmission 3 refuses to read one.
    /// </summary>
    [SkippableFact]
    public async Task Hybrid_has_one_swarm_of_clients_of_both_versions()
    {
        await LibTorrent.RequireAsync();
        ExternalTool.Require("rtorrent", "rtorrent");
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        byte[] content = new byte[3_000_001];
        new Random(53).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("data"), "film.bin"), content);
        string torrent = folder["data/film.torrent"];
        await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("libtorrent_make.py"), folder["data/film.bin"], torrent, Announce, "hybrid"], Limit);
        Metainfo hybrid = Version2Sample.Read(torrent);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 1);

        string second = $"magnet:?xt=urn:btmh:1220{hybrid.InfoHashV2}&tr={Uri.EscapeDataString(Announce)}";
        await Task.WhenAll(
            new RTorrent("10.77.0.3", 53200) { SaysGoodbye = true }.DownloadAsync(network, [torrent], folder.Create("elder"), Limit),
            new LibTorrent("10.77.0.2", 53000).DownloadAsync(network, [second], folder.Create("newer"), Limit));

        Assert.Equal(content, await File.ReadAllBytesAsync(folder["elder/film.bin"]));
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["newer/film.bin"]));
        JsonElement row = default;
        await Wait.UntilAsync(
            async () =>
            {
                using JsonDocument status = await served.StatusAsync();
                row = Assert.Single(status.RootElement.GetProperty("torrents").EnumerateArray()).Clone();
                return row.GetProperty("completed").GetInt32() == 2;
            },
            Patience, () => row.ToString());
        Assert.Equal(hybrid.InfoHash.ToString(), row.GetProperty("info_hash").GetString());
        await served.StopAsync();
    }

    /// <summary>A service that seeds the same files as version 2 alone and as a hybrid.</summary>
    private sealed class Box(PrivateNetwork network, TemporaryFolder folder, EdgeSeedProcess served) : IAsyncDisposable
    {
        public PrivateNetwork Network => network;

        public string Target { get; } = folder.Create("target");

        public static async Task<Box> CreateAsync(string maker)
        {
            PrivateNetwork network = await PrivateNetwork.CreateAsync();
            var folder = new TemporaryFolder();
            foreach (string format in (string[])["v2", "hybrid"]) await Version2Sample.MakeAsync(folder, maker, format, Announce);
            return new Box(network, folder, await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 2));
        }

        /// <summary>Both torrents.</summary>
        public IReadOnlyList<string> Links(By by) =>
            [.. ((string[])["v2", "hybrid"]).Select(name => by == By.File ? folder[$"data/{name}.torrent"] : MagnetLink.To(Version2Sample.Read(folder[$"data/{name}.torrent"])).ToString())];

        public void AssertDownloaded() =>
            Assert.Equal(SampleFolder.Digest(folder["data"]).Where(line => !line.Contains(".torrent ", StringComparison.Ordinal)), SampleFolder.Digest(Target));

        /// <summary>How many questions for hashes were answered.</summary>
        public async Task<int> HashesAsync()
        {
            string metrics = await served.RequireAsync("/metrics");
            return int.Parse(Answered().Match(metrics).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        }

        public async ValueTask DisposeAsync()
        {
            await served.StopAsync().WaitAsync(Patience);
            await served.DisposeAsync();
            folder.Dispose();
            await network.DisposeAsync();
        }
    }

    [GeneratedRegex("edgeseed_hash_requests_ended_total\\{outcome=\"sent\"\\} ([0-9]+)")]
    private static partial Regex Answered();
}
