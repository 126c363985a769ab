using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The main job: <c>edgeseed serve FOLDER</c>, and clients that know nothing but the <c>.torrent</c> files on its page.</summary>
public sealed class ServeTests
{
    private static readonly TimeSpan DownloadLimit = TimeSpan.FromSeconds(180);

    public static TheoryData<string> Clients => ["transmission", "aria2", "libtorrent"];

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Serve_folder_is_downloaded_byte_identical_by(string client)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using EdgeSeedProcess served = await ServeSampleAsync(network, folder);

        await DownloadAndCompareAsync(network, served, folder, [Make(client, 2)]);

        await served.StopAsync();
    }

    [SkippableTheory]
    [InlineData("qbittorrent")]
    [InlineData("deluge")]
    [InlineData("webtorrent")]
    public async Task Serve_small_folder_is_downloaded_byte_identical_by(string client)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using EdgeSeedProcess served = await ServeSampleAsync(network, folder, largeFileMebibytes: 8);
        await DownloadAndCompareAsync(network, served, folder, [Make(client, 2)]);
    }

    [SkippableFact]
    public async Task Serve_folder_is_downloaded_by_two_clients_at_a_time()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using EdgeSeedProcess served = await ServeSampleAsync(network, folder);

        await DownloadAndCompareAsync(network, served, folder, [Make("transmission", 3), Make("libtorrent", 4)]);
        await DownloadAndCompareAsync(network, served, folder, [Make("aria2", 5), Make("libtorrent", 6)]);
    }

    public static TheoryData<string> MagnetClients => ["libtorrent", "aria2", "transmission", "rtorrent", "qbittorrent", "deluge", "webtorrent"];

    [SkippableTheory]
    [MemberData(nameof(MagnetClients))]
    public async Task Serve_magnet_link_is_enough_for(string client)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using EdgeSeedProcess served = await ServeSampleAsync(network, folder, largeFileMebibytes: 8);
        using var status = await served.StatusAsync();
        string[] magnets = [.. status.RootElement.GetProperty("torrents").EnumerateArray().Select(torrent => torrent.GetProperty("magnet").GetString()!)];

        IClient downloader = Make(client, 7);
        await downloader.DownloadAsync(network, magnets, folder.Create("magnet"), DownloadLimit);

        // Whether an empty file is made there is the client's affair.
        SampleFolder.DeleteEmptyFiles(folder["data"]);
        SampleFolder.DeleteEmptyFiles(folder["magnet"]);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["magnet"]));
    }

    [SkippableFact]
    public async Task Serve_folder_is_downloaded_by_a_peer_that_speaks_only_BEP_3()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using EdgeSeedProcess served = await ServeSampleAsync(network, folder, largeFileMebibytes: 8);
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create("torrents"));

        string said = await RunningProcess.RequireAsync(
            network.Inside(["/usr/bin/python3", LibTorrent.Script("bep3_check.py"), PrivateNetwork.SeederAddress, "6881", .. torrents]), DownloadLimit);

        Assert.Contains($"{SampleFolder.Entries} torrents, every piece right", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Serve_stops_cleanly_and_seeds_again_without_hashing_again()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        await using (EdgeSeedProcess first = await ServeSampleAsync(network, folder, largeFileMebibytes: 8)) await first.StopAsync();
        string[] made = [.. Directory.EnumerateFiles(folder["state"], "*.torrent", SearchOption.AllDirectories).Order()];

        await using EdgeSeedProcess again = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder["state"], SampleFolder.Entries);

        Assert.Equal(SampleFolder.Entries, made.Length);
        Assert.Equal(made, Directory.EnumerateFiles(folder["state"], "*.torrent", SearchOption.AllDirectories).Order());
        await DownloadAndCompareAsync(network, again, folder, [Make("aria2", 9)]);
    }

    private static async Task<EdgeSeedProcess> ServeSampleAsync(PrivateNetwork network, TemporaryFolder folder, int largeFileMebibytes = 200)
    {
        SampleFolder.Fill(folder.Create("data"), largeFileMebibytes);
        return await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), SampleFolder.Entries);
    }

    private static async Task DownloadAndCompareAsync(PrivateNetwork network, EdgeSeedProcess served, TemporaryFolder folder, IClient[] clients)
    {
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create($"torrents-{Guid.NewGuid():N}"));
        Assert.Equal(SampleFolder.Entries, torrents.Count);
        string[] targets = [.. clients.Select(_ => folder.Create($"target-{Guid.NewGuid():N}"))];
        await Task.WhenAll(clients.Zip(targets, (client, target) => client.DownloadAsync(network, torrents, target, DownloadLimit)));
        IReadOnlyList<string> published = SampleFolder.Digest(folder["data"]);
        foreach ((IClient client, string target) in clients.Zip(targets))
        {
            // Only what is missing is added: a file that the client did write is compared as it is.
            if (client.SkipsEmptyFiles) foreach (string empty in SampleFolder.EmptyFiles) File.Open(Path.Combine(target, empty), FileMode.OpenOrCreate).Dispose();
            Assert.Equal(published, SampleFolder.Digest(target));
            Directory.Delete(target, recursive: true);
        }
    }

    /// <summary>A client with its own address and ports, so that several can run side by side.</summary>
    private static IClient Make(string name, int number) => name switch
    {
        "transmission" => new Transmission($"10.77.0.{number}", 51000 + (number * 10)),
        "aria2" => new Aria2($"10.77.0.{number}", 51000 + (number * 10)),
        "libtorrent" => new LibTorrent($"10.77.0.{number}", 51000 + (number * 10)),
        "qbittorrent" => new QBittorrent($"10.77.0.{number}", 51000 + (number * 10)),
        "deluge" => new Deluge($"10.77.0.{number}", 51000 + (number * 10)),
        "webtorrent" => new WebTorrent(51000 + (number * 10)),
        "rtorrent" => new RTorrent($"10.77.0.{number}", 51000 + (number * 10)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such client"),
    };
}
