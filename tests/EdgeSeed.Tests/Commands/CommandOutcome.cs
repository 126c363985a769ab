using System.CommandLine;
using EdgeSeed.Commands;

namespace EdgeSeed.Tests.Commands;

/// <summary>What a command line did.</summary>
internal sealed record CommandOutcome(int ExitCode, string Output, string Error)
{
    public static async Task<CommandOutcome> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandTree.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        return new CommandOutcome(exitCode, output.ToString(), error.ToString());
    }
}
