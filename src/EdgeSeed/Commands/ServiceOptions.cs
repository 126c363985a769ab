using System.CommandLine;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>
/// The options that every command running a service has: <c>--config --state --port --peer-port --bind --upload --announce
/// --port-mapping --no-hardware</c>. Each is laid over the file's key of the same meaning and is checked by that key's rules.
/// </summary>
internal sealed class ServiceOptions
{
    /// <summary>The configuration read when <c>--config</c> is not given and it is there.</summary>
    public const string DefaultConfigFile = "/etc/edgeseed/seed.toml";

    private readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration to read [default: {DefaultConfigFile} if it is there]",
        HelpName = "FILE",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Where to keep torrents made here, verified ranges and counters [default: /var/lib/edgeseed; without root ~/.local/state/edgeseed]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _port = new("--port")
    {
        Description = "Port of the page and the tracker [default: 6969]",
        HelpName = "PORT",
    };

    private readonly Option<string?> _peerPort = new("--peer-port")
    {
        Description = "Port for other clients [default: 6881]",
        HelpName = "PORT",
    };

    private readonly Option<string[]> _bind = new("--bind")
    {
        Description = "Address or network interface (then the way out too) to listen on; may be repeated [default: all]",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _upload = new("--upload")
    {
        Description = "Upload budget, such as 4KB/s, 2MiB/s, 32kbit/s or unlimited",
        HelpName = "RATE",
    };

    private readonly Option<string[]> _announce = new("--announce")
    {
        Description = "Tracker for torrents made here; may be repeated [default: the one on this box]",
        HelpName = "URL",
    };

    private readonly Option<bool> _portMapping = new("--port-mapping") { Description = "Ask the router to forward the ports, so that the world can reach a box at home" };
    private readonly Option<bool> _noHardware = new("--no-hardware") { Description = "Leave LEDs, display and button alone" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _upload.CompletionSources.Add("4KB/s", "100KB/s", "1MB/s", "unlimited");
        foreach (Option option in (ReadOnlySpan<Option>)[_config, _state, _port, _peerPort, _bind, _upload, _announce, _portMapping, _noHardware])
            command.Options.Add(option);
    }

    /// <summary>Adds only those that a tracker alone has; it keeps its counts in a file or, as every service, in a directory.</summary>
    public void AddToTracker(Command command)
    {
        _state.Description = "File for completed counts, or a directory for it [default: /var/lib/edgeseed; without root ~/.local/state/edgeseed]";
        _state.HelpName = "FILE";
        _port.Description = "Port for announces, TCP and UDP, and for the page [default: 6969]";
        foreach (Option option in (ReadOnlySpan<Option>)[_config, _state, _port, _bind]) command.Options.Add(option);
    }

    /// <summary>
    /// Reads the configuration under these options. When something is wrong, all of it is printed to the error output with its
    /// place, and null is returned; the command then exits with <see cref="ExitCode.Usage"/>.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="more">Further values from the command's own arguments, such as <c>library.folders</c>.</param>
    public ServiceSettings? Load(ParseResult parsed, params IReadOnlyList<ConfigOverride> more) => Load(parsed, more, out _);

    /// <summary>The same, with what came of reading the file.</summary>
    public ServiceSettings? Load(ParseResult parsed, IReadOnlyList<ConfigOverride> more, out ConfigResult result)
    {
        string? file = ConfigFile(parsed);
        IReadOnlyList<ConfigOverride> overrides = [.. Overrides(parsed), .. more];
        string usual = UsualState(parsed);
        result = ConfigLoader.Load(file, overrides, mayBeEmpty: !ConfigNote.Exists(usual));
        if (result.Config is { } config)
            return new ServiceSettings(config, file, StatePath.Resolve(config.Service.State), overrides, result.Origins) { UsualStatePath = usual, IsConfigured = !ConfigLoader.SaysNothing(result.Text) };
        ConfigProblemReport.Write(result, parsed.InvocationConfiguration.Error);
        if (parsed.GetValue(_config) is null && file is not null && !File.Exists(file))
            parsed.InvocationConfiguration.Error.WriteLine($"edgeseed: it was there when this service started last: put it back, or delete {ConfigNote.PathIn(usual)} to go on without it");
        return null;
    }

    /// <summary>Full path of the configuration these options select; null when none is given and the usual one is absent, and was so at the last start.</summary>
    public string? ConfigFile(ParseResult parsed) => parsed.GetValue(_config) is { } given ? Path.GetFullPath(given) : Usual(DefaultConfigFile, UsualState(parsed));

    /// <summary>The file to read where none is named: one that has been there is missed.</summary>
    internal static string? Usual(string file, string statePath) => File.Exists(file) || ConfigNote.Names(statePath, file) ? file : null;

    private string UsualState(ParseResult parsed) => StatePath.Resolve(parsed.GetValue(_state) ?? "");

    /// <summary>The values these options lay over the file.</summary>
    public IEnumerable<ConfigOverride> Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(_state) is { } state)
            yield return new("service.state", ConfigValue.OfFlag(_state.Name, [Path.GetFullPath(state)]).Items[0]);
        if (parsed.GetValue(_port) is { } port) yield return new("service.port", ConfigValue.OfFlag(_port.Name, port));
        if (parsed.GetValue(_peerPort) is { } peerPort) yield return new("service.peer_port", ConfigValue.OfFlag(_peerPort.Name, peerPort));
        if (parsed.GetValue(_bind) is { Length: > 0 } bind) yield return new("service.bind", ConfigValue.OfFlag(_bind.Name, bind));
        if (parsed.GetValue(_upload) is { } upload) yield return new("seeder.upload", ConfigValue.OfFlag(_upload.Name, upload));
        if (parsed.GetValue(_announce) is { Length: > 0 } announce)
            yield return new("library.announce", ConfigValue.OfFlag(_announce.Name, announce));
        if (parsed.GetValue(_portMapping)) yield return new("service.port_mapping", ConfigValue.OfFlag(_portMapping.Name, true));
        if (parsed.GetValue(_noHardware)) yield return new("hardware.enabled", ConfigValue.OfFlag(_noHardware.Name, false));
    }
}
