using EdgeSeed.Engine;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Service;

/// <summary>Makes the <see cref="StatusSnapshot"/> out of what the parts say of themselves. Called by one caller at a time.</summary>
internal sealed class StatusTaker
{
    private readonly long _startedAt;
    private readonly TimeProvider _time;
    private readonly ByteMeter _meter;
    private readonly Dictionary<InfoHash, ByteMeter> _torrentMeters = [];
    private StatusSnapshot? _last;

    /// <summary>Starts to count the uptime.</summary>
    public StatusTaker(TimeProvider time)
    {
        _time = time;
        _startedAt = time.GetTimestamp();
        _meter = new ByteMeter(time);
    }

    /// <summary>Where the page is, as another machine reaches it.</summary>
    public required string PageUrl { get; init; }

    /// <summary>Port of page and tracker.</summary>
    public required int Port { get; init; }

    /// <summary>The trackers in links.</summary>
    public required TrackerUrls Urls { get; init; }

    /// <summary>What is published.</summary>
    public required Library Library { get; init; }

    /// <summary>Serves peers; null where nothing is seeded.</summary>
    public SeedSession? Session { get; init; }

    /// <summary>What may be sent; null where nothing is seeded.</summary>
    public UploadBudget? Budget { get; init; }

    /// <summary>Answers announces; null where there is no tracker.</summary>
    public TrackerPart? Tracker { get; init; }

    /// <summary>Tells other trackers; null where nothing is seeded.</summary>
    public Announcer? Announcer { get; init; }

    /// <summary>Problems besides those of the library.</summary>
    public Func<IEnumerable<string>> Problems { get; init; } = () => [];

    /// <summary>Set when the service begins to stop: the parts are then asked no more.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Makes a snapshot now.</summary>
    public async Task<StatusSnapshot> TakeAsync()
    {
        if (IsStopping && _last is { } last) return last with { Phase = ServicePhase.Stopping };
        SessionStatus? session = Session is null ? null : await Session.ReadStatusAsync().ConfigureAwait(false);
        // Asked first: what was searched before is in the list that follows.
        bool isSearched = Library.IsSearched;
        List<LibraryEntry> entries = Library.List();
        Dictionary<InfoHash, Engine.TorrentStatus> served = session?.Torrents.ToDictionary(torrent => torrent.InfoHash) ?? [];
        List<PublishedTorrent> torrents = [.. entries.Select(entry => Describe(entry, entry.InfoHash is { } hash ? served.GetValueOrDefault(hash) : null))];
        Forget(served);
        long rate = _meter.Read(session?.PayloadBytes ?? 0);
        return _last = new StatusSnapshot
        {
            Format = StatusSnapshot.CurrentFormat,
            Version = Product.Version,
            Time = _time.GetUtcNow(),
            UptimeSeconds = (long)_time.GetElapsedTime(_startedAt).TotalSeconds,
            Phase = PhaseOf(rate, isSearched),
            PageUrl = PageUrl,
            AnnounceUrl = Urls.Shown,
            Port = Port,
            PeerPort = Session?.Port ?? 0,
            Upload = new UploadStatus(rate, Budget is { IsUnlimited: false } ? Budget.BytesPerSecond : null, session?.PayloadBytes ?? 0, session?.Peers ?? 0),
            Tracker = Tracker?.Figures() ?? new TrackerFigures(0, 0, 0, 0, 0),
            Hashing = Library.Hashing,
            ResidentBytes = Environment.WorkingSet,
            Torrents = torrents,
            Problems = ListProblems(entries),
        };
    }

    private ServicePhase PhaseOf(long rate, bool isSearched)
    {
        if (IsStopping) return ServicePhase.Stopping;
        if (Library.Hashing is not null) return ServicePhase.Hashing;
        if (!isSearched) return ServicePhase.Starting;
        return rate > 0 ? ServicePhase.Seeding : ServicePhase.Ready;
    }

    private PublishedTorrent Describe(LibraryEntry entry, Engine.TorrentStatus? served)
    {
        (int seeds, int leechers, int completed) = entry.InfoHash is { } hash && entry.IsOffered && Tracker is not null ? Tracker.Counts(hash) : (0, 0, 0);
        return new PublishedTorrent
        {
            InfoHash = entry.InfoHash?.ToString() ?? "",
            Name = entry.Name,
            SizeBytes = entry.SizeBytes,
            Files = entry.Files,
            IsPrivate = entry.IsPrivate,
            State = entry.State,
            Problem = entry.Problem ?? (served is { IsPaused: true, LastError: { } error } ? $"Its data cannot be read: {error.Detail}." : null),
            OtherTrackers = entry.InfoHash is { } known ? TrackerReport.Of(Announcer?.Status(known), _time) : null,
            Magnet = entry.Magnet,
            Seeds = seeds,
            Leechers = leechers,
            Completed = completed,
            Connected = served?.Peers ?? 0,
            UploadedBytes = served?.UploadedBytes ?? 0,
            UploadBytesPerSecond = served is null ? 0 : Rate(served),
        };
    }

    /// <summary>A torrent gets a meter with its first byte: of ten thousand, few are busy.</summary>
    private long Rate(Engine.TorrentStatus served)
    {
        if (served.UploadedBytes == 0) return 0;
        if (!_torrentMeters.TryGetValue(served.InfoHash, out ByteMeter? meter))
        {
            _torrentMeters.Add(served.InfoHash, meter = new ByteMeter(_time));
            meter.Read(served.UploadedBytes);
            return 0;
        }
        return meter.Read(served.UploadedBytes);
    }

    private void Forget(Dictionary<InfoHash, Engine.TorrentStatus> served)
    {
        foreach (InfoHash gone in _torrentMeters.Keys.Where(known => !served.ContainsKey(known)).ToList()) _torrentMeters.Remove(gone);
    }

    private List<string> ListProblems(List<LibraryEntry> entries)
    {
        IEnumerable<string> all = Problems().Concat(Library.Problems)
            .Concat(entries.Where(entry => entry.State == TorrentState.Failed).Select(entry => $"{entry.Name}: {entry.Problem}"));
        List<string> problems = [.. all.Take(StatusSnapshot.MaxProblems + 1)];
        if (problems.Count > StatusSnapshot.MaxProblems) problems[^1] = "There are more problems; the log names them.";
        return problems;
    }
}
