using System.Text;
using System.Text.RegularExpressions;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Interop;

/// <summary>The box behind a router: whoever asks, from the same home or from another behind a router of its own, is given addresses that work there.</summary>
public sealed class NatTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Clients_of_this_home_and_of_another_get_addresses_that_they_can_reach_and_download()
    {
        await using TwoHomes homes = await TwoHomes.BuildAsync();
        using var folder = new TemporaryFolder();
        byte[] payload = new byte[3_000_000];
        new Random(12).NextBytes(payload);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("seed"), "payload.bin"), payload);
        await File.WriteAllTextAsync(folder["seed.toml"], $"[service]\npublic_host = \"{TwoHomes.BoxHome}\"\n");
        await using RunningProcess box = RunningProcess.Start(homes.Box.Inside(
            EdgeSeedProcess.Binary, "serve", folder["seed"], "--state", folder["state"], "--config", folder["seed.toml"], "--no-hardware"));
        await Wait.UntilAsync(
            async () => box.HasExited || (await RunningProcess.RunAsync(homes.Box.Inside("curl", "-sf", "http://127.0.0.1:6969/status.json"), Limit)).Output.Contains("\"seeding\"", StringComparison.Ordinal),
            Limit, () => box.Output);
        Assert.False(box.HasExited, box.Output);

        string home = await FetchTorrentAsync(homes.Neighbour, TwoHomes.BoxAddress, folder["home.torrent"]);
        string world = await FetchTorrentAsync(homes.Far, TwoHomes.BoxHome, folder["world.torrent"]);
        await Task.WhenAll(
            new Aria2(TwoHomes.NeighbourAddress, 51010).DownloadAsync(homes.Neighbour, [home], folder.Create("neighbour"), Limit),
            new Aria2(TwoHomes.FarAddress, 51020).DownloadAsync(homes.Far, [world], folder.Create("far"), Limit),
            new LibTorrent(TwoHomes.FarOtherAddress, 51030).DownloadAsync(homes.FarOther, [world], folder.Create("other"), Limit));
        foreach (string client in (string[])["neighbour", "far", "other"]) Assert.Equal(SampleFolder.Digest(folder["seed"]), SampleFolder.Digest(folder[client]));

        // Who tells whom: one leecher on the box itself, one in its home, one in the other.
        InfoHash infoHash = InfoHashOf(world);
        await AnnounceAsync(homes.Box, "127.0.0.1", infoHash, 5001);
        await AnnounceAsync(homes.Neighbour, TwoHomes.BoxAddress, infoHash, 5002);
        await AnnounceAsync(homes.Far, TwoHomes.BoxHome, infoHash, 5003);
        Assert.Equal([$"{TwoHomes.BoxAddress}:5001", $"{TwoHomes.BoxAddress}:6881", $"{TwoHomes.FarHome}:5003"], await AnnounceAsync(homes.Neighbour, TwoHomes.BoxAddress, infoHash, 5002));
        Assert.Equal([$"{TwoHomes.BoxHome}:5001", $"{TwoHomes.BoxHome}:6881", $"{TwoHomes.FarHome}:5003"], await AnnounceAsync(homes.FarOther, TwoHomes.BoxHome, infoHash, 5004));
        Assert.Equal(0, await box.StopAsync(Limit));
    }

    internal static async Task<string> FetchTorrentAsync(PrivateNetwork from, string host, string path)
    {
        string page = await RunningProcess.RequireAsync(from.Inside("curl", "-sf", $"http://{host}:6969/"), Limit);
        string link = Regex.Match(page, "/torrents/[0-9a-f]{40}\\.torrent").Value;
        await RunningProcess.RequireAsync(from.Inside("curl", "-sf", "-o", path, $"http://{host}:6969{link}"), Limit);
        Assert.Contains($"http://{host}:6969/announce", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)));
        return path;
    }

    private static InfoHash InfoHashOf(string torrent)
    {
        Assert.True(MetainfoParser.TryParse(File.ReadAllBytes(torrent), new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.Message);
        return metainfo!.InfoHash;
    }

    /// <summary>Announces a leecher and returns the peers in the answer, sorted, but for those clients that have left without a word.</summary>
    private static async Task<IEnumerable<string>> AnnounceAsync(PrivateNetwork from, string host, InfoHash infoHash, ushort port)
    {
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        int length = AnnounceQuery.Write(new AnnounceRequest { InfoHash = infoHash, PeerId = PeerId.Create(), Port = port, Left = 1, Compact = false }, query);
        string file = Path.GetTempFileName();
        try
        {
            await RunningProcess.RequireAsync(from.Inside("curl", "-sgf", "-o", file, $"http://{host}:6969/announce?{Encoding.ASCII.GetString(query, 0, length)}"), Limit);
            var peers = new PeerEndPoint[10];
            Assert.True(AnnounceReplyView.TryParse(await File.ReadAllBytesAsync(file), out AnnounceReplyView view, out _));
            int count = view.CopyPeers(peers);
            return [.. peers.Take(count).Where(peer => peer.Port < 51000).Select(peer => peer.ToString()).Order(StringComparer.Ordinal)];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
