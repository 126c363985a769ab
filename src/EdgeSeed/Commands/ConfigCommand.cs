using System.CommandLine;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed config check | show | sample</c></summary>
internal static class ConfigCommand
{
    /// <summary>Builds the command with its three below it.</summary>
    public static Command Create() => new("config", "Check, show or start a configuration")
    {
        ConfigCheckCommand.Create(),
        ConfigShowCommand.Create(),
        ConfigSampleCommand.Create(),
    };
}
