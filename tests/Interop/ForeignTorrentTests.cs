using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Torrents that other programs made, lying beside their data, are seeded as they are.</summary>
public sealed class ForeignTorrentTests
{
    private const string Announce = "http://10.77.0.1:6969/announce";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Makers => ["mktorrent", "transmission-create", "libtorrent", "libtorrent-hybrid"];

    [SkippableTheory]
    [MemberData(nameof(Makers))]
    public async Task Serve_seeds_a_torrent_made_by(string maker)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        SampleFolder.Fill(folder.Create("sample"), largeFileMebibytes: 1);
        string tree = Directory.EnumerateDirectories(folder["sample"], "*material*").Single();
        string published = Path.Combine(folder.Create("data"), Path.GetFileName(tree));
        Directory.Move(tree, published);
        await MakeAsync(maker, published, Path.Combine(folder["data"], "made.torrent"));

        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 1);
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create("torrents"));
        // aria2 takes the info-hash of a hybrid wrongly, and Transmission 3 refuses to read one.
        await new LibTorrent("10.77.0.2", 53000).DownloadAsync(network, torrents, folder.Create("target"), Limit);

        File.Delete(folder["data/made.torrent"]);
        // transmission-create leaves empty files out.
        if (maker == "transmission-create") SampleFolder.DeleteEmptyFiles(folder["data"]);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
        await served.StopAsync();
    }

    private static async Task MakeAsync(string maker, string tree, string torrent)
    {
        if (maker.StartsWith("libtorrent", StringComparison.Ordinal))
        {
            await LibTorrent.RequireAsync();
            await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("libtorrent_make.py"), tree, torrent, Announce, maker == "libtorrent-hybrid" ? "hybrid" : "v1"], Limit);
            return;
        }
        string tool = ExternalTool.Require(maker == "mktorrent" ? "mktorrent" : "transmission-cli", maker);
        await RunningProcess.RequireAsync([tool, .. maker == "mktorrent" ? new[] { "-a", Announce } : ["-t", Announce], "-o", torrent, tree], Limit);
    }
}
