using System.CommandLine;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>What every command does around its work.</summary>
internal static class CommandRun
{
    /// <summary>The terminal that a command was started on.</summary>
    public static TerminalSurface Terminal(ParseResult parsed) =>
        TerminalSurface.Detect(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    /// <summary>Prints one line to the error output and returns <see cref="ExitCode.Failed"/>.</summary>
    public static int Fail(ParseResult parsed, string message)
    {
        parsed.InvocationConfiguration.Error.WriteLine($"edgeseed: {message}");
        return ExitCode.Failed;
    }
}
