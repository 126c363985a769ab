using EdgeSeed.Commands;

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

    [Fact]
    public async Task Version_is_a_line_of_its_own() => Assert.Matches(@"^\d+\.\d+\.\d+", (await CommandOutcome.RunAsync("--version")).Output);
}
