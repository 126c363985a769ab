using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Torrents;

namespace EdgeSeed.Status;

/// <summary>
/// One thing that is published: immutable; the library replaces it as it gets on. There is one for each of thousands of torrents, so it holds
/// nothing that can be had from what it holds.
/// </summary>
internal sealed record LibraryEntry
{
    /// <summary>Notes kept of one torrent: some 2 KB; <c>edgeseed show</c> has all of them.</summary>
    public const int MaxNotes = 4;

    private readonly Hindrance? _hindrance;

    /// <summary>What tells it from all others: the <c>.torrent</c> that was found, or else the data.</summary>
    public ContentLocation Key => Found ?? Data!;

    /// <summary>Identity of the drive or folder in which it was found (<see cref="Drive.Id"/>).</summary>
    public required string Root { get; init; }

    /// <summary>How content looked when its torrent was made (see <see cref="ContentFingerprint"/>); empty for a torrent that was found.</summary>
    public byte[] Fingerprint { get; init; } = [];

    /// <summary>Its single file or its folder; null when a torrent's data is not there.</summary>
    public required ContentLocation? Data { get; init; }

    /// <summary>The <c>.torrent</c> that was found; null when it is made here and kept in the state directory.</summary>
    public ContentLocation? Found { get; init; }

    /// <summary>Its name as it is in the torrent or on the disk; mostly a part of <see cref="Data"/>, see <see cref="LibraryTorrent.NameOf"/>.</summary>
    public required ByteText NameBytes { get; init; }

    /// <summary>Printable, for the log; made when it is asked for.</summary>
    public string Name => NameBytes.ToString();

    /// <summary>Null until it is known.</summary>
    public InfoHash? InfoHash { get; init; }

    /// <summary>The info-hash of version 2, 32 bytes; null where there is none, or it is not known.</summary>
    public byte[]? InfoHashV2 { get; init; }

    /// <summary>Bytes of all files, padding left out; 0 until it is known.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Number of files, padding left out.</summary>
    public int Files { get; init; } = 1;

    /// <summary>SHA-256 of a single file made into a torrent here (<see cref="MadeTorrent.Sha256"/>); null where it is not known.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>When its <c>.torrent</c>, or else its data, was last written: seconds since 1970, by the file system's clock; 0 where that is not known.</summary>
    public long AddedAt { get; init; }

    /// <summary>BEP 27.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether it belongs to the swarm of others' trackers alone: private, and not made here. Nothing of it is given out but to peers.</summary>
    public bool IsOthersSecret => IsPrivate && Found is not null;

    /// <summary>The magnet link; null until it is known.</summary>
    /// <param name="ownTracker">This service's tracker as it is reached now; null when it runs none.</param>
    public MagnetLink? Magnet(string? ownTracker)
    {
        if (InfoHash is not { } infoHash || MagnetTrackers is not { } trackers) return null;
        Sha256Hash? v2 = InfoHashV2 is { } bytes ? new Sha256Hash(bytes) : null;
        return new MagnetLink { InfoHash = infoHash, InfoHashV2 = v2, Name = NameBytes, ExactLength = SizeBytes, Trackers = TrackerUrls.InMagnet(trackers, ownTracker) };
    }

    /// <summary>The trackers in the magnet link, see <see cref="TrackerUrls.ForMagnet"/>; one list for all torrents that have the same. Null until they are known.</summary>
    public IReadOnlyList<string>? MagnetTrackers { get; init; }

    /// <summary>What there is to say of its trackers and web seeds, mostly that they cannot be used: the first <see cref="MaxNotes"/>.</summary>
    public IReadOnlyList<RemarkedAddress> Notes { get; init; } = [];

    /// <summary>What it is doing.</summary>
    public TorrentPhase State { get; init; } = TorrentPhase.Queued;

    /// <summary>The first file of a torrent without its data that was looked for and not found; null where none is missing.</summary>
    public string? FirstMissing
    {
        get => _hindrance?.FirstMissing;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { FirstMissing = value });
    }

    /// <summary>Why an entry that waits (<see cref="TorrentPhase.Waiting"/>) is not offered.</summary>
    public AwaitedThing Awaits
    {
        get => _hindrance?.Awaits ?? default;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { Awaits = value });
    }

    /// <summary>Where it awaits <see cref="AwaitedThing.Drive"/>, the name of that drive or folder, without the way there.</summary>
    public string? AwaitedDrive
    {
        get => _hindrance?.AwaitedDrive;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { AwaitedDrive = value });
    }

    /// <summary>Of a torrent of which only some is offered, how much; null for any other.</summary>
    public PieceCounts? Pieces
    {
        get => _hindrance?.Pieces;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { Pieces = value });
    }

    /// <summary>What is wrong, in a plain sentence, with the words of the system; null when nothing is.</summary>
    public string? Problem
    {
        get => _hindrance?.Problem;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { Problem = value });
    }

    /// <summary>How often in a row it could not be offered.</summary>
    public int Failures
    {
        get => _hindrance?.Failures ?? 0;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { Failures = value });
    }

    /// <summary>The clock's timestamp from which it is tried again; 0 where it is not waited for.</summary>
    public long RetryAt
    {
        get => _hindrance?.RetryAt ?? 0;
        init => _hindrance = Hindrance.Of((_hindrance ?? Hindrance.None) with { RetryAt = value });
    }

    /// <summary>Whether peers are served.</summary>
    public bool IsOffered => State is TorrentPhase.Seeding or TorrentPhase.Partial;

    /// <summary>What stands against offering all of it: an object of its own, because of most entries there is nothing to say.</summary>
    private sealed record Hindrance
    {
        public static Hindrance None { get; } = new();

        public string? FirstMissing { get; init; }

        public AwaitedThing Awaits { get; init; }

        public string? AwaitedDrive { get; init; }

        public PieceCounts? Pieces { get; init; }

        public string? Problem { get; init; }

        public int Failures { get; init; }

        public long RetryAt { get; init; }

        public static Hindrance? Of(Hindrance said) => said == None ? null : said;
    }
}

/// <summary>What must come before an entry can be offered.</summary>
internal enum AwaitedThing
{
    /// <summary>The drive or folder in which it was found.</summary>
    Drive,

    /// <summary>A torrent's data.</summary>
    Data,

    /// <summary>Something in an empty file or folder.</summary>
    Content,
}

/// <summary>How much of a torrent is right.</summary>
/// <param name="Right">Pieces that are.</param>
/// <param name="All">Pieces that it has.</param>
internal sealed record PieceCounts(int Right, int All)
{
    /// <summary>The counts of a torrent's pieces; null where all of them are right.</summary>
    public static PieceCounts? Of(Bitfield verified) => verified.IsComplete ? null : new PieceCounts(verified.Count(), verified.Length);
}
