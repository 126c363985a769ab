using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

/// <summary>Snapshots for tests.</summary>
internal static class SampleStatus
{
    public const string InfoHash = "0123456789abcdef0123456789abcdef01234567";

    public static PublishedTorrent Torrent(string name) => new()
    {
        InfoHash = InfoHash,
        Name = name,
        SizeBytes = 209_715_200,
        Files = 1,
        IsPrivate = false,
        State = TorrentState.Seeding,
        Magnet = $"magnet:?xt=urn:btih:{InfoHash}&tr=http%3A%2F%2F192.168.1.20%3A6969%2Fannounce",
        Seeds = 1,
        Leechers = 2,
        Completed = 3,
        Connected = 2,
        UploadedBytes = 4_000_000,
        UploadBytesPerSecond = 1_200_000,
    };

    public static StatusSnapshot Create(params PublishedTorrent[] torrents) => new()
    {
        Format = StatusSnapshot.CurrentFormat,
        Version = "0.1.0",
        Time = DateTimeOffset.UnixEpoch.AddYears(50),
        UptimeSeconds = 3700,
        Phase = ServicePhase.Seeding,
        PageUrl = "http://192.168.1.20:6969/",
        AnnounceUrl = "http://192.168.1.20:6969/announce",
        Port = 6969,
        PeerPort = 6881,
        Upload = new UploadStatus(1_200_000, null, 4_000_000, 2),
        Tracker = new TrackerFigures(5, 1, 2, 1, 3),
        ResidentBytes = 20_000_000,
        Torrents = torrents,
        Problems = [],
    };
}
