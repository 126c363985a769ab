using System.CommandLine;
using System.CommandLine.Help;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>All commands of <c>edgeseed</c>, and the one place where a command line becomes an exit code.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree anew; commands hold no state between runs.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("A tiny BitTorrent tracker and seeder: point it at a folder, and the world can fetch it.")
        {
            new ServeCommand(),
            new SeedCommand(),
            new TrackCommand(),
            new MakeCommand(),
            new GetCommand(),
            new ShowCommand(),
            new VerifyCommand(),
            new StatusCommand(),
            new PauseCommand(),
            new ResumeCommand(),
            new LimitCommand(),
            new RecheckCommand(),
            new EjectCommand(),
            DisplayCommand.Create(),
            ConfigCommand.Create(),
            new HelpCommand(),
        };
        root.SetAction(parsed =>
        {
            new TeachingHelp(new HelpAction()).Invoke(parsed);
            return ExitCode.Usage;
        });
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction generated } help) help.Action = new TeachingHelp(generated);
        }
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">The arguments after the program's name.</param>
    /// <param name="configuration">Where to write; the console when null.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration? configuration = null)
    {
        // Commands own their signals: a service must stop in order, and no command is cut off after a fixed grace.
        configuration ??= new InvocationConfiguration();
        configuration.ProcessTerminationTimeout = null;
        configuration.EnableDefaultExceptionHandler = false;
        configuration.Error = new PrintableWriter(configuration.Error);
        try
        {
            return await InvokeAsync(Build().Parse(args), configuration).ConfigureAwait(false);
        }
        catch (OutputException exception)
        {
            if (exception.IsReaderGone) return ExitCode.ReaderGone;
            configuration.Error.WriteLine($"edgeseed: {exception.Message}");
            return ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            configuration.Error.WriteLine("edgeseed: there is not enough memory for this");
            return ExitCode.Failed;
        }
        catch (Exception exception)
        {
            // The top of the program: whatever is thrown here is a bug, which the person at the terminal can only report.
            configuration.Error.WriteLine($"edgeseed: this is a mistake in the program, please report it: {PrintableText.Of($"{exception.GetType().Name}: {exception.Message}")}");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, InvocationConfiguration configuration)
    {
        List<string> mistakes = parsed.Action is { ClearsParseErrors: true } ? [] : CommandMistakes.Of(parsed);
        if (mistakes.Count == 0) return await parsed.InvokeAsync(configuration).ConfigureAwait(false);

        foreach (string mistake in mistakes) configuration.Error.WriteLine($"edgeseed: {PrintableText.Of(mistake)}");
        string path = string.Join(' ', Ancestry(parsed.CommandResult.Command));
        configuration.Error.WriteLine($"Try '{path} --help'.");
        return ExitCode.Usage;
    }

    private static Stack<string> Ancestry(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol is RootCommand ? "edgeseed" : symbol.Name);
        return names;
    }
}
