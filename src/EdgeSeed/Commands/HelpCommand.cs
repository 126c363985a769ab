using System.CommandLine;
using System.CommandLine.Completions;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed help [COMMAND…]</c>: the same as <c>edgeseed COMMAND --help</c>.</summary>
internal sealed class HelpCommand : TaughtCommand
{
    private readonly Argument<string[]> _path = new("COMMAND")
    {
        Description = "The command, and the one below it where it has some",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds its argument and action.</summary>
    public HelpCommand() : base("help", "Say what a command does and how it is used")
    {
        Arguments.Add(_path);
        _path.CompletionSources.Add(_ => Commands().Select(static command => new CompletionItem(command.Name)));
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed help make", "what 'edgeseed make --help' says"),
        new("edgeseed help config check", "a command below another"),
    ];

    private IEnumerable<Command> Commands() => Parents.OfType<Command>().SelectMany(static root => root.Subcommands);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] path = parsed.GetValue(_path) ?? [];
        Command command = CommandTree.Build();
        foreach (string word in path)
        {
            if (command.Subcommands.FirstOrDefault(below => below.Name == word) is { } found)
            {
                command = found;
                continue;
            }
            CommandRun.Fail(parsed, CommandMistakes.Unknown(word, command));
            return ExitCode.Usage;
        }
        return await CommandTree.RunAsync([.. path, "--help"], parsed.InvocationConfiguration).ConfigureAwait(false);
    }
}
