using System.Text.RegularExpressions;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary><c>edgeseed track</c> alone: four clients that we did not write find each other through it and nothing else.</summary>
public sealed partial class TrackTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static TheoryData<string> Transports => ["http v4", "udp v4", "http v6", "udp v6"];

    [SkippableTheory]
    [MemberData(nameof(Transports))]
    public async Task Track_lets_clients_find_each_other_and_counts_what_they_did_over(string transport)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        bool isV6 = transport.EndsWith("v6", StringComparison.Ordinal);
        string host = isV6 ? $"[{PrivateNetwork.SeederAddressV6}]" : PrivateNetwork.SeederAddress;
        string torrent = await MakeTorrentAsync(folder, $"{transport.Split(' ')[0]}://{host}:6969/announce");
        Assert.True(MetainfoParser.TryParse(await File.ReadAllBytesAsync(torrent), new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.Message);
        InfoHash infoHash = metainfo!.InfoHash;
        await using RunningProcess tracker = await StartTrackerAsync(network, folder, isV6 ? PrivateNetwork.SeederAddressV6 : PrivateNetwork.SeederAddress, host);

        await using RunningProcess seeder = await new LibTorrent(Address(isV6, 2), 51002).SeedAsync(network, torrent, folder["seed"], Limit);
        int expected = Clients(transport, isV6, () => Task.CompletedTask).Length;
        IClient[] clients = Clients(transport, isV6, () => CountedAsync(seeds: 1));
        await Task.WhenAll(clients.Select(client => client.DownloadAsync(network, [torrent], folder.Create(client.GetType().Name), Limit)));

        foreach (IClient client in clients) Assert.Equal(SampleFolder.Digest(folder["seed"]), SampleFolder.Digest(folder[client.GetType().Name]));
        await CountedAsync(seeds: 1);
        Assert.Equal(0, await seeder.StopAsync(Limit));
        await CountedAsync(seeds: 0);
        Assert.Equal(0, await tracker.StopAsync(Limit));

        Task CountedAsync(int seeds) => Wait.UntilAsync(
            async () => await ScrapeAsync(network, host, infoHash) == (seeds, expected, 0), Limit,
            () => ScrapeAsync(network, host, infoHash).Result + Environment.NewLine + File.ReadAllText(folder["tracker.log"]));
    }

    /// <summary>All that can: rtorrent 0.9 binds to no IPv6 address; aria2 and Transmission 3 speak to UDP trackers over IPv4 only.</summary>
    private static IClient[] Clients(string transport, bool isV6, Func<Task> counted) =>
    [
        .. transport == "udp v6" ? Array.Empty<IClient>() : [new Transmission(Address(isV6, 3), 51030) { BeforeExit = counted }],
        new LibTorrent(Address(isV6, 6), 51060),
        .. transport == "udp v6" ? Array.Empty<IClient>() : [new Aria2(Address(isV6, 4), 51040)],
        .. isV6 ? Array.Empty<IClient>() : [new RTorrent(Address(isV6, 5), 51050) { SaysGoodbye = true }],
    ];

    private static string Address(bool isV6, int number) => isV6 ? $"fd77::{number}" : $"10.77.0.{number}";

    private static async Task<string> MakeTorrentAsync(TemporaryFolder folder, string announce)
    {
        byte[] payload = new byte[5_000_000];
        new Random(11).NextBytes(payload);
        string file = Path.Combine(folder.Create("seed"), "payload.bin");
        await File.WriteAllBytesAsync(file, payload);
        await RunningProcess.RequireAsync([ExternalTool.Require("mktorrent", "mktorrent"), "-a", announce, "-o", folder["payload.torrent"], file], Limit);
        return folder["payload.torrent"];
    }

    private static async Task<RunningProcess> StartTrackerAsync(PrivateNetwork network, TemporaryFolder folder, string bind, string host)
    {
        RunningProcess tracker = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "track", "--port", "6969", "--bind", bind, "--state", folder["tracker.state"], "--log", folder["tracker.log"]));
        await Wait.UntilAsync(
            async () => tracker.HasExited || (await RunningProcess.RunAsync(network.Inside("curl", "-sgf", $"http://{host}:6969/healthz"), Limit)).ExitCode == 0,
            Limit, () => tracker.Output);
        Assert.False(tracker.HasExited, tracker.Output);
        return tracker;
    }

    /// <summary>What the tracker says of a swarm: complete, downloaded, incomplete.</summary>
    private static async Task<(int Complete, int Downloaded, int Incomplete)> ScrapeAsync(PrivateNetwork network, string host, InfoHash infoHash)
    {
        string escaped = string.Concat(infoHash.Span.ToArray().Select(b => $"%{b:x2}"));
        string reply = await RunningProcess.RequireAsync(network.Inside("curl", "-sgf", "--output", "-", $"http://{host}:6969/scrape?info_hash={escaped}"), Limit);
        Match counts = Counts().Match(reply);
        Assert.True(counts.Success, reply);
        return (int.Parse(counts.Groups[1].Value, null), int.Parse(counts.Groups[2].Value, null), int.Parse(counts.Groups[3].Value, null));
    }

    [GeneratedRegex("8:completei(\\d+)e10:downloadedi(\\d+)e10:incompletei(\\d+)e")]
    private static partial Regex Counts();
}
