using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The program and the shell around it: a full disk, a reader that has seen enough, a locale without Unicode.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeseed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("\"$0\" config sample > /dev/full")]
    [InlineData("\"$0\" show 0123456789abcdef0123456789abcdef01234567 > /dev/full")]
    [InlineData("\"$0\" make \"$1/a.bin\" --output - > /dev/full")]
    [InlineData("\"$0\" serve \"$1\" --state \"$1-state\" --bind 127.0.0.1 --port 0 --peer-port 0 --no-hardware > /dev/full")]
    public async Task Full_disk_is_a_sentence_and_exit_code_1(string command)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.bin"), new byte[100_000]);
        (int code, string output) = await ShellAsync(command);
        Assert.Equal((1, "edgeseed: standard output: No space left on device"), (code, output.Trim().Split('\n')[^1]));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Dash_is_standard_output_and_gets_the_torrent_alone()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.bin"), new byte[100_000]);
        (int code, string output) = await ShellAsync(
            "set -e; cd \"$1\"; \"$0\" make a.bin --no-date --output a.torrent > shown; \"$0\" make a.bin --no-date --output - 2> said > b.torrent; cmp a.torrent b.torrent; test ! -e ./-; ! grep -q magnet said");
        Assert.True(code == 0, output);
    }

    /// <summary>In a terminal of its own, as script(1) makes one.</summary>
    [SkippableTheory]
    [InlineData("TERM=xterm", true)]
    [InlineData("TERM=xterm NO_COLOR=1", true)]
    [InlineData("TERM=dumb", false)]
    public async Task Terminal_gets_what_it_can_show(string environment, bool redraws)
    {
        string script = ExternalTool.Require("bsdutils", "script");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.bin"), new byte[100_000]);
        (_, string output) = await ShellAsync(
            $"cd \"$1\"; \"$0\" make a.bin --output t.torrent > made 2>&1; truncate -s 50000 a.bin; {environment} timeout -s INT 5 {script} -qec \"stty cols 60 rows 20; exec $0 get t.torrent --dir . --bind 127.0.0.1 --peer-port 0\" /dev/null < /dev/null");
        Assert.True(redraws == output.Contains('\e', StringComparison.Ordinal), output);
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
        // The status that a service gives is drawn by that service, in a locale of its own.
        (int code, string output) = await ShellAsync("""
            export LC_ALL=C.UTF-8
            "$0" serve "$1" --state "$1-state" --bind 127.0.0.1 --port 0 --peer-port 0 --no-hardware >/dev/null 2>&1 &
            service=$!
            export LC_ALL=C
            "$0" status --watch --port 1 2>&1 | head -n 1
            "$0" make "$1/a.bin" --output "$1.torrent" 2>&1
            until "$0" status --state "$1-state" 2>&1 | grep a.bin; do :; done
            "$0" status --state "$1-state" 2>&1
            kill $service
            wait $service
            """);
        Assert.Contains("Page ", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.All(output, c => Assert.True(char.IsAscii(c), output));
    }

    private async Task<(int Code, string Output)> ShellAsync(string script) =>
        await RunningProcess.RunAsync([ExternalTool.Require("bash", "bash"), "-c", script, EdgeSeedProcess.Binary, _folder], Limit);
}
