using System.CommandLine;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed config check | show | sample | password</c></summary>
internal static class ConfigCommand
{
    /// <summary>Builds the command with its four below it.</summary>
    public static Command Create() => new("config", "Check, show or start a configuration")
    {
        ConfigCheckCommand.Create(),
        ConfigShowCommand.Create(),
        ConfigSampleCommand.Create(),
        new ConfigPasswordCommand(),
    };
}
