using System.CommandLine;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Faces;
using EdgeSeed.Lifetime;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed serve [PATH…]</c>: the appliance, which needs no configuration where paths are given.</summary>
internal sealed class ServeCommand : TaughtCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Folders whose entries become torrents, or single files; where none is given, the configuration names them",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly ServiceOptions _options = new();

    /// <summary>Adds its arguments and action.</summary>
    public ServeCommand() : base("serve", "Publish folders: make torrents, track them, seed them, show a page with links")
    {
        Arguments.Add(_paths);
        _options.AddTo(this);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed serve ./folder", "every file and folder in it becomes a torrent; needs no configuration"),
        new("edgeseed serve film.mkv --upload 500KB/s", "one torrent, within an upload budget"),
        new("edgeseed serve ./folder --announce http://pub.example.org:6969/announce", "name the tracker as the world reaches it"),
        new("edgeseed serve ./folder --port-mapping", "from a home line: the router is asked to let the world in"),
        new("edgeseed serve --config /etc/edgeseed/seed.toml", "the appliance, as configured"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] paths = parsed.GetValue(_paths) ?? [];
        foreach (string missing in paths.Where(path => !Path.Exists(path)))
            return CommandRun.Fail(parsed, $"{missing}: there is no such file or folder");
        IReadOnlyList<ConfigOverride> more = paths.Length == 0
            ? []
            : [new ConfigOverride("library.folders", ConfigValue.OfFlag(_paths.Name, paths.Select(Path.GetFullPath)))];
        if (_options.Load(parsed, more, out ConfigResult read) is not { } settings)
        {
            // Started by hand, it has just been read; started at boot, nobody may be looking at a log.
            if (_options.ConfigFile(parsed) is { } file && SystemdNotify.IsListening)
            {
                using var stop = new StopSignals();
                await RefusedConfig.ShowAsync(file, read, TimeProvider.System, stop.Token).ConfigureAwait(false);
            }
            return ExitCode.Usage;
        }
        // A box that has a configuration waits for a folder or a drive; its page says so.
        if (settings.ConfigFile is null && settings.Config.Library.Folders.Count == 0)
        {
            CommandRun.Fail(parsed, "nothing to publish: name a folder, as in 'edgeseed serve ./folder'");
            return ExitCode.Usage;
        }
        return await ServiceRun.ServeAsync(parsed, settings).ConfigureAwait(false);
    }
}
