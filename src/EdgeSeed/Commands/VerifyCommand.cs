using System.CommandLine;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed verify TORRENT [DATA]</c>: reads the data and says of every file whether it is what the torrent says.</summary>
internal sealed class VerifyCommand : TaughtCommand
{
    private readonly Argument<string> _torrent = new("TORRENT") { Description = "A .torrent file" };

    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "The data, or the folder that holds it [default: beside the torrent]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Name only files that are not right" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    /// <summary>Adds its arguments and action.</summary>
    public VerifyCommand() : base("verify", "Check data against a torrent, file by file")
    {
        Arguments.Add(_torrent);
        Arguments.Add(_data);
        Options.Add(_quiet);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed verify film.mkv.torrent", "check film.mkv beside the torrent; exit code 1 when it is not right"),
        new("edgeseed verify photos.torrent /mnt/usb", "check /mnt/usb/photos"),
        new("edgeseed verify photos.torrent /mnt/usb --quiet", "name only the files that are damaged or missing"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string torrent = parsed.GetRequiredValue(_torrent);
        if (TorrentSource.Read(torrent, out Metainfo? metainfo) is { } problem) return CommandRun.Fail(parsed, problem);
        ContentLocation location = parsed.GetValue(_data) is { } data ? DataLocation.At(metainfo!, data) : DataLocation.Beside(metainfo!, torrent);

        TerminalSurface terminal = CommandRun.Terminal(parsed);
        using var stop = new StopSignals();
        VerifyResult result;
        try
        {
            result = await new HashDisplay(terminal, TimeProvider.System).RunAsync(
                $"Checking {PrintableText.Of(metainfo!.Name.ToString())}",
                progress => PieceVerifier.VerifyAsync(metainfo, location, HashOptions.Default, progress, cancellation: stop.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("edgeseed: interrupted");
            return ExitCode.Interrupted;
        }
        VerifyDescription description = VerifyDescription.Of(metainfo, location.ToString(), result);
        if (parsed.GetValue(_json)) parsed.InvocationConfiguration.Output.WriteLine(ReportJson.Of(description));
        else VerifyReport.Write(terminal.Output, description, parsed.GetValue(_quiet));
        return description.Exact ? ExitCode.Ok : ExitCode.Failed;
    }
}
