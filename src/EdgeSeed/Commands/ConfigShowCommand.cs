using System.CommandLine;
using EdgeSeed.Config.Binding;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed config show [--json]</c>: the configuration a service would start with, and where each value comes from.</summary>
internal static class ConfigShowCommand
{
    /// <summary>
    /// Builds the command; it takes the same options as a service and exits with <see cref="ExitCode.Usage"/> when the
    /// configuration is wrong, as a service would.
    /// </summary>
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Print one JSON object" };
        Command command = new("show", "Print the configuration in effect and where each value comes from") { json };
        ServiceOptions options = new();
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (options.Load(parsed) is not { } settings) return ExitCode.Usage;
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(ConfigListing.ToJson(settings.Config, settings.Origins, settings.ConfigFile));
            else output.Write(ConfigListing.ToToml(settings.Config, settings.Origins, settings.ConfigFile));
            return ExitCode.Ok;
        });
        return command;
    }
}
