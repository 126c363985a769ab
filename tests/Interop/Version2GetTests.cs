using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>Torrents of version 2 and hybrids (BEP 52) are fetched from other clients, by file and by every magnet link that names them.</summary>
public sealed class Version2GetTests
{
    private const string Announce = GetTests.Tracker + "/announce";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public enum By
    {
        File,

        /// <summary>All names that it has.</summary>
        Magnet,

        /// <summary><c>btmh</c> alone.</summary>
        Version2,

        /// <summary><c>btih</c> alone.</summary>
        Version1,
    }

    [SkippableTheory]
    [InlineData("libtorrent", "v2", By.File)]
    [InlineData("libtorrent", "v2", By.Magnet)]
    [InlineData("libtorrent", "hybrid", By.File)]
    [InlineData("libtorrent", "hybrid", By.Magnet)]
    [InlineData("libtorrent", "hybrid", By.Version2)]
    [InlineData("libtorrent", "hybrid", By.Version1)]
    [InlineData("qbittorrent", "v2", By.File)]
    [InlineData("qbittorrent", "v2", By.Magnet)]
    [InlineData("qbittorrent", "hybrid", By.File)]
    [InlineData("qbittorrent", "hybrid", By.Magnet)]
    public async Task Get_downloads(string seed, string format, By by)
    {
        await LibTorrent.RequireAsync();
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await Version2Sample.MakeAsync(folder, "libtorrent", format, Announce);
        await using RunningProcess tracker = await GetTests.StartTrackerAsync(network, folder);
        await using RunningProcess seeding = await Seeder.StartAsync(network, seed, torrent, folder["data"]);
        Metainfo made = Version2Sample.Read(torrent);
        await Wait.UntilAsync(() => GetTests.IsSeededAsync(network, made.InfoHash.ToString()), Limit, () => seeding.Output + tracker.Output);
        string output = await RunningProcess.RequireAsync(GetTests.Get(network, Source(torrent, made, by), folder.Create("target")), Limit);
        Assert.Contains("Complete.", output, StringComparison.Ordinal);
        Assert.Equal(SampleFolder.Digest(folder[$"data/{format}"]), SampleFolder.Digest(folder[$"target/{format}"]));
    }

    /// <summary>Files of a torrent of version 2 are asked for by their paths; padding is in nobody's file, and no file of a hybrid's.</summary>
    [SkippableTheory]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public async Task Get_downloads_from_a_web_server_alone(string format)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await Version2Sample.MakeAsync(folder, "edgeseed", format, Announce, "http://10.77.0.9:8080/");
        await using RunningProcess server = await GetTests.StartWebServerAsync(network, folder["data"]);
        await RunningProcess.RequireAsync(GetTests.Get(network, torrent, folder.Create("target")), Limit);
        Assert.Equal(SampleFolder.Digest(folder[$"data/{format}"]), SampleFolder.Digest(folder[$"target/{format}"]));
    }

    /// <summary>What <c>get</c> has fetched by a magnet link it tells on: data and hashes.</summary>
    [SkippableTheory]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public async Task LibTorrent_downloads_by_magnet_link_from_get_that_has_it_by_one(string format)
    {
        await LibTorrent.RequireAsync();
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await Version2Sample.MakeAsync(folder, "libtorrent", format, Announce);
        string link = MagnetLink.To(Version2Sample.Read(torrent)).ToString();
        await using RunningProcess tracker = await GetTests.StartTrackerAsync(network, folder);
        await using RunningProcess get = RunningProcess.Start(network.Inside(EdgeSeedProcess.Binary, "get", link, "--dir", folder.Create("between"), "--bind", "10.77.0.8"));
        await using (await Seeder.StartAsync(network, "libtorrent", torrent, folder["data"]))
            await Wait.UntilAsync(() => get.HasExited || get.Output.Contains("Complete.", StringComparison.Ordinal), Limit, () => get.Output);
        await new LibTorrent("10.77.0.3", 53000).DownloadAsync(network, [link], folder.Create("target"), Limit);
        Assert.Equal(SampleFolder.Digest(folder[$"data/{format}"]), SampleFolder.Digest(folder[$"target/{format}"]));
    }

    private static string Source(string torrent, Metainfo made, By by) => by switch
    {
        By.File => torrent,
        By.Version2 => $"magnet:?xt=urn:btmh:1220{made.InfoHashV2}&tr={Announce}",
        By.Version1 => $"magnet:?xt=urn:btih:{made.InfoHash}&tr={Announce}",
        _ => MagnetLink.To(made).ToString(),
    };
}
