namespace EdgeSeed.Status;

/// <summary>More about one torrent than the snapshot holds of every one: read when somebody asks for it.</summary>
internal sealed record TorrentDetail
{
    /// <summary>Most files listed; <see cref="FileCount"/> says how many there are.</summary>
    public const int MaxFiles = 1_000;

    /// <summary>Files by their place in the torrent, padding left out; empty when the torrent file cannot be read now.</summary>
    public required IReadOnlyList<PublishedFile> Files { get; init; }

    /// <summary>All files, padding left out.</summary>
    public required int FileCount { get; init; }

    /// <summary>The maker's comment; null when there is none, or it cannot be read now.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was made, as it says; null when it does not say.</summary>
    public DateTimeOffset? MadeOn { get; init; }

    /// <summary>Bytes of every piece but the last; 0 when it cannot be read now.</summary>
    public int PieceLength { get; init; }

    /// <summary>Connected peers by program, the most frequent first.</summary>
    public required IReadOnlyList<ClientCount> Clients { get; init; }

    /// <summary>Copies of the torrent that this machine and the peers connected to it hold together, as they say.</summary>
    public required double CopiesInReach { get; init; }
}
