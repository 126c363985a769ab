using System.CommandLine;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed make PATH</c>: hashes a file or folder and writes its <c>.torrent</c>.</summary>
internal sealed partial class MakeCommand : TaughtCommand
{
    private const string Transmission = "transmission";

    private readonly Argument<string> _path = new("PATH") { Description = "The file or folder to publish" };

    private readonly Option<string[]> _announce = new("--announce", "-a")
    {
        Description = "Tracker; repeat it for further tiers, put a comma between trackers of one tier",
        HelpName = "URL",
    };

    private readonly Option<string[]> _webSeeds = new("--web-seed", "-w") { Description = "Where the data lies on a web server too; may be repeated", HelpName = "URL" };
    private readonly Option<string?> _comment = new("--comment", "-c") { Description = "A line for whoever looks at it", HelpName = "TEXT" };
    private readonly Option<bool> _private = new("--private", "-p") { Description = "Peers come from the trackers only (BEP 27)" };
    private readonly Option<string?> _source = new("--source", "-s") { Description = "A tag that gives the torrent an info-hash of its own", HelpName = "TEXT" };

    private readonly Option<string?> _pieceSize = new("--piece-size", "-l")
    {
        Description = "A power of two from 16KiB to 256MiB, such as 512k or 1MiB, or the exponent, such as 20 [default: by the size of the data]",
        HelpName = "SIZE",
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "v1, which every client reads; v2, SHA-256 hash trees, for newer clients (BEP 52); or hybrid, both in one [default: v1]",
        HelpName = "v1|hybrid|v2",
    };

    private readonly Option<string?> _like = new("--like")
    {
        Description = "Whose info-hash the same input and piece size give: mktorrent, or transmission (its order of files, no empty "
            + "files, a note that the torrent is not private) [default: mktorrent]",
        HelpName = "mktorrent|transmission",
    };

