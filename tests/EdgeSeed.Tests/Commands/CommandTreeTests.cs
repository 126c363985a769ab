using System.CommandLine;
using EdgeSeed.Commands;

namespace EdgeSeed.Tests.Commands;

public sealed class CommandTreeTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Help_of_the_root_teaches_with_examples_and_exit_codes()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("--help"));
        Assert.Contains("edgeseed serve ./folder", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("130  interrupted", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_every_command_ends_with_examples_that_parse()
    {
        foreach (TaughtCommand command in CommandTree.Build().Subcommands.OfType<TaughtCommand>())
        {
            Assert.NotEmpty(command.Examples);
            foreach (CommandExample example in command.Examples)
            {
                string line = example.Line.Split('|')[0].Trim();
                Assert.StartsWith("edgeseed " + command.Name, line, StringComparison.Ordinal);
                Assert.Empty(CommandTree.Build().Parse(line["edgeseed ".Length..]).Errors);
            }
        }
        Assert.Equal(ExitCode.Ok, await RunAsync("--help"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense")]
    public async Task Unknown_word_exits_2_and_points_to_the_help(string word)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync(word));
        Assert.Contains("edgeseed --help", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Version_is_a_line_of_its_own()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+", _output.ToString());
    }

    private Task<int> RunAsync(params string[] args) =>
        CommandTree.RunAsync(args, new InvocationConfiguration { Output = _output, Error = _error });
}
