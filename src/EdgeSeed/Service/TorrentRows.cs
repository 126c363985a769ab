using EdgeSeed.Engine.Announcing;
using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Service;

/// <summary>
/// The torrents of the snapshot, each kept until something about it changes: with ten thousand of them, of which few are busy, a
/// second's snapshot then costs a comparison each. Called by one caller at a time.
/// </summary>
/// <param name="time">The clock of the rates.</param>
/// <param name="tracker">Knows seeds and leechers; null where there is no tracker.</param>
/// <param name="announcer">Knows what other trackers say; null where nothing is seeded.</param>
internal sealed class TorrentRows(TimeProvider time, TrackerPart? tracker, Announcer? announcer)
{
    private LibraryEntry[] _entries = [];
    private Row[] _rows = [];
    private Dictionary<InfoHash, Row> _byHash = [];
    private PublishedTorrent[] _published = [];
    private string? _ownTracker;

    /// <summary>The torrents now, in the order of the library.</summary>
    /// <param name="entries">What is published; the same array as long as it is the same.</param>
    /// <param name="served">What the seeder does with them.</param>
    /// <param name="uptimeSeconds">The service's uptime.</param>
    /// <param name="ownTracker">This service's tracker as it is reached now, for magnet links.</param>
    public IReadOnlyList<PublishedTorrent> Read(LibraryEntry[] entries, IReadOnlyList<Engine.TorrentStatus> served, long uptimeSeconds, string? ownTracker)
    {
        if (!ReferenceEquals(entries, _entries)) Arrange(entries);
        if (ownTracker != _ownTracker)
        {
            foreach (Row row in _rows) row.Entry = null;
            _ownTracker = ownTracker;
        }
        foreach (Row row in _rows) row.Served = null;
        for (int i = 0; i < served.Count; i++)
            if (_byHash.TryGetValue(served[i].InfoHash, out Row? row)) row.Served = served[i];
        PublishedTorrent[]? changed = _published.Length == entries.Length ? null : new PublishedTorrent[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            PublishedTorrent now = Describe(_rows[i], entries[i], uptimeSeconds);
            if (changed is null && !ReferenceEquals(now, _published[i])) changed = [.. _published];
            if (changed is not null) changed[i] = now;
        }
        return _published = changed ?? _published;
    }

    /// <summary>Rows for other entries; those that stay keep their rates.</summary>
    private void Arrange(LibraryEntry[] entries)
    {
        var rows = new Row[entries.Length];
        var byHash = new Dictionary<InfoHash, Row>(entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Row? known = null;
            if (entries[i].InfoHash is { } hash && (!_byHash.TryGetValue(hash, out known) || !byHash.TryAdd(hash, known))) byHash.TryAdd(hash, known = new Row());
            rows[i] = known ?? new Row();
        }
        (_entries, _rows, _byHash, _published) = (entries, rows, byHash, []);
    }

    private PublishedTorrent Describe(Row row, LibraryEntry entry, long uptimeSeconds)
    {
        (int seeds, int leechers, int completed) = entry.InfoHash is { } hash && entry.IsOffered && tracker is not null ? tracker.Counts(hash) : (0, 0, 0);
        AnnounceStatus? others = entry.InfoHash is { } known && announcer is not null ? announcer.Status(known) : null;
        Engine.TorrentStatus? served = entry.IsOffered ? row.Served : null;
        long uploaded = served?.UploadedBytes ?? 0;
        long rate = Rate(row, uploaded);
        bool isUnreadable = served is { IsPaused: true, LastError: not null };
        if (row.Published is { } last && ReferenceEquals(row.Entry, entry) && ReferenceEquals(row.Others, others)
            && last.Seeds == seeds && last.Leechers == leechers && last.Completed == completed && last.Connected == (served?.Peers ?? 0)
            && last.UploadedBytes == uploaded && last.UploadBytesPerSecond == rate && last.IsUnreadable == isUnreadable)
            return last;
        (row.Entry, row.Others) = (entry, others);
        return row.Published = new PublishedTorrent
        {
            InfoHash = row.Published is { InfoHash.Length: > 0 } before ? before.InfoHash : entry.InfoHash?.ToString() ?? "",
            Name = entry.Name,
            SizeBytes = entry.SizeBytes,
            Files = entry.Files,
            IsPrivate = entry.IsPrivate,
            State = entry.State,
            Problem = entry.Problem ?? (isUnreadable ? $"Its data cannot be read: {served!.LastError!.Detail}." : null),
            IsUnreadable = isUnreadable,
            OtherTrackers = TrackerReport.Of(others, time, uptimeSeconds),
            Magnet = entry.Magnet(_ownTracker),
            Seeds = seeds,
            Leechers = leechers,
            Completed = completed,
            Connected = served?.Peers ?? 0,
            UploadedBytes = uploaded,
            UploadBytesPerSecond = rate,
        };
    }

    /// <summary>A torrent gets a meter with its first byte.</summary>
    private long Rate(Row row, long uploadedBytes)
    {
        if (uploadedBytes == 0) return 0;
        if (row.Meter is not null) return row.Meter.Read(uploadedBytes);
        row.Meter = new ByteMeter(time);
        row.Meter.Read(uploadedBytes);
        return 0;
    }

    private sealed class Row
    {
        public LibraryEntry? Entry { get; set; }

        public AnnounceStatus? Others { get; set; }

        public Engine.TorrentStatus? Served { get; set; }

        public PublishedTorrent? Published { get; set; }

        public ByteMeter? Meter { get; set; }
    }
}
