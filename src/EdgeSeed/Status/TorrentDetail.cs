namespace EdgeSeed.Status;

/// <summary>More about one torrent than the snapshot holds of every one: read when somebody asks for it.</summary>
internal sealed record TorrentDetail
{
    /// <summary>Most files on a page of the list.</summary>
    public const int MaxFiles = 1_000;

    /// <summary>Pages of a list of files, at least one.</summary>
    /// <param name="files">Files, padding left out.</param>
    public static int PagesOf(int files) => Math.Max(1, (files + MaxFiles - 1) / MaxFiles);

    /// <summary>Files by their place in the torrent, padding left out; empty when the torrent file cannot be read now.</summary>
    public required IReadOnlyList<PublishedFile> Files { get; init; }

    /// <summary>Which page of its files it is, from 1.</summary>
    public required int Page { get; init; }

    /// <summary>How many pages there are.</summary>
    public required int Pages { get; init; }

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

/// <summary>Connected peers that run the same program.</summary>
/// <param name="Name">The program, by how it names itself; empty when it does not say.</param>
/// <param name="Peers">How many.</param>
/// <param name="UploadedBytes">Payload bytes sent to them.</param>
/// <param name="Progress">How much of the torrent they hold on average, 0 to 1.</param>
internal sealed record ClientCount(string Name, int Peers, long UploadedBytes, double Progress);

/// <summary>One file of a torrent.</summary>
/// <param name="Path">Beneath the torrent's folder, or its only name; as it is spelt (<see cref="Protocol.ByteText.Text"/>).</param>
/// <param name="Link">Its address below <c>/files/INFOHASH/</c>, as a web seed has it (BEP 19): the bytes of its path, escaped (RFC 3986).</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="IsDamaged">Whether some of it is in pieces that are not offered.</param>
internal sealed record PublishedFile(string Path, string Link, long SizeBytes, bool IsDamaged);
