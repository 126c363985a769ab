namespace EdgeSeed.Status;

/// <summary>One torrent as shown: what it is, how to get it, and how it fares.</summary>
internal sealed record PublishedTorrent
{
    /// <summary>40 hexadecimal digits; empty while it is not yet known.</summary>
    public required string InfoHash { get; init; }

    /// <summary>The torrent's name, made printable.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes of all files together, padding left out.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Number of files, padding left out.</summary>
    public required int Files { get; init; }

    /// <summary>Whether clients may use its trackers only (BEP 27).</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>What it is doing.</summary>
    public required TorrentState State { get; init; }

    /// <summary>What is wrong, in a plain sentence; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether reading its data fails at present, so that it is not served.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What its other trackers say; null when it has none.</summary>
    public TrackerReport? OtherTrackers { get; init; }

    /// <summary>Magnet link (BEP 9) with the announce URL of <see cref="StatusSnapshot.AnnounceUrl"/>; empty while unknown.</summary>
    public required string Magnet { get; init; }

    /// <summary>Complete peers the tracker knows, this machine included.</summary>
    public required int Seeds { get; init; }

    /// <summary>Incomplete peers the tracker knows.</summary>
    public required int Leechers { get; init; }

    /// <summary>Downloads that finished, as announced.</summary>
    public required long Completed { get; init; }

    /// <summary>Peers connected to this machine now.</summary>
    public required int Connected { get; init; }

    /// <summary>Payload bytes sent since the service started.</summary>
    public required long UploadedBytes { get; init; }

    /// <summary>Payload bytes a second, over the last seconds.</summary>
    public required long UploadBytesPerSecond { get; init; }

    /// <summary>How many copies of the torrent this machine has sent since the service started, by bytes.</summary>
    public double CopiesGiven => SizeBytes == 0 ? 0 : (double)UploadedBytes / SizeBytes;
}
