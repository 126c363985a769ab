using System.CommandLine;
using System.Globalization;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed config check [FILE] [--json]</c>: everything wrong with a configuration, each with its place.</summary>
internal static class ConfigCheckCommand
{
    /// <summary>Builds the command; it exits with 0 when the file is good, else 1.</summary>
    public static Command Create()
    {
        Argument<string?> file = new("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"The configuration to check [default: {ServiceOptions.DefaultConfigFile}]",
        };
        Option<bool> json = new("--json") { Description = "Print one JSON object: file, good, and the mistakes with line, column, length and message" };
        Command command = new("check", "Report everything wrong with a configuration, each mistake with its place") { file, json };
        command.SetAction(parsed => Run(parsed.GetValue(file) ?? ServiceOptions.DefaultConfigFile, parsed.GetValue(json), parsed.InvocationConfiguration));
        return command;
    }

    private static int Run(string file, bool asJson, InvocationConfiguration console)
    {
        if (Directory.Exists(file))
        {
            string inside = Path.Combine(file, "seed.toml");
            console.Error.WriteLine($"edgeseed: {PrintableText.Of(file)}: this is a folder{(File.Exists(inside) ? $"; did you mean {PrintableText.Of(inside)}?" : ", and a configuration is a file")}");
            return ExitCode.Failed;
        }
        if (!File.Exists(file))
        {
            console.Error.WriteLine($"edgeseed: {PrintableText.Of(file)}: there is no such file; 'edgeseed config sample > seed.toml' starts one");
            return ExitCode.Failed;
        }
        ConfigResult result = ConfigLoader.Load(file, []);
        if (asJson) console.Output.WriteLine(ConfigProblemReport.ToJson(result, file));
        else if (result.Config is not null) console.Output.WriteLine($"{file}: good");
        else WriteProblems(result, console.Error);
        return result.Config is null ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void WriteProblems(ConfigResult result, TextWriter error)
    {
        ConfigProblemReport.Write(result, error);
        int count = result.Problems.Count;
        string more = count == ConfigProblemList.MaxProblems ? " or more" : "";
        string noun = count == 1 ? "mistake" : "mistakes";
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count}{more} {noun}"));
    }
}
