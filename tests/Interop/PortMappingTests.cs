using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The box behind a router that forwards nothing until it is asked: miniupnpd, which most home routers run.</summary>
public sealed class PortMappingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("PCP", "enable_upnp=no\nenable_natpmp=yes")]
    [InlineData("UPnP", "enable_upnp=yes\nenable_natpmp=no")]
    public async Task Router_is_asked_for_the_ports_and_a_client_elsewhere_downloads_through_them(string way, string speaks)
    {
        await using TwoHomes homes = await TwoHomes.BuildAsync(forwards: false);
        using var folder = new TemporaryFolder();
        await using RunningProcess router = await StartRouterAsync(homes, folder, speaks);
        await using RunningProcess box = await StartBoxAsync(homes, folder);
        JsonElement mapping = await MappedAsync(homes, box, router);
        Assert.Equal((way, TwoHomes.BoxHome), (mapping.GetProperty("way").GetString(), mapping.GetProperty("external_address").GetString()));

        string torrent = await NatTests.FetchTorrentAsync(homes.Far, TwoHomes.BoxHome, folder["world.torrent"]);
        await new Aria2(TwoHomes.FarAddress, 51020).DownloadAsync(homes.Far, [torrent], folder.Create("far"), Limit);
        Assert.Equal(SampleFolder.Digest(folder["seed"]), SampleFolder.Digest(folder["far"]));
        Assert.Equal(0, await box.StopAsync(Limit));
        (int code, _) = await RunningProcess.RunAsync(homes.Far.Inside("curl", "-sf", "--max-time", "2", $"http://{TwoHomes.BoxHome}:6969/"), Limit);
        Assert.NotEqual(0, code);
        string rules = await RunningProcess.RequireAsync(homes.Router.Inside(ExternalTool.Require("nftables", "nft"), "list", "table", "inet", "nat"), Limit);
        Assert.DoesNotContain("6969", rules, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Router_that_is_up_after_the_box_is_asked_again_soon()
    {
        await using TwoHomes homes = await TwoHomes.BuildAsync(forwards: false);
        using var folder = new TemporaryFolder();
        await using RunningProcess box = await StartBoxAsync(homes, folder);
        await Wait.UntilAsync(() => box.HasExited || box.Output.Contains("the router does not answer such requests", StringComparison.Ordinal), Limit, () => box.Output);
        await using RunningProcess router = await StartRouterAsync(homes, folder, "enable_upnp=yes\nenable_natpmp=no");
        await MappedAsync(homes, box, router);
    }

    private static async Task<RunningProcess> StartRouterAsync(TwoHomes homes, TemporaryFolder folder, string speaks)
    {
        string miniupnpd = ExternalTool.Require("miniupnpd-nftables", "miniupnpd");
        await File.WriteAllTextAsync(folder["miniupnpd.conf"],
            $"ext_ifname=wan\nlistening_ip=home\nsecure_mode=yes\n{speaks}\nupnp_table_name=nat\nupnp_nat_table_name=nat\n"
            + "upnp_forward_chain=forward\nupnp_nat_chain=in\nupnp_nat_postrouting_chain=out\nallow 1024-65535 192.168.1.0/24 1024-65535\n");
        return RunningProcess.Start(homes.Router.Inside(miniupnpd, "-d", "-f", folder["miniupnpd.conf"], "-P", folder["miniupnpd.pid"]));
    }

    private static async Task<RunningProcess> StartBoxAsync(TwoHomes homes, TemporaryFolder folder)
    {
        byte[] payload = new byte[1_000_000];
        new Random(12).NextBytes(payload);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("seed"), "payload.bin"), payload);
        return RunningProcess.Start(homes.Box.Inside(
            EdgeSeedProcess.Binary, "serve", folder["seed"], "--state", folder["state"], "--port-mapping", "--no-hardware"));
    }

    /// <summary>What the status says of the ports once they are forwarded, and the file is seeded.</summary>
    private static async Task<JsonElement> MappedAsync(TwoHomes homes, RunningProcess box, RunningProcess router)
    {
        string status = "";
        await Wait.UntilAsync(
            async () => box.HasExited || (status = await StatusAsync(homes)).Contains("\"mapped\"", StringComparison.Ordinal) && status.Contains("\"seeding\"", StringComparison.Ordinal),
            Limit, () => status + box.Output + router.Output);
        using JsonDocument document = JsonDocument.Parse(status);
        return document.RootElement.GetProperty("port_mapping").Clone();
    }

    private static async Task<string> StatusAsync(TwoHomes homes) =>
        (await RunningProcess.RunAsync(homes.Box.Inside("curl", "-sf", "http://127.0.0.1:6969/status.json"), Limit)).Output;
}
