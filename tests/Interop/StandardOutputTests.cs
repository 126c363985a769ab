using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The program and the shell around it: a full disk, a reader that has seen enough, a locale without Unicode.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeseed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Full_disk_is_a_sentence_and_exit_code_1()
    {
        (int code, string output) = await ShellAsync("\"$0\" config sample > /dev/full");
        Assert.Equal((1, "edgeseed: standard output: No space left on device"), (code, output.Trim()));
    }

    [SkippableTheory]
    [InlineData("\"$0\" config sample | head -n 1")]
    [InlineData("\"$0\" status --watch --port 1 | head -n 3")]
    [InlineData("\"$0\" serve \"$1\" --state \"$1-state\" --bind 127.0.0.1 --port 0 --peer-port 0 --no-hardware | head -n 1")]
    public async Task Command_ends_when_its_reader_is_gone(string pipeline)
    {
        (int code, string output) = await ShellAsync($"set -o pipefail; {pipeline}; echo \"code ${{PIPESTATUS[0]}}\"");
        Assert.Equal(0, code);
        Assert.Matches("code (0|130|141)", output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Locale_without_Unicode_gets_ASCII()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.bin"), new byte[100_000]);
        (int code, string output) = await ShellAsync("LC_ALL=C \"$0\" status --watch --port 1 2>&1 | head -n 1; LC_ALL=C \"$0\" make \"$1/a.bin\" --output \"$1.torrent\" 2>&1");
        Assert.Equal(0, code);
        Assert.All(output, c => Assert.True(char.IsAscii(c), output));
    }

    private async Task<(int Code, string Output)> ShellAsync(string script) =>
        await RunningProcess.RunAsync([ExternalTool.Require("bash", "bash"), "-c", script, EdgeSeedProcess.Binary, _folder], Limit);
}
