using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// What <see cref="MetainfoParser"/> accepts. Whatever is beyond is refused with an error that names the limit, unless said otherwise.
/// </summary>
public readonly record struct MetainfoLimits
{
    /// <summary>The defaults.</summary>
    public MetainfoLimits()
    {
    }

    /// <summary>
    /// Most bytes of a <c>.torrent</c>, 64 MiB: some 3 million pieces. Whoever reads one from a disk should look at its size first; the
    /// parser refuses a longer one without reading it.
    /// </summary>
    public int MaxFileLength { get; init; } = 64 << 20;

    /// <summary>
    /// Most bytes of memory for the file, as far as it is read into memory, and what is made of it, no limit by default. What it takes is counted before the list of files is read.
    /// </summary>
    public long MaxMemory { get; init; } = long.MaxValue;

    /// <summary>
    /// Least bytes of a string of hashes that is left in the file where that is read by parts (<see cref="TorrentBytes"/>), 256: eight pieces. What is shorter is
    /// hardly worth what its place costs.
    /// </summary>
    public int LeastGap { get; init; } = 256;

    /// <summary>Most files in a torrent, 100,000; each costs 40 bytes and its path.</summary>
    public int MaxFiles { get; init; } = 100_000;

    /// <summary>Longest piece in bytes, 256 MiB.</summary>
    public int MaxPieceLength { get; init; } = 256 << 20;

    /// <summary>Most bytes that all files may have together, 1 PiB.</summary>
    public long MaxTotalLength { get; init; } = 1L << 50;

    /// <summary>Most trackers in all tiers, 1,000. Further ones are dropped: the torrent works without them.</summary>
    public int MaxTrackers { get; init; } = 1000;

    /// <summary>Most web seeds, 1,000. Further ones are dropped.</summary>
    public int MaxWebSeeds { get; init; } = 1000;

    /// <summary>Longest address of a tracker or web seed in bytes, 2,048. A longer one is dropped.</summary>
    public int MaxUrlLength { get; init; } = 2048;

    /// <summary>Most bencoded values, 8,388,608, which bounds the time that keys unknown to us may cost.</summary>
    public int MaxTokens { get; init; } = 8 << 20;

    internal BencodeLimits Bencode => new() { MaxLength = MaxFileLength, MaxTokens = MaxTokens };
}
