using EdgeSeed.Commands;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Commands;

public sealed class CommandTreeTests
{
    [Fact]
    public async Task Help_of_the_root_teaches_with_examples_and_exit_codes()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("--help");
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Contains("edgeseed serve ./folder", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("130  interrupted", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_every_command_ends_with_examples_that_parse()
    {
        List<TaughtCommand> taught = [.. CommandTree.Build().Subcommands.OfType<TaughtCommand>()];
        Assert.NotEmpty(taught);
        foreach (TaughtCommand command in taught)
        {
            Assert.NotEmpty(command.Examples);
            foreach (CommandExample example in command.Examples)
            {
                string line = example.Line.Split('|')[0].Trim();
                Assert.StartsWith("edgeseed " + command.Name, line, StringComparison.Ordinal);
                Assert.Empty(CommandTree.Build().Parse(line["edgeseed ".Length..].Replace("'", "", StringComparison.Ordinal)).Errors);
            }
        }
    }

    [Fact]
    public async Task Help_of_a_command_ends_with_its_examples()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", "--help");
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Contains("edgeseed show film.mkv.torrent --files", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_shows_the_help_and_exits_2()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync();
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("Examples:", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense")]
    public async Task Unknown_word_exits_2_and_points_to_the_help(string word)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync(word);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("edgeseed --help", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Theory]
    [InlineData("there is no command 'serv'; did you mean 'serve'?", "serv", "./folder")]
    [InlineData("there is no command 'smaple'; did you mean 'sample'?", "config", "smaple")]
    [InlineData("there is no option '--prot'; did you mean '--port'?", "serve", "./folder", "--prot", "80")]
    [InlineData("there is no option '--anounce'; did you mean '--announce'?", "make", "film.mkv", "--anounce", "http://a/announce")]
    [InlineData("there is no option '--wach'; did you mean '--watch'?", "status", "--wach")]
    [InlineData("there is no argument 'more'", "show", "film.torrent", "more")]
    [InlineData("there is no option '-v'", "make", "-v", "film.mkv")]
    [InlineData("there is no option '-n'", "make", "-n", "x", "film.mkv")]
    [InlineData("TORRENT is empty", "show", "")]
    [InlineData("--output is empty", "make", "film.mkv", "-o", "")]
    [InlineData("--state is empty", "serve", "folder", "--state", "")]
    [InlineData("--port is a number from 1 to 65535.", "status", "--port", "x")]
    [InlineData("--hours is a number from 1 to 744.", "limit", "1MB/s", "--hours", "0.5")]
    [InlineData("config needs a command: check, show, sample, password", "config")]
    [InlineData("recheck needs an INFOHASH", "recheck")]
    [InlineData("'http://a/x http://b/x' looks like several addresses: put commas between them.", "make", "film.mkv", "-a", "http://a/x http://b/x")]
    [InlineData("make needs a PATH", "make")]
    [InlineData("get needs a TORRENT", "get", "--no-seed")]
    public async Task Mistake_says_what_was_probably_meant(string expected, params string[] args)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync(args);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Equal($"edgeseed: {expected}", outcome.Error.Split('\n')[0]);
    }

    [Fact]
    public async Task After_two_dashes_a_path_may_look_like_an_option()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", "--", "--nowhere.torrent");
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("--nowhere.torrent", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_a_line_of_its_own() => Assert.Matches(@"^\d+\.\d+\.\d+", (await CommandOutcome.RunAsync("--version")).Output);

    [Fact]
    public async Task Help_command_says_what_the_option_says()
    {
        foreach (string[] path in new string[][] { [], ["make"], ["config", "check"] })
        {
            CommandOutcome outcome = await CommandOutcome.RunAsync(["help", .. path]);
            Assert.Equal(ExitCode.Ok, outcome.ExitCode);
            Assert.Equal((await CommandOutcome.RunAsync([.. path, "--help"])).Output, outcome.Output);
        }
        Assert.Contains("did you mean 'make'?", (await CommandOutcome.RunAsync("help", "mkae")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("did you mean \"4 KB/s\"?", "--upload", "4")]
    [InlineData("did you mean \"4 KB/s\" or \"4 kbit/s\"?", "--upload", "4kb")]
    [InlineData("did you mean \"10 MB/s\" or \"10 Mbit/s\"?", "--download", "10Mbps")]
    [InlineData("not a rate such as 100KB/s", "--download", "fast")]
    public async Task Rate_that_is_none_says_what_was_probably_meant(string expected, string option, string rate)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("get", "x.torrent", option, rate);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make --like ", "transmission")]
    [InlineData("serve --upload ", "unlimited")]
    [InlineData("help ", "verify")]
    public void Values_of_options_are_completed(string line, string expected) =>
        Assert.Contains(expected, CommandTree.Build().Parse(line).GetCompletions(line.Length).Select(static item => item.Label));
}
