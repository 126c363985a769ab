using System.CommandLine;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed track</c>: the tracker alone, for torrents that others seed.</summary>
internal sealed class TrackCommand : TaughtCommand
{
    private readonly Option<string?> _log = new("--log") { Description = "File for one line per announce [default: none]", HelpName = "FILE" };
    private readonly ServiceOptions _options = new();

    /// <summary>Adds its arguments and action.</summary>
    public TrackCommand() : base("track", "Run the tracker alone, over HTTP and UDP")
    {
        _options.AddToTracker(this);
        Options.Add(_log);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed track", "answer announces for any torrent on port 6969, HTTP and UDP"),
        new("edgeseed track --port 6969 --state track.state --log track.log", "keep completed counts and a log, as bttrack did"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<ConfigOverride> more = parsed.GetValue(_log) is { } log
            ? [new ConfigOverride("tracker.access_log", ConfigValue.OfFlag(_log.Name, [Path.GetFullPath(log)]).Items[0])]
            : [];
        if (_options.Load(parsed, more) is not { } settings) return ExitCode.Usage;
        return await ServiceRun.TrackAsync(parsed, settings).ConfigureAwait(false);
    }
}
