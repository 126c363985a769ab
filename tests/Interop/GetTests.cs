using System.Text.RegularExpressions;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary><c>edgeseed get</c> downloads from every client that seeds, by torrent, by magnet link and from a web server alone.</summary>
public sealed partial class GetTests
{
    internal const string Tracker = "http://10.77.0.1:7000";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, bool> Seeds => new()
    {
        { "libtorrent", false }, { "rtorrent", false }, { "aria2", false }, { "edgeseed", false },
        { "qbittorrent", false }, { "deluge", true }, { "webtorrent", false }, { "webtorrent", true }, { "transmission", true }, { "libtorrent", true }, { "aria2", true }, { "edgeseed", true },
    };

    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public async Task Get_downloads_byte_identical_data_from(string seed, bool byMagnet)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await MakeAsync(folder, ["-a", Tracker + "/announce"]);
        await using RunningProcess tracker = await StartTrackerAsync(network, folder);
        await using RunningProcess seeding = await Seeder.StartAsync(network, seed, torrent, folder["data"]);
        string infoHash = await InfoHashAsync(torrent);
        await Wait.UntilAsync(async () => await IsSeededAsync(network, infoHash), Limit, () => seeding.Output + tracker.Output);
        string source = byMagnet ? $"magnet:?xt=urn:btih:{infoHash}&tr={Tracker}/announce" : torrent;
        string output = await RunningProcess.RequireAsync(Get(network, source, folder.Create("target")), Limit);
        Assert.Contains("Complete.", output, StringComparison.Ordinal);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    /// <summary>Three clients with a third of the pieces each, which are downloading too, Transmission from a .torrent among them; the long form is <c>tests/Bench/get-sources.py</c>.</summary>
    [SkippableFact]
    public async Task Get_downloads_byte_identical_data_from_a_swarm_in_which_nobody_has_all()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        const int Pieces = 96, PieceLength = 64 * 1024;
        byte[] whole = new byte[Pieces * PieceLength - 999];
        new Random(20).NextBytes(whole);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("data"), "mixed.bin"), whole);
        await RunningProcess.RequireAsync([ExternalTool.Require("mktorrent", "mktorrent"), "-l", "16", "-a", Tracker + "/announce", "-o", folder["mixed.torrent"], folder["data/mixed.bin"]], Limit);
        await using RunningProcess tracker = await StartTrackerAsync(network, folder);
        // It is there first: those that come have not given each other everything before.
        await using RunningProcess get = RunningProcess.Start(Get(network, folder["mixed.torrent"], folder.Create("target")));
        string[] clients = ["transmission", "libtorrent", "aria2"];
        var starting = new List<Task<RunningProcess>>();
        try
        {
            for (int client = 0; client < clients.Length; client++)
            {
                byte[] part = new byte[whole.Length];
                for (int piece = client; piece < Pieces; piece += clients.Length)
                {
                    Range range = (piece * PieceLength)..Math.Min((piece + 1) * PieceLength, whole.Length);
                    whole.AsSpan(range).CopyTo(part.AsSpan(range));
                }
                string place = folder.Create($"{clients[client]}/part");
                await File.WriteAllBytesAsync(Path.Combine(place, "mixed.bin"), part);
                starting.Add(Seeder.StartAsync(network, clients[client], folder["mixed.torrent"], place, $"10.77.0.{20 + client}"));
            }
            await Task.WhenAll(starting);
            Assert.Equal(0, await get.WaitForExitAsync(Limit));
            Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
        }
        finally
        {
            foreach (Task<RunningProcess> client in starting)
            {
                if (client.IsCompletedSuccessfully) await client.Result.DisposeAsync();
            }
        }
    }

    [SkippableFact]
    public async Task Get_downloads_from_a_web_server_with_ranges_alone()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await MakeAsync(folder, ["-w", "http://10.77.0.9:8080/"]);
        await using RunningProcess server = await StartWebServerAsync(network, folder["data"]);
        await RunningProcess.RequireAsync(Get(network, torrent, folder.Create("target")), Limit);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    [SkippableFact]
    public async Task Get_downloads_over_https_alone_and_from_nobody_it_cannot_trust()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        var certificate = new TestCertificate(folder, "10.77.0.9");
        string torrent = await MakeAsync(folder, ["-w", "https://10.77.0.9:8080/"]);
        File.Copy(torrent, folder["data/made.torrent"]);
        await using RunningProcess server = await StartWebServerAsync(network, folder["data"], certificate.Certificate, certificate.Key);
        const string Address = "https://10.77.0.9:8080/made.torrent";
        (int exitCode, string output) = await RunningProcess.RunAsync(Get(network, Address, folder.Create("target")), Limit);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{Address}: its certificate is signed by nobody whom this machine trusts", output, StringComparison.Ordinal);
        await RunningProcess.RequireAsync([.. certificate.Trusting, .. Get(network, Address, folder["target"])], Limit);
        File.Delete(folder["data/made.torrent"]);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    [SkippableFact]
    public async Task Get_of_data_that_is_there_says_so_and_damage_is_repaired()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await MakeAsync(folder, ["-w", "http://10.77.0.9:8080/"]);
        SampleTree(folder.Create("target"));
        string output = await RunningProcess.RequireAsync(Get(network, torrent, folder["target"]), Limit);
        Assert.Contains("Everything is there already.", output, StringComparison.Ordinal);

        await using (FileStream file = File.OpenWrite(Directory.GetFiles(folder["target/tree"], "large.bin")[0]))
        {
            file.Position = 1_000_000;
            file.WriteByte(1);
        }
        await using RunningProcess server = await StartWebServerAsync(network, folder["data"]);
        await RunningProcess.RequireAsync(Get(network, torrent, folder["target"]), Limit);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    [SkippableFact]
    public async Task Get_killed_again_and_again_goes_on_and_never_keeps_a_wrong_byte()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string torrent = await MakeAsync(folder, ["-w", "http://10.77.0.9:8080/"]);
        await using RunningProcess server = await StartWebServerAsync(network, folder["data"]);
        folder.Create("target");
        var random = new Random(3);
        for (int round = 0; round < 5; round++)
        {
            await using RunningProcess run = RunningProcess.Start([.. Get(network, torrent, folder["target"]), "--download", "6MB/s"]);
            await Task.WhenAny(run.WaitForExitAsync(Limit), Task.Delay(random.Next(200, 900)));
        }
        await RunningProcess.RequireAsync(Get(network, torrent, folder["target"]), Limit);
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    internal static IReadOnlyList<string> Get(PrivateNetwork network, string source, string target) =>
        network.Inside(EdgeSeedProcess.Binary, "get", source, "--dir", target, "--no-seed", "--bind", "10.77.0.8");

    /// <summary>Another program's web server with ranges, once it listens.</summary>
    internal static async Task<RunningProcess> StartWebServerAsync(PrivateNetwork network, string data, params string[] certificateAndKey)
    {
        string python = ExternalTool.Require("python3", "python3");
        RunningProcess server = RunningProcess.Start(network.Inside([python, LibTorrent.Script("ranged_server.py"), "10.77.0.9", "8080", data, .. certificateAndKey]));
        await Wait.UntilAsync(() => server.HasExited || server.Output.Contains("ready", StringComparison.Ordinal), Limit, () => server.Output);
        return server;
    }

    private static async Task<string> MakeAsync(TemporaryFolder folder, string[] options)
    {
        SampleTree(folder.Create("data"));
        string tool = ExternalTool.Require("mktorrent", "mktorrent");
        await RunningProcess.RequireAsync([tool, "-l", "16", .. options, "-o", folder["made.torrent"], folder["data/tree"]], Limit);
        return folder["made.torrent"];
    }

    private static void SampleTree(string root)
    {
        var random = new Random(19);
        foreach ((string name, int length) in new[] { ("large.bin", 9_000_001), ("Übung/ロゴ.png", 70_000), ("Übung/tiny", 1), ("Übung/a/b/mid.bin", 1_234_567) })
        {
            string path = Path.Combine(root, "tree", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
        }
    }

    internal static async Task<RunningProcess> StartTrackerAsync(PrivateNetwork network, TemporaryFolder folder)
    {
        RunningProcess tracker = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "track", "--port", "7000", "--bind", "10.77.0.1", "--state", folder["tracker.state"]));
        await Wait.UntilAsync(
            async () => tracker.HasExited || (await RunningProcess.RunAsync(network.Inside("curl", "-s", "-o", "/dev/null", Tracker + "/healthz"), Limit)).ExitCode == 0,
            Limit, () => tracker.Output);
        return tracker;
    }

    /// <summary>Whether the tracker knows of a seed.</summary>
    internal static async Task<bool> IsSeededAsync(PrivateNetwork network, string infoHash)
    {
        string escaped = string.Concat(Convert.FromHexString(infoHash).Select(b => $"%{b:x2}"));
        (_, string reply) = await RunningProcess.RunAsync(network.Inside("curl", "-s", "--output", "-", $"{Tracker}/scrape?info_hash={escaped}"), Limit);
        return reply.Contains("8:completei1e", StringComparison.Ordinal);
    }

    private static async Task<string> InfoHashAsync(string torrent) =>
        Hash().Match(await RunningProcess.RequireAsync([EdgeSeedProcess.Binary, "show", torrent], Limit)).Value;

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex Hash();
}
