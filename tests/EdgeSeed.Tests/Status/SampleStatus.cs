using System.Buffers;
using System.Text;
using System.Text.Json;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

/// <summary>Snapshots for tests.</summary>
internal static class SampleStatus
{
    public const string InfoHash = "0123456789abcdef0123456789abcdef01234567";

    public static DhtStatus Dht { get; } = new()
    {
        Port = 6881,
        IsReadOnly = false,
        GoodNodes = 120,
        QuestionableNodes = 8,
        StoredPeers = 3,
        SentBytes = 40_000,
        Questions = 300,
        Answers = 50,
        Lookups = 20,
        Announces = 160,
        Announced = 19,
        Found = 4,
        IsSilent = false,
    };

    public static PublishedTorrent Torrent(string name, TorrentPhase state = TorrentPhase.Seeding, string? problem = null, string infoHash = InfoHash) => new()
    {
        Entry = new LibraryEntry
        {
            Root = "/data",
            Data = null,
            NameBytes = new ByteText(name),
            InfoHash = Protocol.InfoHash.TryParse(infoHash, out Protocol.InfoHash hash) ? hash : null,
            SizeBytes = 209_715_200,
            MagnetTrackers = ["http://192.168.1.20:6969/announce"],
            State = state,
            Problem = problem,
        },
        Seeds = 1,
        Leechers = 2,
        Completed = 3,
        Connected = 2,
        UploadedBytes = 4_000_000,
        UploadBytesPerSecond = 1_200_000,
    };

    public static DriveStatus Drive(string name, DriveState state) => new()
    {
        Id = "1234-ABCD",
        Name = name,
        Path = "/run/edgeseed/drives/" + name,
        IsRemovable = true,
        FileSystem = "vfat",
        State = state,
        SinceSeconds = 30,
        Torrents = 3,
    };

    public static StatusSnapshot Create(params PublishedTorrent[] torrents) => new()
    {
        Format = StatusSnapshot.CurrentFormat,
        Name = "EdgeSeed",
        Version = "0.1.0",
        Time = DateTimeOffset.UnixEpoch.AddYears(50),
        UptimeSeconds = 3700,
        Phase = ServicePhase.Seeding,
        PageUrl = "http://192.168.1.20:6969/",
        AnnounceUrl = "http://192.168.1.20:6969/announce",
        Port = 6969,
        PeerPort = 6881,
        Upload = new UploadStatus(1_200_000, 4_000_000, 2),
        Budget = new BudgetStatus { SentBytes = 4_200_000 },
        Rates = new RateStatus(10, [0, 800_000, 1_200_000]),
        Tracker = new TrackerFigures { Announces = 5, Scrapes = 1, Refused = 2, Torrents = 1, Peers = 3, SwarmBytes = 8_000_000, Amplification = 2 },
        Memory = new MemoryStatus(20_000_000, 33_554_432, IsShort: false),
        Network = new NetworkStatus(["192.168.1.20"], IsLocalOnly: false),
        Drives = [],
        Alarms = [],
        Torrents = torrents,
        Problems = [],
    };

    /// <summary>What <c>status --json</c> says of it.</summary>
    public static JsonElement Json(StatusSnapshot status)
    {
        using JsonDocument document = JsonDocument.Parse(JsonText(status));
        return document.RootElement.Clone();
    }

    /// <summary>The same as text.</summary>
    public static string JsonText(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, StatusJson.Options))
        {
            StatusJson.WriteHead(json, status);
            foreach (PublishedTorrent torrent in status.Torrents) StatusJson.WriteTorrent(json, torrent, status, new());
            StatusJson.WriteEnd(json);
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
