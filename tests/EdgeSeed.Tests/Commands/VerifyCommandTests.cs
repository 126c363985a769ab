using System.Text.Json;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_beside_the_torrent_and_in_a_folder_named_finds_the_data()
    {
        string torrent = await MakeAsync();
        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("verify", torrent)).ExitCode);
        Directory.Move(_folder["tree"], Directory.CreateDirectory(_folder["away"]).FullName + "/tree");
        Assert.Equal(ExitCode.Failed, (await CommandOutcome.RunAsync("verify", torrent)).ExitCode);
        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("verify", torrent, _folder["away"])).ExitCode);
        Directory.Move(_folder["away/tree"], _folder["renamed"]);
        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("verify", torrent, _folder["renamed"])).ExitCode);
    }

    [Fact]
    public async Task Verify_damaged_missing_and_long_files_names_each_and_exits_1()
    {
        string torrent = await MakeAsync();
        using (FileStream damaged = File.OpenWrite(_folder["tree/a"])) damaged.Write([1, 2, 3]);
        File.Delete(_folder["tree/b"]);
        await File.AppendAllTextAsync(_folder["tree/c"], "more");
        CommandOutcome outcome = await CommandOutcome.RunAsync("verify", torrent, "--json");
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.False(json.RootElement.GetProperty("exact").GetBoolean());
        string[] results = [.. json.RootElement.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("path").GetString()} {file.GetProperty("result").GetString()}")];
        Assert.Equal(["a damaged", "b missing", "c wrong length", "d ok"], results);
    }

    [Fact]
    public async Task Verify_quietly_names_only_what_is_wrong()
    {
        string torrent = await MakeAsync();
        File.Delete(_folder["tree/d"]);
        CommandOutcome outcome = await CommandOutcome.RunAsync("verify", torrent, "--quiet");
        Assert.DoesNotContain("ok ", outcome.Output, StringComparison.Ordinal);
        Assert.StartsWith("missing      d", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Four files, each a whole number of pieces, so that damage to one is no damage to the next.</summary>
    private async Task<string> MakeAsync()
    {
        for (int i = 0; i < 4; i++) _folder.Fill($"tree/{"abcd"[i]}", 2 * 16 * 1024, seed: i);
        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("make", _folder["tree"], "--output", _folder["tree.torrent"])).ExitCode);
        return _folder["tree.torrent"];
    }
}
