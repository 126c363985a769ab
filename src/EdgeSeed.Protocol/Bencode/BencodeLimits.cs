namespace EdgeSeed.Protocol.Bencode;

/// <summary>What a <see cref="BencodeReader"/> accepts before it refuses the rest.</summary>
public readonly record struct BencodeLimits
{
    /// <summary>The deepest nesting that any limit may allow, as libtorrent's: the reader keeps one bit a level.</summary>
    public const int DeepestAllowed = 100;

    /// <summary>Limits for one message of a peer, a tracker or a DHT node: 1 MiB, 16 levels, 65,536 values.</summary>
    public static BencodeLimits Message => new() { MaxLength = 1 << 20, MaxDepth = 16, MaxTokens = 1 << 16 };

    /// <summary>Starts from limits fit for a <c>.torrent</c>: 64 MiB, the deepest nesting, 8,388,608 values.</summary>
    public BencodeLimits()
    {
    }

    /// <summary>Most bytes of data; more is refused at offset 0 before anything is read.</summary>
    public int MaxLength { get; init; } = 64 << 20;

    /// <summary>
    /// Most lists and dictionaries inside one another, at most <see cref="DeepestAllowed"/>; the one that is too deep is refused.
    /// </summary>
    public int MaxDepth { get; init; } = DeepestAllowed;

    /// <summary>Most tokens (each value, key and end counts one), which bounds the time; the one too many is refused.</summary>
    public int MaxTokens { get; init; } = 8 << 20;
}