    private readonly Option<bool> _noDate = new("--no-date", "-d") { Description = "Leave the date out: the same data gives the same file" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "File to write, - for standard output [default: NAME.torrent here]", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace that file if it is there" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    /// <summary>Adds its arguments and action.</summary>
    public MakeCommand() : base("make", "Make a .torrent of a file or folder")
    {
        Arguments.Add(_path);
        foreach (Option option in (ReadOnlySpan<Option>)[_announce, _webSeeds, _comment, _private, _source, _pieceSize, _format, _like, _noDate, _output, _force, _json])
            Options.Add(option);
        AddressList.Check(_announce, AddressKind.Tracker);
        AddressList.Check(_webSeeds, AddressKind.Web);
        _pieceSize.Validators.Add(result =>
        {
            if (PieceSizeText.Read(result.GetValueOrDefault<string?>() ?? "", out _) is { } mistake) result.AddError(mistake);
        });
        _like.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? "";
            if (text is not ("mktorrent" or Transmission)) result.AddError($"'{text}' is none of those that --like knows: mktorrent, transmission.");
        });
        _format.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? "";
            if (FormatText.Read(text) is null) result.AddError($"'{text}' is none of the formats: {string.Join(", ", FormatText.All)}.");
        });
        _format.CompletionSources.Add(FormatText.All);
        _like.CompletionSources.Add("mktorrent", Transmission);
        _pieceSize.CompletionSources.Add("16KiB", "64KiB", "256KiB", "1MiB", "4MiB", "16MiB");
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed make film.mkv --announce http://tracker.example:6969/announce", "write film.mkv.torrent here"),
        new("edgeseed make ./photos --announce http://a/announce,udp://a:6969 --announce http://b/announce", "two tiers of trackers"),
        new("edgeseed make ./photos --no-date --piece-size 1MiB --output /tmp/photos.torrent", "a file that anybody can make again, byte for byte"),
        new("edgeseed make ./photos --like transmission --piece-size 1MiB", "the info-hash that transmission-create -s 1024 gives"),
        new(
            "edgeseed make ./photos --format hybrid",
            "for clients of version 1 and 2; the info-hashes that libtorrent gives. Hand out the file: by magnet link libtorrent 2.0 (qBittorrent) may stop "
                + "at \"v1 and v2 hashes do not describe the same data\", whoever seeds, until it is resumed"),
        new("edgeseed make film.mkv --json | jq -r .magnet", "the magnet link for a script"),
        new("edgeseed make film.mkv --output - | ssh mirror 'cat > film.mkv.torrent'", "the torrent itself on standard output"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TerminalSurface terminal = CommandRun.Terminal(parsed);
        string path = parsed.GetRequiredValue(_path);
        var location = new ContentLocation(LocalPath.FromString(path));
        // Its peers may be found through trackers only (BEP 27): without one nobody could ever get it.
        if (parsed.GetValue(_private) && parsed.GetValue(_announce) is not { Length: > 0 })
        {
            CommandRun.Fail(parsed, "--private needs a tracker: peers of a private torrent find each other through trackers only; --announce URL names one");
            return ExitCode.Usage;
        }
        if (parsed.GetValue(_json) && parsed.GetValue(_output) == TorrentOutput.Dash)
        {
            CommandRun.Fail(parsed, "--json and --output - do not go together: both write to standard output");
            return ExitCode.Usage;
        }
        if (FormatOf(parsed) != TorrentFormat.V1 && IsLikeTransmission(parsed))
        {
            CommandRun.Fail(parsed, "--like transmission is for --format v1: transmission-create makes no other, and version 2 has an order of files of its own");
            return ExitCode.Usage;
        }
        if (location.Name.IsEmpty) return CommandRun.Fail(parsed, $"{path}: a torrent needs a name, and this folder has none");
        var output = new TorrentOutput(parsed.GetValue(_output) ?? System.Text.Encoding.UTF8.GetString(location.Name) + ".torrent", parsed.GetValue(_force));
        if (output.FindObstacle(path) is { } obstacle) return CommandRun.Fail(parsed, obstacle);

        using var stop = new StopSignals();
        MadeTorrent made;
        try
        {
            if (ContentWalker.List(location, WalkOf(parsed), out ContentListing? listing, cancellation: stop.Token) is { } unreadable)
                return CommandRun.Fail(parsed, unreadable.ToString());
            WriteSkipped(terminal.Error, listing!);
            made = await new HashDisplay(terminal, TimeProvider.System).RunAsync(
                $"Hashing {PrintableText.Of(ByteText.Printable(location.Name))}",
                progress => TorrentMaker.MakeAsync(listing!, OptionsOf(parsed), progress, cancellation: stop.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("edgeseed: interrupted; nothing was written");
            return ExitCode.Interrupted;
        }
        if (made.Error is { } failed) return CommandRun.Fail(parsed, failed.ToString());
        if (output.Write(made.File) is { } problem) return CommandRun.Fail(parsed, problem);
        if (!output.IsStandardOutput) Report(parsed, terminal, made.Metainfo!, output.Path);
        return ExitCode.Ok;
    }

    private void Report(ParseResult parsed, TerminalSurface terminal, Metainfo metainfo, string output)
    {
        TorrentDescription description = TorrentDescription.Of(metainfo, withFiles: false) with { TorrentFile = Path.GetFullPath(output) };
        if (parsed.GetValue(_json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(ReportJson.Of(description));
            return;
        }
        terminal.Output.WriteLine($"Wrote {output}");
        TorrentReport.Write(terminal.Output, description);
        if (description.Trackers.Count == 0) terminal.Error.WriteLine("edgeseed: no tracker: peers find each other by other means only; --announce URL names one");
        foreach (string remark in (parsed.GetValue(_announce) ?? []).SelectMany(value => AddressList.Remarks(value, AddressKind.Tracker)))
            terminal.Error.WriteLine($"edgeseed: {remark}");
        terminal.WriteQr(description.Magnet);
    }

    private static void WriteSkipped(TextWriter error, ContentListing listing)
    {
        const int shown = 5;
        foreach (SkippedEntry entry in listing.Skipped.OrderByDescending(entry => entry.IsLink).Take(shown)) error.WriteLine($"edgeseed: left out {PrintableText.Of(entry.Path)}: {entry.Reason}");
        if (listing.SkippedCount > shown) error.WriteLine($"edgeseed: left out {Quantity.Count(listing.SkippedCount - shown, "more entry", "more entries")}");
    }
}
