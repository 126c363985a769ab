using System.CommandLine;
using System.Globalization;
using System.Net;
using EdgeSeed.Config.Units;
using EdgeSeed.Downloads;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed get TORRENT|MAGNET|URL</c>: downloads, then stays and seeds.</summary>
internal sealed class GetCommand : TaughtCommand
{
    private readonly Argument<string> _source = new("TORRENT") { Description = "A .torrent file, a magnet link, an info-hash, or the web address of a .torrent" };
    private readonly Option<string?> _folder = new("--dir", "--output", "-o") { Description = "Folder to download into [default: one of the torrent's name, in this one]", HelpName = "DIR" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that are in the way and are not the torrent's" };
    private readonly Option<string?> _upload = new("--upload") { Description = "Upload budget, such as 100KB/s or 2MiB/s [default: unlimited]", HelpName = "RATE" };
    private readonly Option<string?> _download = new("--download") { Description = "Download budget [default: unlimited]", HelpName = "RATE" };
    private readonly Option<string[]> _only = new("--only") { Description = "Only files whose path or name matches; * and ? match; may be repeated", HelpName = "GLOB" };
    private readonly Option<bool> _list = new("--list", "-S") { Description = "Say what it holds, every file with its size, and download nothing" };
    private readonly Option<bool> _noSeed = new("--no-seed") { Description = "End when everything is there, instead of seeding on" };
    private readonly Option<bool> _json = new("--json") { Description = "Print events as JSON, one a line" };
    private readonly Option<string?> _peerPort = new("--peer-port") { Description = "Port for other clients [default: the first free one from 6881]", HelpName = "PORT" };
    private readonly Option<string?> _bind = new("--bind") { Description = "Address to listen on, or network interface by which everything goes [default: all]", HelpName = "ADDRESS" };
    private readonly Option<string[]> _dns = new("--dns") { Description = "Name server to ask; may be repeated [default: the system's]", HelpName = "ADDRESS" };
    private readonly Option<bool> _noDht = new("--no-dht") { Description = "Look for clients at trackers and on the local network alone" };
    private readonly Option<string[]> _dhtNode = new("--dht-node") { Description = "A node of the DHT to begin with, instead of the usual ones; may be repeated", HelpName = "HOST:PORT" };

    /// <summary>Slower, a block would take longer than peers wait; as <c>seeder.upload</c>.</summary>
    private static readonly ByteRate s_leastRate = new(1000);

    /// <summary>Adds its arguments and action.</summary>
    public GetCommand() : base("get", "Download a torrent, then seed it")
    {
        Arguments.Add(_source);
        foreach (Option option in (ReadOnlySpan<Option>)[_folder, _overwrite, _upload, _download, _only, _list, _noSeed, _json, _peerPort, _bind, _dns, _noDht, _dhtNode]) Options.Add(option);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed get film.torrent", "download into a folder of its name, then seed until Ctrl-C; started again, it goes on where it was"),
        new("edgeseed get 'magnet:?xt=urn:btih:…' --dir /mnt/usb --no-seed", "end when everything is there: exit code 0"),
        new("edgeseed get 'magnet:?xt=urn:btih:…' --list", "what is behind the link, file by file"),
        new("edgeseed get photos.torrent --only '*.jpg' --upload 50KB/s", "only some files, within an upload budget"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Read(parsed, out GetSettings? settings) is { } fault)
        {
            CommandRun.Fail(parsed, fault);
            return ExitCode.Usage;
        }
        TerminalSurface terminal = CommandRun.Terminal(parsed);
        using var stop = new StopSignals();
        return await new GetRun(settings!, terminal, TimeProvider.System).RunAsync(stop.Token).ConfigureAwait(false);
    }

    /// <returns>What is wrong with the options, or null.</returns>
    private string? Read(ParseResult parsed, out GetSettings? settings)
    {
        settings = null;
        int port = 0;
        if (RateMistake(_upload.Name, parsed.GetValue(_upload), out ByteRate upload) is { } up) return up;
        if (RateMistake(_download.Name, parsed.GetValue(_download), out ByteRate download) is { } down) return down;
        string? bind = parsed.GetValue(_bind);
        if (bind is not null && !IPAddress.TryParse(bind, out _) && NetworkDevice.IndexOf(bind) == 0) return $"--bind {bind}: neither an IP address nor a network interface of this machine";
        string[] dns = parsed.GetValue(_dns) ?? [];
        if (Array.Find(dns, static server => !IPAddress.TryParse(server, out _)) is { } unfit) return $"--dns {unfit}: not an IP address";
        string? number = parsed.GetValue(_peerPort);
        if (number is not null && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > ushort.MaxValue))
            return $"--peer-port {number}: not a port";
        string[] nodes = parsed.GetValue(_dhtNode) ?? [];
        foreach (string node in nodes)
        {
            if (!DhtBootstrap.TryParse(node, out _, out _)) return $"--dht-node {node}: not a host and a port such as dht.example.org:6881";
        }
        settings = new GetSettings
        {
            Source = parsed.GetRequiredValue(_source),
            Folder = parsed.GetValue(_folder) ?? ".",
            IsFolderGiven = parsed.GetValue(_folder) is not null,
            Overwrites = parsed.GetValue(_overwrite),
            Upload = upload,
            Download = download,
            Only = parsed.GetValue(_only) ?? [],
            IsSeedingOn = !parsed.GetValue(_noSeed),
            IsJson = parsed.GetValue(_json),
            IsListing = parsed.GetValue(_list),
            PeerPort = number is null ? null : port,
            Bind = bind,
            Dns = dns,
            UsesDht = !parsed.GetValue(_noDht),
            DhtNodes = nodes,
        };
        return null;
    }

    private static string? RateMistake(string option, string? text, out ByteRate rate)
    {
        rate = ByteRate.Unlimited;
        if (text is null) return null;
        string hint = ByteRate.Meant(text) is { } question ? $"; {question}" : "";
        if (!ByteRate.TryParse(text, out rate)) return $"{option} {text}: not a rate such as 100KB/s{hint}";
        return rate.CompareTo(s_leastRate) < 0 ? $"{option} {text}: less than {s_leastRate}{hint}" : null;
    }
}
