using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeSeed.Commands;

/// <summary>The generated help of a command, followed by its examples; for the root also by the exit codes.</summary>
/// <param name="generated">Writes usage, arguments and options.</param>
internal sealed class TeachingHelp(HelpAction generated) : SynchronousCommandLineAction
{
    private static readonly CommandExample[] s_rootExamples =
    [
        new("edgeseed serve ./folder", "make a torrent of each entry, track it, seed it, show a page with links"),
        new("edgeseed make ./film.mkv", "write film.mkv.torrent here and print its magnet link"),
        new("edgeseed show film.mkv.torrent", "say what a torrent holds"),
        new("edgeseed verify film.mkv.torrent", "check the data beside it, file by file"),
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = generated.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        if (command is TaughtCommand taught) WriteExamples(output, taught.Examples);
        if (command is not RootCommand) return code;
        WriteExamples(output, s_rootExamples);
        output.WriteLine("Exit codes:");
        output.WriteLine("  0    done; for a service: stopped cleanly");
        output.WriteLine("  1    what was asked for failed, or the data is damaged");
        output.WriteLine("  2    the command line or the configuration was not understood");
        output.WriteLine("  130  interrupted before it was done");
        output.WriteLine();
        return code;
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<CommandExample> examples)
    {
        if (examples.Count == 0) return;
        output.WriteLine("Examples:");
        foreach (CommandExample example in examples)
        {
            output.WriteLine($"  {example.Line}");
            output.WriteLine($"      {example.Meaning}");
        }
        output.WriteLine();
    }
}
