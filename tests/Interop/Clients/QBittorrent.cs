using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>qbittorrent-nox with nothing but the tracker to find peers, and uTP before TCP as it comes; asked over its own web interface.</summary>
internal sealed class QBittorrent(string address, int port) : IClient
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private string Api => $"http://127.0.0.1:{port + 1}/api/v2";

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        await using RunningProcess running = await StartAsync(network, torrents, folder);
        string listing = "";
        await Wait.UntilAsync(
            async () =>
            {
                listing = await AskAsync(network, "torrents/info");
                using JsonDocument document = JsonDocument.Parse(listing);
                if (torrents.Any(IsHybridLink) && document.RootElement.EnumerateArray().Any(HasStopped)) await AskAsync(network, "torrents/resume", "--data", "hashes=all");
                return document.RootElement.EnumerateArray().Count(IsDone) == torrents.Count;
            },
            limit, () => listing + running.Output);
        await AskAsync(network, "app/shutdown", "-X", "POST");
        await running.WaitForExitAsync(StopLimit);
    }

    /// <summary>Starts it with torrents whose data is in the folder, or comes there; it runs until it is disposed.</summary>
    public async Task<RunningProcess> StartAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder)
    {
        string program = ExternalTool.Require("qbittorrent-nox", "qbittorrent-nox");
        string profile = Path.Combine(folder, "..", $"qbittorrent-{port}");
        Directory.CreateDirectory(Path.Combine(profile, "qBittorrent/config"));
        await File.WriteAllTextAsync(Path.Combine(profile, "qBittorrent/config/qBittorrent.conf"), $"""
            [LegalNotice]
            Accepted=true

            [BitTorrent]
            Session\DefaultSavePath={folder}
            Session\Port={port}
            Session\InterfaceAddress={address}
            Session\DHTEnabled=false
            Session\LSDEnabled=false
            Session\PeXEnabled=false
            Session\Preallocation=false
            Session\QueueingSystemEnabled=false
            Session\TorrentContentLayout=Original

            [Network]
            PortForwardingEnabled=false

            [Preferences]
            WebUI\Enabled=true
            WebUI\Address=127.0.0.1
            WebUI\Port={port + 1}
            WebUI\LocalHostAuth=false
            WebUI\UseUPnP=false

            """);
        RunningProcess running = RunningProcess.Start(network.Inside(program, $"--profile={profile}"));
        await Wait.UntilAsync(
            async () => (await RunningProcess.RunAsync(network.Inside(Curl, "--fail", "--silent", $"{Api}/app/version"), AskLimit)).ExitCode == 0, AskLimit, () => running.Output);
        foreach (string torrent in torrents)
            await AskAsync(network, "torrents/add", "-F", torrent.StartsWith("magnet:", StringComparison.Ordinal) ? $"urls={torrent}" : $"torrents=@{torrent}");
        return running;
    }

    /// <summary>Has a running one subscribe to a feed, and download by itself what is in it.</summary>
    public async Task SubscribeAsync(PrivateNetwork network, string feed, string folder)
    {
        await AskAsync(network, "app/setPreferences", "--data-urlencode", """json={"rss_processing_enabled":true,"rss_auto_downloading_enabled":true}""");
        string rule = JsonSerializer.Serialize(new { enabled = true, mustContain = "", affectedFeeds = new[] { feed }, savePath = folder, addPaused = false });
        await AskAsync(network, "rss/setRule", "--data-urlencode", "ruleName=everything", "--data-urlencode", $"ruleDef={rule}");
        await AskAsync(network, "rss/addFeed", "--data-urlencode", $"url={feed}", "--data-urlencode", "path=box");
    }

    /// <summary>Has it look at the feed now rather than within its half hour.</summary>
    public Task RefreshAsync(PrivateNetwork network) => AskAsync(network, "rss/refreshItem", "--data-urlencode", "itemPath=box");

    /// <summary>The names of the torrents that are there as a whole, in order.</summary>
    public async Task<IReadOnlyList<string>> DoneAsync(PrivateNetwork network)
    {
        using JsonDocument document = JsonDocument.Parse(await AskAsync(network, "torrents/info"));
        return [.. document.RootElement.EnumerateArray().Where(IsDone).Select(torrent => torrent.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static string Curl => ExternalTool.Require("curl", "curl");

    // A torrent of which only the metadata is there has no progress either.
    private static bool IsDone(JsonElement torrent) => torrent.GetProperty("progress").GetDouble() >= 1 && torrent.GetProperty("size").GetInt64() > 0
        && torrent.GetProperty("state").GetString() is "uploading" or "stalledUP" or "pausedUP" or "queuedUP";

    // By such a link libtorrent stops now and then, whoever seeds, and its user presses "resume": the reason is in libtorrent_download.py.
    private static bool IsHybridLink(string torrent) => torrent.Contains("urn:btih:", StringComparison.Ordinal) && torrent.Contains("urn:btmh:", StringComparison.Ordinal);

    private static bool HasStopped(JsonElement torrent) => torrent.GetProperty("state").GetString() == "error";

    private Task<string> AskAsync(PrivateNetwork network, string question, params string[] more) =>
        RunningProcess.RequireAsync(network.Inside([Curl, "--fail", "--silent", "--show-error", .. more, $"{Api}/{question}"]), AskLimit);
}
