using System.Text;
using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>A box that starts before its network: what it gives out follows the address that comes, and the one that comes after that.</summary>
public sealed class LateNetworkTests
{
    private const string Here = "127.0.0.1", First = "10.91.0.5", Second = "10.92.0.6";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task Torrents_and_magnet_links_made_before_the_address_came_carry_it_afterwards()
    {
        await using PrivateNetwork outer = await PrivateNetwork.CreateAsync();
        await using PrivateNetwork network = await outer.AddAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Create("seed"), "early.txt"), "published before there was a network");
        await using RunningProcess box = RunningProcess.Start(network.Inside(EdgeSeedProcess.Binary, "serve", folder["seed"], "--state", folder["state"], "--no-hardware"));
        JsonElement early = await UntilAsync(network, box, status => status.GetProperty("torrents").GetArrayLength() == 1 && StateOf(status) == "seeding");
        Assert.Equal($"http://{Here}:6969/announce", early.GetProperty("announce_url").GetString());

        await HaveAddressAsync(network, $"ip link add eth9 type veth peer name eth8 && ip link set eth8 up && ip link set eth9 up && ip address add {First}/24 dev eth9 && ip route add default via 10.91.0.1");
        await CarriesAsync(network, box, folder, First, not: Here);
        await HaveAddressAsync(network, $"ip address flush dev eth9 && ip address add {Second}/24 dev eth9 && ip route add default via 10.92.0.1");
        await CarriesAsync(network, box, folder, Second, not: First);
        Assert.Equal(0, await box.StopAsync(Limit));
    }

    private static Task<string> HaveAddressAsync(PrivateNetwork network, string script) => RunningProcess.RequireAsync(network.Inside("sh", "-c", script), Limit);

    private static async Task CarriesAsync(PrivateNetwork network, RunningProcess box, TemporaryFolder folder, string address, string not)
    {
        string url = $"http://{address}:6969/announce";
        JsonElement status = await UntilAsync(network, box, status => status.GetProperty("announce_url").GetString() == url);
        JsonElement torrent = status.GetProperty("torrents")[0];
        Assert.EndsWith("&tr=" + Uri.EscapeDataString(url), torrent.GetProperty("magnet").GetString(), StringComparison.Ordinal);
        string path = $"/torrents/{torrent.GetProperty("info_hash").GetString()}.torrent";
        foreach (string asked in (string[])[address, Here])
        {
            string file = folder[asked];
            await RunningProcess.RequireAsync(network.Inside("curl", "-sSf", "-o", file, $"http://{asked}:6969{path}"), Limit);
            string text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.Contains($"8:announce{url.Length}:{url}", text, StringComparison.Ordinal);
            Assert.DoesNotContain(not, text, StringComparison.Ordinal);
        }
    }

    private static string? StateOf(JsonElement status) => status.GetProperty("torrents")[0].GetProperty("state").GetString();

    private static async Task<JsonElement> UntilAsync(PrivateNetwork network, RunningProcess box, Func<JsonElement, bool> condition)
    {
        JsonElement status = default;
        await Wait.UntilAsync(
            async () =>
            {
                (int exitCode, string text) = await RunningProcess.RunAsync(network.Inside("curl", "-s", "--fail", $"http://{Here}:6969/status.json"), Limit);
                if (exitCode != 0) return box.HasExited;
                using JsonDocument document = JsonDocument.Parse(text);
                status = document.RootElement.Clone();
                return condition(status);
            },
            Limit,
            () => box.Output + status);
        Assert.False(box.HasExited, box.Output);
        return status;
    }
}
