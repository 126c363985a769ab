using System.CommandLine;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed seed DIR</c>: every <c>.torrent</c> below a folder, under one budget, as files come and go; makes none, and tracks those that it seeds.</summary>
internal sealed class SeedCommand : TaughtCommand
{
    private const string Rescan = "5 s";

    private readonly Argument<string> _folder = new("DIR") { Description = "Folder with .torrent files and their data" };
    private readonly Option<bool> _noTracker = new("--no-tracker") { Description = "Run no tracker of its own: others find this box by the torrents' own trackers and on the local network only" };
    private readonly ServiceOptions _options = new();

    /// <summary>Adds its arguments and action.</summary>
    public SeedCommand() : base("seed", "Seed every .torrent below a folder")
    {
        Arguments.Add(_folder);
        _options.AddTo(this);
        Options.Add(_noTracker);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed seed ./torrents", "files may come and go while it runs"),
        new("edgeseed seed ./torrents --upload 4KB/s", "one budget over all of them, as btlaunchmany had"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_folder)!;
        if (!Directory.Exists(folder)) return CommandRun.Fail(parsed, $"{folder}: there is no such folder");
        ConfigOverride[] more =
        [
            new("library.folders", ConfigValue.OfFlag(_folder.Name, [Path.GetFullPath(folder)])),
            new("drives.enabled", ConfigValue.OfFlag(_folder.Name, false)),
        ];
        if (parsed.GetValue(_noTracker)) more = [.. more, new("tracker.enabled", ConfigValue.OfFlag(_noTracker.Name, false))];
        if (_options.Load(parsed, more) is not { } settings) return ExitCode.Usage;
        // As a value from the command line, so that an edit of the file does not undo it.
        if (settings.Origins.Find("library.rescan") is null)
            settings = _options.Load(parsed, [.. more, new("library.rescan", ConfigValue.OfFlag(_folder.Name, Rescan))]) ?? settings;
        return await ServiceRun.ServeAsync(parsed, settings with { Publishes = false }).ConfigureAwait(false);
    }
}
