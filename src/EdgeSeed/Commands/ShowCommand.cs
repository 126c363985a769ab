using System.CommandLine;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed show FILE|MAGNET</c>: what a torrent holds, without touching the network.</summary>
internal sealed class ShowCommand : TaughtCommand
{
    private readonly Argument<string> _torrent = new("TORRENT") { Description = "A .torrent file or a magnet link" };
    private readonly Option<bool> _files = new("--files") { Description = "List the files" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, files included" };

    /// <summary>Adds its arguments and action.</summary>
    public ShowCommand() : base("show", "Say what a torrent or a magnet link holds")
    {
        Arguments.Add(_torrent);
        Options.Add(_files);
        Options.Add(_json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed show film.mkv.torrent --files", "its size, pieces, trackers, magnet link, and every file"),
        new("edgeseed show 'magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567'", "what the link tells (quote it: & means something to the shell)"),
        new("edgeseed show film.mkv.torrent --json | jq -r .info_hash", "one fact for a script"),
    ];

    private int Run(ParseResult parsed)
    {
        string torrent = parsed.GetRequiredValue(_torrent);
        bool json = parsed.GetValue(_json);
        TorrentDescription description;
        if (torrent.StartsWith("magnet:", StringComparison.OrdinalIgnoreCase))
        {
            if (!MagnetLink.TryParse(torrent, out MagnetLink? link, out MagnetError error)) return CommandRun.Fail(parsed, $"the magnet link: {error}");
            description = TorrentDescription.Of(link);
        }
        else
        {
            if (TorrentSource.Read(torrent, out Metainfo? metainfo) is { } problem) return CommandRun.Fail(parsed, problem);
            description = TorrentDescription.Of(metainfo!, json || parsed.GetValue(_files));
        }
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (json) output.WriteLine(ReportJson.Of(description));
        else TorrentReport.Write(output, description);
        return ExitCode.Ok;
    }
}
