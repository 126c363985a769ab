using System.Globalization;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;

namespace EdgeSeed.Status;

/// <summary>
/// What the service is doing, at one moment: made at most once a second, never changed afterwards, and the only source of the
/// LEDs, the display, the page, <c>/status.json</c>, <c>/metrics</c>, <c>edgeseed status</c> and the status line, so that they agree.
/// </summary>
internal sealed record StatusSnapshot
{
    /// <summary>Version of this document's shape; raised when a member changes its meaning or goes away.</summary>
    public const int CurrentFormat = 1;

    /// <summary><see cref="CurrentFormat"/> of the program that wrote it.</summary>
    public required int Format { get; init; }

    /// <summary>What the box is called: <c>service.name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When it was made, by the machine's clock, which may be wrong until the network sets it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Seconds since the service started, by the monotonic clock.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>What the service is doing on the whole.</summary>
    public required ServicePhase Phase { get; init; }

    /// <summary>Where the page is, as another machine on the same network reaches it.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The announce URL in the torrents made here.</summary>
    public required string AnnounceUrl { get; init; }

    /// <summary>Port of tracker (TCP and UDP) and page.</summary>
    public required int Port { get; init; }

    /// <summary>TCP port on which peers connect; 0 when nothing is seeded.</summary>
    public required int PeerPort { get; init; }

    /// <summary>Whether this is a tracker and nothing else (<c>edgeseed track</c>).</summary>
    public bool IsTrackerOnly => PeerPort == 0;

    /// <summary>What is sent to peers.</summary>
    public required UploadStatus Upload { get; init; }

    /// <summary>What the seeder counted, without its torrents; for <c>/metrics</c> alone. Null where nothing is seeded.</summary>
    public SessionStatus? Session { get; init; }

    /// <summary>What may be sent, and how much of it has been.</summary>
    public required BudgetStatus Budget { get; init; }

    /// <summary>How fast everything was sent lately.</summary>
    public required RateStatus Rates { get; init; }

    /// <summary>What the tracker did.</summary>
    public required TrackerFigures Tracker { get; init; }

    /// <summary>The hashing in progress; null when there is none.</summary>
    public HashingStatus? Hashing { get; init; }

    /// <summary>Memory in use and allowed.</summary>
    public required MemoryStatus Memory { get; init; }

    /// <summary>How others reach this machine.</summary>
    public required NetworkStatus Network { get; init; }

    /// <summary>Whether the router forwards the ports; null where it is not asked (<c>service.port_mapping</c>).</summary>
    public PortMappingStatus? PortMapping { get; init; }

    /// <summary>The node of the DHT; null while there is none (<c>seeder.dht</c>).</summary>
    public DhtStatus? Dht { get; init; }

    /// <summary>Every torrent, by name.</summary>
    public required IReadOnlyList<PublishedTorrent> Torrents { get; init; }

    /// <summary>Drives and published folders, present or remembered, in the order in which they came; at most 64.</summary>
    public IReadOnlyList<DriveStatus> Drives { get; init; } = [];

    /// <summary>What is wrong in detail, a plain sentence each. At most <see cref="MaxProblems"/>.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What a person must see to: one for each <see cref="AlarmCode"/> that is raised, by <see cref="AlarmText.Number"/>; empty when all is well.</summary>
    public IReadOnlyList<Alarm> Alarms { get; init; } = [];

    /// <summary>Torrents that are offered, and of which nobody is told in any way.</summary>
    public int Unfindable { get; init; }

    /// <summary>Whether it is for strangers, see <see cref="ForPublic"/>.</summary>
    public bool IsPublic { get; private init; }

    /// <summary>
    /// What strangers may know: no paths of this machine, no figures of its memory, no lines of its configuration, no words of its system, of other
    /// trackers and of readers of files.
    /// </summary>
    public StatusSnapshot ForPublic()
    {
        var alarms = new List<Alarm>(Alarms.Count);
        foreach (Alarm alarm in Alarms) alarms.Add(alarm with { Detail = "" });
        var drives = new List<DriveStatus>(Drives.Count);
        foreach (DriveStatus drive in Drives)
        {
            // A folder is called by its path.
            string name = drive.IsRemovable ? drive.Name : Path.GetFileName(drive.Name.TrimEnd('/')), id = drive.IsRemovable ? drive.Id : name;
            for (int number = 2; drives.Exists(other => other.Id == id); number++) id = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            drives.Add(drive with { Id = id, Name = name, Path = "", Problem = null });
        }
        return this with { IsPublic = true, Alarms = alarms, Drives = drives, Problems = [], PortMapping = PortMapping is null ? null : PortMapping with { Problem = null } };
    }

    /// <summary>Most problems listed; the last then says how many more there are.</summary>
    public const int MaxProblems = 50;

    /// <summary>The torrent with this info-hash, or null.</summary>
    public PublishedTorrent? Find(InfoHash infoHash)
    {
        foreach (PublishedTorrent torrent in Torrents)
            if (torrent.Entry.InfoHash == infoHash) return torrent;
        return null;
    }

    /// <summary>How many torrents are offered, whole or in part.</summary>
    public int CountOffered()
    {
        int offered = 0;
        foreach (PublishedTorrent torrent in Torrents)
            if (torrent.State is TorrentPhase.Seeding or TorrentPhase.Partial) offered++;
        return offered;
    }

    /// <summary>Sum of the torrents' sizes, in bytes.</summary>
    public long TotalBytes()
    {
        long total = 0;
        foreach (PublishedTorrent torrent in Torrents) total += torrent.SizeBytes;
        return total;
    }
}

/// <summary>What is sent of files, to peers and by web downloads, over all torrents.</summary>
/// <param name="BytesPerSecond">Payload over the last seconds.</param>
/// <param name="TotalBytes">Payload since the service started.</param>
/// <param name="Peers">Connected now.</param>
internal sealed record UploadStatus(long BytesPerSecond, long TotalBytes, int Peers)
{
    /// <summary>Of the payload, what went to browsers and web seeding clients.</summary>
    public long WebBytes { get; init; }
}

/// <summary>How others reach this machine.</summary>
/// <param name="Addresses">Its addresses but loopback, at most <see cref="MaxAddresses"/>.</param>
/// <param name="IsLocalOnly">Whether the service listens on loopback alone, so that it needs no network.</param>
internal sealed record NetworkStatus(IReadOnlyList<string> Addresses, bool IsLocalOnly)
{
    /// <summary>Most addresses listed; further ones are left out.</summary>
    public const int MaxAddresses = 8;

    /// <summary>The network interface by which everything leaves (<c>service.bind</c>) and that is away, so that nothing is sent; null while none is missed.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Whether nobody can reach it who should.</summary>
    public bool IsMissing => WaitingFor is not null || (Addresses.Count == 0 && !IsLocalOnly);
}

/// <summary>What the program uses of the memory it may.</summary>
/// <param name="ResidentBytes">Resident now; 0 where it cannot be read.</param>
/// <param name="LimitBytes">What <c>service.memory_limit</c> allows.</param>
/// <param name="IsShort">Whether it has run short lately: idle peers were dropped or newcomers refused for it.</param>
internal sealed record MemoryStatus(long ResidentBytes, long LimitBytes, bool IsShort);

/// <summary>How fast everything was sent lately, for a graph: payload, protocol, tracker answers and packet headers.</summary>
/// <param name="IntervalSeconds">Time between two figures.</param>
/// <param name="BytesPerSecond">Averages of an interval each, the oldest first; empty at the start.</param>
internal sealed record RateStatus(int IntervalSeconds, IReadOnlyList<long> BytesPerSecond);
