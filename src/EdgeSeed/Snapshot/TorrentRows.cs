using EdgeSeed.Config;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Library;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracking;
using EdgeSeed.Upload;

namespace EdgeSeed.Snapshot;

/// <summary>
/// The torrents of the snapshot, each kept until something about it changes: with ten thousand of them, of which few are busy, a
/// second's snapshot then costs a comparison each. Called by one caller at a time.
/// </summary>
/// <param name="time">The clock of the rates.</param>
/// <param name="tracker">Knows seeds and leechers; null where there is no tracker.</param>
/// <param name="announcer">Knows what other trackers say; null where nothing is seeded.</param>
/// <param name="web">Knows what went to browsers; null where nothing did.</param>
internal sealed class TorrentRows(TimeProvider time, TrackerPart? tracker, Announcer? announcer, WebTraffic? web = null)
{
    private LibraryEntry[] _entries = [];
    private PublishedTorrent[] _published = [];
    private string? _ownTracker;
    private SeedConfig? _config;
    private bool _isConfigNew;

    /// <summary>How fast torrents send of which something was sent already.</summary>
    private Dictionary<InfoHash, ByteMeter> _meters = [];

    /// <summary>The torrents now, in the order of the library.</summary>
    /// <param name="entries">What is published; the same array as long as it is the same.</param>
    /// <param name="served">What the seeder does with those that are not idle.</param>
    /// <param name="uptimeSeconds">The service's uptime.</param>
    /// <param name="ownTracker">This service's tracker as it is reached now, for magnet links.</param>
    /// <param name="config">What the owner wants for some of them; the same object as long as it is the same.</param>
    public IReadOnlyList<PublishedTorrent> Read(LibraryEntry[] entries, IReadOnlyList<Engine.Sessions.TorrentStatus> served, long uptimeSeconds, string? ownTracker, SeedConfig config)
    {
        (_ownTracker, _isConfigNew, _config) = (ownTracker, !ReferenceEquals(config, _config), config);
        var busy = new Dictionary<InfoHash, Engine.Sessions.TorrentStatus>(served.Count);
        for (int i = 0; i < served.Count; i++) busy[served[i].InfoHash] = served[i];
        PublishedTorrent[] before = ReferenceEquals(entries, _entries) ? _published : Arrange(entries, busy);
        PublishedTorrent[]? changed = null;
        for (int i = 0; i < entries.Length; i++)
        {
            PublishedTorrent now = Describe(before[i], entries[i], busy, uptimeSeconds);
            if (ReferenceEquals(now, before[i])) continue;
            changed ??= [.. before];
            changed[i] = now;
        }
        _entries = entries;
        return _published = changed ?? before;
    }

    /// <summary>What was published of other entries in the places of these, null where there was nothing; forgets the rates of what has gone.</summary>
    private PublishedTorrent[] Arrange(LibraryEntry[] entries, Dictionary<InfoHash, Engine.Sessions.TorrentStatus> busy)
    {
        var arranged = new PublishedTorrent[entries.Length];
        var meters = new Dictionary<InfoHash, ByteMeter>();
        // Both lists are in the order of the library.
        for (int i = 0, at = 0; i < entries.Length; i++)
        {
            while (at < _published.Length && Catalogue.Compare(_published[at].Entry, entries[i]) < 0) at++;
            if (at < _published.Length && ReferenceEquals(_published[at].Entry, entries[i])) arranged[i] = _published[at];
            if (entries[i].InfoHash is { } hash && (busy.ContainsKey(hash) || web?.Of(hash) > 0) && _meters.TryGetValue(hash, out ByteMeter? meter)) meters[hash] = meter;
        }
        _meters = meters;
        return arranged;
    }

    private PublishedTorrent Describe(PublishedTorrent? last, LibraryEntry entry, Dictionary<InfoHash, Engine.Sessions.TorrentStatus> busy, long uptimeSeconds)
    {
        int seeds = 0, leechers = 0, completed = 0;
        AnnounceStatus? others = null;
        Engine.Sessions.TorrentStatus? served = null;
        long uploaded = 0, byWeb = 0, rate = 0;
        if (entry.InfoHash is { } hash)
        {
            others = announcer?.Status(hash);
            if (entry.IsOffered)
            {
                if (tracker is not null) (seeds, leechers, completed) = tracker.Counts(hash);
                // The tracker has this box among those who lack something; it is nobody who downloads.
                if (entry.State == TorrentPhase.Partial && leechers > 0) leechers--;
                served = busy.GetValueOrDefault(hash);
                byWeb = web?.Of(hash) ?? 0;
                uploaded = (served?.UploadedBytes ?? 0) + byWeb;
                rate = Rate(hash, uploaded);
            }
        }
        DownloadStatus? download = null;
        if (entry.State == TorrentPhase.Waiting && entry.InfoHash is { } waiting && busy.TryGetValue(waiting, out served)) download = served.Download;
        // What is left counts whole pieces, padding too: never less than nothing.
        long? fetched = download is null ? null : Math.Max(0, entry.SizeBytes - download.LeftBytes);
        string? fetchProblem = download?.Problem?.ToString();
        string? failure = served is { IsPaused: true, LastError: { } error } ? error.Detail : null;
        TorrentConfig wish = last is not null && ReferenceEquals(last.Entry, entry) && !_isConfigNew ? last.Wish : TorrentWishes.Of(_config!, entry);
        if (last is not null && last.Wish == wish && last.Need == served?.Need && ReferenceEquals(last.Entry, entry) && ReferenceEquals(last.OtherTrackers?.Status, others) && last.OwnTracker == _ownTracker
            && last.Seeds == seeds && last.Leechers == leechers && last.Completed == completed && last.Connected == (served?.Peers ?? 0)
            && last.UploadedBytes == uploaded && last.UploadBytesPerSecond == rate && last.ReadFailure == failure
            && last.FetchedBytes == fetched && last.FetchProblem == fetchProblem && last.Dht == served?.Dht)
            return last;
        return new PublishedTorrent
        {
            Entry = entry,
            OwnTracker = _ownTracker,
            Need = served?.Need,
            Wish = wish,
            ReadFailure = failure,
            FetchedBytes = fetched,
            FetchProblem = fetchProblem,
            Dht = served?.Dht,
            OtherTrackers = TrackerReport.Of(others, time, uptimeSeconds),
            Seeds = seeds,
            Leechers = leechers,
            Completed = completed,
            Connected = served?.Peers ?? 0,
            UploadedBytes = uploaded,
            WebBytes = byWeb,
            UploadBytesPerSecond = rate,
        };
    }

    /// <summary>A torrent gets a meter with its first byte.</summary>
    private long Rate(InfoHash infoHash, long uploadedBytes)
    {
        if (uploadedBytes == 0) return 0;
        if (_meters.TryGetValue(infoHash, out ByteMeter? meter)) return meter.Read(uploadedBytes);
        meter = new ByteMeter(time);
        _meters.Add(infoHash, meter);
        meter.Read(uploadedBytes);
        return 0;
    }
}
