using System.CommandLine;
using EdgeSeed.Config.Binding;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed config sample</c>: a commented <c>seed.toml</c> with every key at its default.</summary>
internal static class ConfigSampleCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("sample", "Print a commented seed.toml with every key at its default");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(ConfigSample.Write()));
        return command;
    }
}
