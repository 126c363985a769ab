using EdgeSeed.Faces.Pages;
using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Faces.Preview;

/// <summary>Every page and every alarm, with figures as a box in use has them.</summary>
internal static class PreviewPages
{
    private static readonly InfoHash s_infoHash = new("0123456789abcdef0123"u8);

    /// <summary>A box that is well and busy.</summary>
    public static StatusSnapshot Busy { get; } = new()
    {
        Format = StatusSnapshot.CurrentFormat,
        Name = "EdgeSeed",
        Version = "0.1.0",
        Time = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
        UptimeSeconds = 93_780,
        Phase = ServicePhase.Seeding,
        PageUrl = "http://192.168.1.20:6969/",
        AnnounceUrl = "http://192.168.1.20:6969/announce",
        Port = 6969,
        PeerPort = 6881,
        Upload = new UploadStatus(1_240_000, 12_300_000_000, 12),
        Budget = new BudgetStatus { LimitBytesPerSecond = 2_000_000, SentBytes = 12_700_000_000 },
        Rates = new RateStatus(10, Waves()),
        Tracker = new TrackerFigures { Announces = 812, Torrents = 6, Peers = 31 },
        Memory = new MemoryStatus(21_000_000, 64_000_000, IsShort: false),
        Network = new NetworkStatus(["192.168.1.20"], IsLocalOnly: false),
        Drives = [Drive(DriveState.Ready)],
        Torrents =
        [
            Torrent("Aishah (short film)", 734_000_000, 820_000, 3, 7, 41),
            Torrent("debian-13.2.0-arm64.iso", 4_700_000_000, 310_000, 12, 2, 87),
            Torrent("Lagu daerah", 187_000_000, 110_000, 2, 1, 12),
            Torrent("Café Étoilé, photos", 2_300_000_000, 0, 1, 0, 5),
            Torrent("Wikipedia id 2025-12", 13_900_000_000, 0, 4, 0, 9),
            Torrent("Xerox manual scans", 96_000_000, 0, 1, 0, 2),
        ],
        Problems = ["Lagu daerah: 2 of 712 pieces are damaged and withheld."],
    };

    /// <summary>The same box with one alarm.</summary>
    public static StatusSnapshot Alarmed(AlarmCode code) => Busy with { Alarms = [new Alarm(code, Detail(code))] };

    /// <summary>All pages, in the order in which a reader wants them.</summary>
    public static IReadOnlyList<PreviewPage> List()
    {
        List<PreviewPage> pages =
        [
            new("starting", new Page(PageKind.Starting), Busy),
            new("address", new Page(PageKind.Address), Busy),
            new("rate", new Page(PageKind.Rate), Busy),
            new("rate-quota", new Page(PageKind.Rate), Busy with { Budget = Busy.Budget with { Day = new QuotaStatus(3_400_000_000, 5_000_000_000, 30_000) } }),
            new("torrents", new Page(PageKind.Torrents), Busy),
            new("peers", new Page(PageKind.Peers), Busy),
            new("drive-ready", new Page(PageKind.Drive), Busy),
            new("drive-checking", new Page(PageKind.Drive), Busy with { Drives = [Drive(DriveState.Hashing) with { Done = 5, Total = 12, SecondsLeft = 250 }] }),
            new("drive-failing", new Page(PageKind.Drive), Busy with { Drives = [Drive(DriveState.Failing) with { Problem = "Reads fail: Input/output error (errno 5)." }] }),
            new("drive-away", new Page(PageKind.Drive), Busy with { Drives = [Drive(DriveState.Absent)] }),
            new("drive-letting-go", new Page(PageKind.Drive), Busy with { Drives = [Drive(DriveState.Ejecting)] }),
            new("drive-safe", new Page(PageKind.Drive), Busy with { Drives = [Drive(DriveState.SafeToRemove)] }),
            new("checking", new Page(PageKind.Hashing), Busy with { Hashing = new HashingStatus("Aishah (short film)", 459_000_000, 734_000_000, 3) }),
            new("problem", new Page(PageKind.Problem), Busy),
        ];
        for (AlarmCode code = AlarmCode.Config; code <= AlarmCode.PartFailed; code++)
            pages.Add(new($"alarm-{(int)code}", new Page(PageKind.Alarm), Alarmed(code)));
        pages.Add(new("alarm-card", new Page(PageKind.Alarm), Alarmed(AlarmCode.Card)));
        pages.Add(new("button-held", new Page(PageKind.Holding), Busy));
        pages.Add(new("stopping", new Page(PageKind.Stopping), Busy with { Phase = ServicePhase.Stopping }));
        return pages;
    }

    private static string Detail(AlarmCode code) => code switch
    {
        AlarmCode.Config => "/etc/edgeseed/seed.toml:12:10: 4 KBs is not a rate",
        AlarmCode.Card => "wifi.txt: there is no country XQ. It stays as it was: mend wifi.txt and start the box again.",
        AlarmCode.DriveErrors => "BLUE STICK: Input/output error",
        _ => "",
    };

    private static DriveStatus Drive(DriveState state) => new()
    {
        Id = "1234-ABCD",
        Name = "BLUE STICK",
        Path = "/media/edgeseed/1234-ABCD",
        IsRemovable = true,
        FileSystem = "vfat",
        State = state,
        SinceSeconds = 30,
        Torrents = 12,
    };

    private static PublishedTorrent Torrent(string name, long size, long rate, int seeds, int leechers, int completed) => new()
    {
        Entry = new LibraryEntry { Root = "", Data = null, NameBytes = new ByteText(name), InfoHash = s_infoHash, SizeBytes = size, State = TorrentPhase.Seeding },
        Seeds = seeds,
        Leechers = leechers,
        Completed = completed,
        Connected = leechers,
        UploadedBytes = size,
        UploadBytesPerSecond = rate,
    };

    /// <summary>Half an hour of sending, in figures that are the same on every machine.</summary>
    private static long[] Waves()
    {
        var figures = new long[150];
        for (int i = 0; i < figures.Length; i++) figures[i] = i < 40 ? i * 9_000 : 600_000 + (Math.Abs((i % 37) - 18) * 45_000) - (i % 5 * 60_000);
        return figures;
    }
}

/// <summary>A page as it is shown for a snapshot.</summary>
/// <param name="Name">Of its picture, without size and ending.</param>
/// <param name="Page">Which page.</param>
/// <param name="Status">The snapshot.</param>
internal sealed record PreviewPage(string Name, Page Page, StatusSnapshot Status);
