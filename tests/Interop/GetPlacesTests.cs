using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>A target that fills up, goes away or cannot be written: the short form of <c>tests/Bench/get-places.py</c>.</summary>
public sealed class GetPlacesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("full", "Make room and it goes on")]
    [InlineData("removed", "Waiting: ")]
    [InlineData("moved", "Put it back and it goes on")]
    [InlineData("read-only", "Read-only file system")]
    public async Task Get_says_what_is_wrong_with_its_target_and_goes_on_when_it_is_well(string place, string words)
    {
        string python = ExternalTool.Require("python3", "python3");
        await using (await PrivateNetwork.CreateAsync())
        {
            // The script makes namespaces of its own; where that is not allowed the test has been skipped by now.
        }
        (_, string output) = await RunningProcess.RunAsync([python, LibTorrent.Script("get-places.py"), EdgeSeedProcess.Binary, place], Limit);
        using JsonDocument result = JsonDocument.Parse(output);
        Assert.True(result.RootElement.GetProperty("held").GetBoolean(), output);
        Assert.Contains(words, output, StringComparison.Ordinal);
    }
}
