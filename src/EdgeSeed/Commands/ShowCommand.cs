using System.CommandLine;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed show FILE|MAGNET|ADDRESS</c>: what a torrent holds; the network is used only where an address is given, or trackers are asked.</summary>
internal sealed class ShowCommand : TaughtCommand
{
    private readonly Argument<string> _torrent = new("TORRENT") { Description = "A .torrent file, a magnet link, an info-hash, or the web address of a .torrent" };
    private readonly Option<bool> _files = new("--files") { Description = "List the files" };
    private readonly Option<bool> _scrape = new("--scrape") { Description = "Ask its trackers how many seed and download it" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, files included" };

    /// <summary>Adds its arguments and action.</summary>
    public ShowCommand() : base("show", "Say what a torrent or a magnet link holds")
    {
        Arguments.Add(_torrent);
        Options.Add(_files);
        Options.Add(_scrape);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed show film.mkv.torrent --files", "its size, pieces, trackers, magnet link, and every file"),
        new("edgeseed show https://example.org/film.mkv.torrent", "of one on a web server, without keeping it"),
        new("edgeseed show film.mkv.torrent --scrape", "whether anybody has it, by its trackers"),
        new("edgeseed show 'magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567'", "what the link tells (quote it: & means something to the shell)"),
        new("edgeseed show film.mkv.torrent --json | jq -r .info_hash", "one fact for a script"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string torrent = TorrentSource.Meant(parsed.GetRequiredValue(_torrent));
        bool json = parsed.GetValue(_json);
        TorrentDescription description;
        InfoHash infoHash;
        IEnumerable<string> trackers;
        using var stop = new StopSignals();
        var unlimited = new UploadBudget(long.MaxValue, TimeProvider.System);
        if ((TorrentSource.IsMagnet(torrent) ? torrent : TorrentSource.AsMagnet(torrent)) is { } magnet)
        {
            if (!MagnetLink.TryParse(magnet, out MagnetLink? link, out MagnetError error)) return CommandRun.Fail(parsed, $"the magnet link: {error}");
            description = TorrentDescription.Of(link);
            (infoHash, trackers) = (link.InfoHash, link.Trackers);
        }
        else
        {
            (Metainfo? metainfo, string? problem) = await TorrentSource.ReadAsync(Egress.Anywhere, torrent, unlimited, TimeProvider.System, stop.Token).ConfigureAwait(false);
            if (metainfo is null) return CommandRun.Fail(parsed, problem!);
            description = TorrentDescription.Of(metainfo, json || parsed.GetValue(_files));
            (infoHash, trackers) = (metainfo.InfoHash, metainfo.AnnounceTiers.SelectMany(tier => tier));
        }
        if (parsed.GetValue(_scrape))
        {
            List<TrackerCounts> counts = await TrackerCounts.AskAsync(Egress.Anywhere, trackers, infoHash, unlimited, stop.Token).ConfigureAwait(false);
            if (counts.Count == 0) CommandRun.Terminal(parsed).Error.WriteLine("edgeseed: it names no tracker that could be asked");
            description = description with { Scraped = counts };
        }
        if (json) parsed.InvocationConfiguration.Output.WriteLine(ReportJson.Of(description));
        else TorrentReport.Write(CommandRun.Terminal(parsed).Output, description);
        return description.Scraped?.Any(tracker => tracker.Counts is not null) == false ? ExitCode.Failed : ExitCode.Ok;
    }
}
