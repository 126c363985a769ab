using System.Text.Json;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Data that cannot be read for a while: the reason is shown, the rest is seeded, and it is tried again until it can.</summary>
public sealed class UnreadableTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Data_that_may_not_be_read_says_so_and_is_seeded_soon_after_it_may()
    {
        ExternalTool.Missing(Environment.UserName != "root", "taking rights away needs root");
        string chmod = ExternalTool.Require("coreutils", "chmod");
        string setpriv = ExternalTool.Require("util-linux", "setpriv");
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        string data = folder.Create("data");
        string[] closed = [Path.Combine(data, "found.bin"), Path.Combine(data, "made.bin")];
        foreach (string file in (string[])[.. closed, Path.Combine(data, "open.bin")]) await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)7, 50_000)]);
        await RunningProcess.RequireAsync([EdgeSeedProcess.Binary, "make", closed[0], "-o", Path.Combine(data, "found.torrent")], Limit);
        await RunningProcess.RequireAsync([chmod, "000", .. closed], Limit);

        string[] withoutRights = [setpriv, "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"];
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeThroughAsync(network, withoutRights, data, folder.Create("state"), torrents: 1);
        await Wait.UntilAsync(async () => await CountAsync(served, "failed") == 2, Limit, () => served.Output);
        using (JsonDocument status = await served.StatusAsync())
        {
            string[] problems = [.. status.RootElement.GetProperty("torrents").EnumerateArray().Select(torrent => torrent.GetProperty("problem").GetString() ?? "")];
            Assert.Equal(2, problems.Count(problem => problem.Contains("Permission denied", StringComparison.Ordinal) && problem.Contains("tried again", StringComparison.Ordinal)));
        }
        await RunningProcess.RequireAsync([chmod, "400", .. closed], Limit);
        await Wait.UntilAsync(async () => await CountAsync(served, "seeding") == 3, Limit, () => served.Output);
        await served.StopAsync();
    }

    private static async Task<int> CountAsync(EdgeSeedProcess served, string state)
    {
        using JsonDocument status = await served.StatusAsync();
        return status.RootElement.GetProperty("torrents").EnumerateArray().Count(torrent => torrent.GetProperty("state").GetString() == state);
    }
}
