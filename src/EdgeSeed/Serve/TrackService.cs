using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Library;
using EdgeSeed.Lifetime;
using EdgeSeed.Protocol;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using EdgeSeed.Tracking;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>The wiring of <c>edgeseed track</c>: tracker and page, without anything to seed.</summary>
internal static class TrackService
{
    /// <summary>Opens the ports; when it returns, announces are answered.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where messages go.</param>
    /// <exception cref="ServiceStartException">A port is taken.</exception>
    public static Task<Service> StartAsync(ServiceSettings settings, TimeProvider time, ILoggerFactory logging) =>
        PartStack.OpenAsync(parts => OpenAsync(new ServiceBasis(parts, settings, time, logging), settings, time));

    /// <summary>Alone it has no library: unless a policy was given at the start, any torrent is tracked, as with every tracker of old.</summary>
    private static TrackerConfig Alone(TrackerConfig tracker, ConfigOrigins origins) =>
        tracker.Policy == TrackerAccess.Library && origins.Find("tracker.policy") is null ? tracker with { Policy = TrackerAccess.Open } : tracker;

    private static async Task<Service> OpenAsync(ServiceBasis basis, ServiceSettings settings, TimeProvider time)
    {
        TrackerPart tracker = basis.Parts.Own(new TrackerPart(Alone(settings.Config.Tracker, settings.Origins), StateFileOf(settings.StatePath), null, time, basis.Supervisor, basis.Log));
        tracker.Follow(basis.Config, edited => Alone(edited.Tracker, settings.Origins));
        var urls = new TrackerUrls([], () => $"http://{basis.Addresses.Host}:{basis.Port}/announce");
        var taker = new StatusTaker(basis.Config, time)
        {
            Port = basis.Port,
            Urls = urls,
            Library = new Catalogue { IsSearched = true },
            Supervisor = basis.Supervisor,
            Addresses = basis.Addresses,
            Tracker = tracker,
        };
        var status = new StatusBoard(taker.TakeAsync, time) { Supervisor = basis.Supervisor };
        await basis.OpenAsync(status, new NoTorrents(), urls, tracker).ConfigureAwait(false);
        basis.FollowFile();
        Action lookAtAddresses = basis.WatchAddresses(tracker, static () => null);
        basis.WatchDevice(_ => lookAtAddresses());
        return basis.Ready(taker, status, peerPort: 0, Task.CompletedTask);
    }

    /// <summary><c>--state</c> may name a directory, as with every service, or the file itself, as the tools of old had it.</summary>
    private static string StateFileOf(string path)
    {
        string file = Directory.Exists(path) || !Path.HasExtension(path) ? Path.Combine(path, "tracker.state") : path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServiceStartException($"the folder of {file} cannot be made: {exception.Message} (--state FILE names another)", exception);
        }
        return file;
    }
}

/// <summary>For a tracker alone: it has no torrent files to give.</summary>
internal sealed class NoTorrents : ITorrentFiles
{
    /// <inheritdoc/>
    public Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation) => Task.FromResult<Shelved<DressedTorrent>>(default);

    /// <inheritdoc/>
    public Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, int? page, CancellationToken cancellation) => Task.FromResult<Shelved<TorrentDetail>>(default);
}
