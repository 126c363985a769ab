using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The tracker behind nginx, by a port or by a local socket: clients find each other by their own addresses, as <c>deploy/README.md</c> says.</summary>
public sealed class ProxyTests
{
    private const string ProxyAddress = "10.77.0.9";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [SkippableTheory]
    [InlineData("port")]
    [InlineData("socket")]
    public async Task Clients_find_each_other_through_a_tracker_behind_nginx(string way)
    {
        string nginx = ExternalTool.Require("nginx", "nginx");
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string socket = Path.Combine(folder.Create("run"), "http.sock");
        string upstream = way == "port" ? "127.0.0.1:6969" : $"unix:{socket}";
        string trust = way == "port" ? "tracker.trusted_proxies = [\"127.0.0.1\"]" : $"service.socket = \"unix:{socket}\"\nservice.socket_mode = \"0666\"";
        await File.WriteAllTextAsync(folder["seed.toml"], $"tracker.policy = \"open\"\n{trust}\n");
        await File.WriteAllTextAsync(folder["nginx.conf"], Configuration(folder, upstream));
        string torrent = await MakeTorrentAsync(folder);

        await using RunningProcess tracker = RunningProcess.Start(network.Inside(
            EdgeSeedProcess.Binary, "track", "--config", folder["seed.toml"], "--port", "6969", "--bind", "127.0.0.1", "--state", folder["tracker.state"]));
        await using RunningProcess proxy = RunningProcess.Start(network.Inside(nginx, "-c", folder["nginx.conf"], "-e", folder["nginx.log"]));
        await Wait.UntilAsync(async () => tracker.HasExited || proxy.HasExited || (await CurlAsync(network, "/healthz")).ExitCode == 0, Limit, () => tracker.Output + proxy.Output);
        Assert.False(tracker.HasExited || proxy.HasExited, tracker.Output + proxy.Output);

        await using RunningProcess seeder = await new LibTorrent("10.77.0.2", 51002).SeedAsync(network, torrent, folder["seed"], Limit);
        await new LibTorrent("10.77.0.3", 51003).DownloadAsync(network, [torrent], folder.Create("target"), Limit);
        Assert.Equal(SampleFolder.Digest(folder["seed"]), SampleFolder.Digest(folder["target"]));
        // What the client itself wrote into the field was replaced by nginx.
        string reply = (await CurlAsync(network, $"/announce?info_hash={new string('h', 20)}&peer_id={new string('p', 20)}&port=1&left=1&compact=1", "-H", "X-Forwarded-For: 203.0.113.7")).Output;
        Assert.Contains("11:external ip4:\u000aM\u0000\u0004", reply, StringComparison.Ordinal);
        Assert.Equal(0, await tracker.StopAsync(Limit));
        Assert.False(File.Exists(socket));
    }

    private static Task<(int ExitCode, string Output)> CurlAsync(PrivateNetwork network, string path, params string[] more) =>
        RunningProcess.RunAsync(network.Inside(["curl", "-sgf", "--output", "-", "--interface", "10.77.0.4", .. more, $"http://{ProxyAddress}:8080{path}"]), Limit);

    private static string Configuration(TemporaryFolder folder, string upstream) => $$"""
        daemon off;
        {{(Environment.UserName == "root" ? "user root root;" : "")}}
        pid {{folder["nginx.pid"]}};
        events { }
        http {
            access_log off;
            client_body_temp_path {{folder["body"]}};
            proxy_temp_path {{folder["proxied"]}};
            fastcgi_temp_path {{folder["fastcgi"]}};
            uwsgi_temp_path {{folder["uwsgi"]}};
            scgi_temp_path {{folder["scgi"]}};
            server {
                listen {{ProxyAddress}}:8080;
                location / {
                    proxy_pass http://{{upstream}};
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                }
            }
        }
        """;

    private static async Task<string> MakeTorrentAsync(TemporaryFolder folder)
    {
        byte[] payload = new byte[1_000_000];
        new Random(18).NextBytes(payload);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("seed"), "payload.bin"), payload);
        await RunningProcess.RequireAsync([EdgeSeedProcess.Binary, "make", folder["seed/payload.bin"], "-a", $"http://{ProxyAddress}:8080/announce", "-o", folder["payload.torrent"]], Limit);
        return folder["payload.torrent"];
    }
}
