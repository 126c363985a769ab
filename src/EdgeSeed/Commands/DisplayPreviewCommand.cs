using System.CommandLine;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed display preview --out DIR</c>: every page and every alarm as PNG, drawn by what draws them on the display.</summary>
internal sealed class DisplayPreviewCommand : TaughtCommand
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder to write the pictures to; made if it is not there",
        HelpName = "DIR",
        Required = true,
    };

    /// <summary>Builds the command.</summary>
    public DisplayPreviewCommand() : base("preview", "Draw every page and every alarm of the display as PNG")
    {
        Options.Add(_out);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples => [new("edgeseed display preview --out pictures", "no display is needed")];

    private int Run(ParseResult parsed)
    {
        string folder = parsed.GetValue(_out)!;
        int count = 0;
        try
        {
            Directory.CreateDirectory(folder);
            PreviewFiles.Draw((name, bytes) =>
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                count++;
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CommandRun.Fail(parsed, exception.Message);
        }
        parsed.InvocationConfiguration.Output.WriteLine($"{count} pictures in {folder}");
        return ExitCode.Ok;
    }
}
