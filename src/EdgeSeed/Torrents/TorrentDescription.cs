using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Torrents;

/// <summary>What a torrent holds, for people and for <c>--json</c>. All text is printable.</summary>
internal sealed record TorrentDescription
{
    /// <summary>Full path of the <c>.torrent</c> that was written; null where none was.</summary>
    public string? TorrentFile { get; init; }

    /// <summary>The torrent's name.</summary>
    public string? Name { get; init; }

    /// <summary>40 hexadecimal digits.</summary>
    public required string InfoHash { get; init; }

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

    /// <summary>Whether it has a v2 half (BEP 52).</summary>
    public bool Hybrid { get; init; }

    /// <summary>The <c>source</c> tag.</summary>
    public string? Source { get; init; }

    /// <summary>The maker's comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The program that made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>Trackers, tier by tier (BEP 12).</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Trackers { get; init; }

    /// <summary>Web seeds (BEP 19).</summary>
    public required IReadOnlyList<string> WebSeeds { get; init; }

    /// <summary>Number of files, padding left out; null for a magnet link.</summary>
    public int? FileCount { get; init; }

    /// <summary>The files, padding left out; null when not asked for or not known.</summary>
    public IReadOnlyList<FileDescription>? Files { get; init; }

    /// <summary>Describes a parsed torrent.</summary>
    /// <param name="metainfo">The torrent.</param>
    /// <param name="withFiles">Whether to list the files.</param>
    public static TorrentDescription Of(Metainfo metainfo, bool withFiles)
    {
        List<Protocol.Torrents.TorrentFile> files = [.. metainfo.Files.Where(file => !file.IsPadding)];
        return new TorrentDescription
        {
            Name = metainfo.Name.ToString(),
            InfoHash = metainfo.InfoHash.ToString(),
            Magnet = MagnetLink.To(metainfo).ToString(),
            SizeBytes = files.Sum(file => file.Length),
            PieceLength = metainfo.PieceLength,
            Pieces = metainfo.PieceCount,
            Private = metainfo.IsPrivate,
            Hybrid = metainfo.IsHybrid,
            Source = metainfo.Source?.ToString(),
            Comment = metainfo.Comment?.ToString(),
            CreatedBy = metainfo.CreatedBy?.ToString(),
            CreationDate = metainfo.CreationDate,
            Trackers = metainfo.AnnounceTiers,
            WebSeeds = metainfo.WebSeeds,
            FileCount = files.Count,
            Files = withFiles ? [.. files.Select(file => new FileDescription(file.Path.ToString(), file.Length))] : null,
        };
    }

    /// <summary>Describes what a magnet link tells.</summary>
    public static TorrentDescription Of(MagnetLink link) => new()
    {
        Name = link.Name?.ToString(),
        InfoHash = link.InfoHash.ToString(),
        Magnet = link.ToString(),
        SizeBytes = link.ExactLength,
        Trackers = [.. link.Trackers.Select(tracker => (IReadOnlyList<string>)[tracker])],
        WebSeeds = link.WebSeeds,
    };
}
