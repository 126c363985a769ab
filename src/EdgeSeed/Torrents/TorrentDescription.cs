using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Torrents;

/// <summary>What a torrent holds, for people and for <c>--json</c>.</summary>
internal sealed record TorrentDescription
{
    /// <summary>Full path of the <c>.torrent</c> that was written; null where none was.</summary>
    public string? TorrentFile { get; init; }

    /// <summary>The torrent's name.</summary>
    public ByteText? Name { get; init; }

    /// <summary>What it is called on a disk, where that is another name.</summary>
    public ByteText? StoredAs { get; init; }

    /// <summary>40 hexadecimal digits; of a version 2 alone, the first of <see cref="InfoHashV2"/>.</summary>
    public required string InfoHash { get; init; }

    /// <summary>The info-hash of version 2 (BEP 52), 64 hexadecimal digits; null where there is none.</summary>
    public string? InfoHashV2 { get; init; }

    /// <summary>The magnet link to it (BEP 9).</summary>
    public required string Magnet { get; init; }

    /// <summary>Bytes of all files, padding left out; null when a magnet link does not tell.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Bytes of every piece but the last; null for a magnet link.</summary>
    public int? PieceLength { get; init; }

    /// <summary>Number of pieces; null for a magnet link.</summary>
    public int? Pieces { get; init; }

    /// <summary>Whether peers may come from its trackers only (BEP 27).</summary>
    public bool Private { get; init; }

    /// <summary>The versions it is for; null for a magnet link, which need not tell all.</summary>
    public TorrentFormat? Format { get; init; }

    /// <summary>Whether it is a hybrid without piece layers, of which only the version 1 can be used.</summary>
    public bool LacksLayers { get; init; }

    /// <summary>The <c>source</c> tag.</summary>
    public ByteText? Source { get; init; }

    /// <summary>The maker's comment.</summary>
    public ByteText? Comment { get; init; }

    /// <summary>The program that made it.</summary>
    public ByteText? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>Trackers, tier by tier (BEP 12); what may be a secret is hidden.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Trackers { get; init; }

    /// <summary>What its trackers say of it; null where they were not asked.</summary>
    public IReadOnlyList<TrackerCounts>? Scraped { get; init; }

    /// <summary>Web seeds (BEP 19); what may be a secret is hidden.</summary>
    public required IReadOnlyList<string> WebSeeds { get; init; }

    /// <summary>What there is to say of trackers, web seeds and other parts: mostly which are not used, and why.</summary>
    public IReadOnlyList<RemarkedAddress> Remarks { get; init; } = [];

    /// <summary>Number of files, padding left out; null for a magnet link.</summary>
    public int? FileCount { get; init; }

    /// <summary>The files, padding left out; null when not asked for or not known.</summary>
    public IReadOnlyList<FileDescription>? Files { get; init; }

    /// <summary>Describes a parsed torrent.</summary>
    /// <param name="metainfo">The torrent.</param>
    /// <param name="withFiles">Whether to list the files.</param>
    /// <param name="isListed">Which of them; null for all.</param>
    public static TorrentDescription Of(Metainfo metainfo, bool withFiles, Func<TorrentFile, bool>? isListed = null)
    {
        List<int> files = [.. Enumerable.Range(0, metainfo.Files.Count).Where(file => !metainfo.Files[file].IsPadding)];
        return new TorrentDescription
        {
            Name = metainfo.Name,
            StoredAs = metainfo.Name == new ByteText(metainfo.NamePath.Bytes) ? null : new ByteText(metainfo.NamePath.Bytes),
            InfoHash = metainfo.InfoHash.ToString(),
            InfoHashV2 = metainfo.InfoHashV2?.ToString(),
            Magnet = Shareable(MagnetLink.To(metainfo)).ToString(),
            SizeBytes = metainfo.ContentLength,
            PieceLength = metainfo.PieceLength,
            Pieces = metainfo.PieceCount,
            Private = metainfo.IsPrivate,
            Format = metainfo.Format,
            LacksLayers = metainfo.Format == TorrentFormat.Hybrid && metainfo.FileHashes is null,
            Source = metainfo.Source,
            Comment = metainfo.Comment,
            CreatedBy = metainfo.CreatedBy,
            CreationDate = metainfo.CreationDate,
            Trackers = [.. metainfo.AnnounceTiers.Select(tier => (IReadOnlyList<string>)[.. tier.Select(AddressSecret.HideInTracker)])],
            WebSeeds = [.. metainfo.WebSeeds.Select(AddressSecret.HideInWebSeed)],
            FileCount = files.Count,
            Remarks = metainfo.Remarks,
            Files = withFiles ? [.. files.Where(file => isListed?.Invoke(metainfo.Files[file]) != false).Select(file => Describe(metainfo, file))] : null,
        };
    }

    /// <summary>Describes what a magnet link tells.</summary>
    public static TorrentDescription Of(MagnetLink link) => new()
    {
        Name = link.Name,
        InfoHash = link.InfoHash.ToString(),
        InfoHashV2 = link.InfoHashV2?.ToString(),
        Magnet = Shareable(link).ToString(),
        SizeBytes = link.ExactLength,
        Trackers = [.. link.Trackers.Select(tracker => (IReadOnlyList<string>)[AddressSecret.HideInTracker(tracker)])],
        WebSeeds = [.. link.WebSeeds.Select(AddressSecret.HideInWebSeed)],
        Remarks = link.Remarks,
    };

    // A passkey or a login is the user's own: an address with one is not passed on.
    private static MagnetLink Shareable(MagnetLink link) => new()
    {
        InfoHash = link.InfoHash,
        InfoHashV2 = link.InfoHashV2,
        Name = link.Name,
        ExactLength = link.ExactLength,
        Trackers = [.. link.Trackers.Where(static address => !AddressSecret.IsInTracker(address))],
        WebSeeds = [.. link.WebSeeds.Where(static address => !AddressSecret.IsInWebSeed(address))],
        Peers = link.Peers,
    };

    private static FileDescription Describe(Metainfo metainfo, int file)
    {
        bool isMapped = !metainfo.IsSingleFile && metainfo.WrittenPaths?.ContainsKey(file) == true;
        TorrentFile stored = metainfo.Files[file];
        return new FileDescription(metainfo.PathAsWritten(file), isMapped ? new ByteText(stored.Path.Bytes) : null, stored.Length);
    }
}

/// <summary>One file of a torrent.</summary>
/// <param name="Path">Beneath the torrent's folder, as the torrent spells it.</param>
/// <param name="StoredAs">Its path on a disk, where that is another.</param>
/// <param name="SizeBytes">Its length.</param>
internal sealed record FileDescription(ByteText Path, ByteText? StoredAs, long SizeBytes);
