using System.Buffers;
using EdgeSeed.Config;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Sessions;

namespace EdgeSeed.Status;

/// <summary>
/// One torrent as shown: what it is, how to get it, and how it fares. Texts are made when they are asked for, since there may be ten thousand
/// of these, of which a page shows fifty.
/// </summary>
internal sealed record PublishedTorrent
{
    /// <summary>What is published.</summary>
    public required LibraryEntry Entry { get; init; }

    /// <summary>40 hexadecimal digits; empty while it is not yet known.</summary>
    public string InfoHash => Entry.InfoHash?.ToString() ?? "";

    /// <summary>The torrent's name as it is (<see cref="Protocol.ByteText.Text"/>): to be made fit for where it is shown.</summary>
    public string Name => Entry.NameBytes.Text;

    /// <summary>Bytes of all files together, padding left out.</summary>
    public long SizeBytes => Entry.SizeBytes;

    /// <summary>Number of files, padding left out.</summary>
    public int Files => Entry.Files;

    /// <summary>Whether clients may use its trackers only (BEP 27).</summary>
    public bool IsPrivate => Entry.IsPrivate;

    /// <summary>What it is doing.</summary>
    public TorrentPhase State => FetchedBytes is null ? Entry.State : TorrentPhase.Fetching;

    /// <summary>Why its data cannot be read at present, so that it is not served; null when it can.</summary>
    public string? ReadFailure { get; init; }

    /// <summary>Whether reading its data fails at present, so that it is not served.</summary>
    public bool IsUnreadable => ReadFailure is not null;

    /// <summary>What it gets of a limited upload, and why; null while nobody wants it or nothing is limited.</summary>
    public NeedStatus? Need { get; init; }

    /// <summary>What the owner wants for it.</summary>
    public TorrentConfig Wish { get; init; } = TorrentConfig.Default;

    /// <summary>What its other trackers say; null when it has none.</summary>
    public TrackerReport? OtherTrackers { get; init; }

    /// <summary>What its last lookup in the DHT found; null while there was none, and while it is idle.</summary>
    public DhtFinding? Dht { get; init; }

    /// <summary>Magnet link (BEP 9) with the announce URL of <see cref="StatusSnapshot.AnnounceUrl"/>; empty while unknown.</summary>
    public string Magnet => Entry.Magnet(OwnTracker)?.ToString() ?? "";

    /// <summary>Appends <see cref="Magnet"/> as ASCII bytes.</summary>
    public void WriteMagnet(IBufferWriter<byte> text) => Entry.Magnet(OwnTracker)?.WriteTo(text);

    /// <summary>This service's tracker as it is reached now; null when it runs none.</summary>
    public string? OwnTracker { get; init; }

    /// <summary>Complete peers the tracker knows, this machine included.</summary>
    public required int Seeds { get; init; }

    /// <summary>Incomplete peers the tracker knows, without this machine.</summary>
    public required int Leechers { get; init; }

    /// <summary>Downloads that finished, as announced.</summary>
    public required int Completed { get; init; }

    /// <summary>Peers connected to this machine now.</summary>
    public required int Connected { get; init; }

    /// <summary>Of the bytes sent, those that went to browsers and web seeding clients.</summary>
    public long WebBytes { get; init; }

    /// <summary>Payload bytes sent since the service started, to peers and by web downloads.</summary>
    public required long UploadedBytes { get; init; }

    /// <summary>Payload bytes a second, over the last seconds.</summary>
    public required long UploadBytesPerSecond { get; init; }

    /// <summary>Bytes that are downloaded and verified so far; null while nothing is being downloaded.</summary>
    public long? FetchedBytes { get; init; }

    /// <summary>Why nothing of it is downloaded at present; null when nothing stands against it.</summary>
    public string? FetchProblem { get; init; }

    /// <summary>How far that is, in percent: whole only when everything is there.</summary>
    public int FetchedPercent => SizeBytes == 0 ? 0 : (int)((FetchedBytes ?? 0) * 100 / SizeBytes);

    /// <summary>How many copies of the torrent this machine has sent since the service started, by bytes.</summary>
    public double CopiesGiven => SizeBytes == 0 ? 0 : (double)UploadedBytes / SizeBytes;
}
