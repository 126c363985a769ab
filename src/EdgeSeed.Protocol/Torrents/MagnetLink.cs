using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A magnet link (BEP 9, BEP 52): <c>magnet:?xt=urn:btih:…&amp;xt=urn:btmh:1220…&amp;dn=…&amp;tr=…</c>. Lengths and counts are bounded, so a link from
/// a stranger costs no more than its own size.
/// </summary>
public sealed partial class MagnetLink : IEquatable<MagnetLink>
{
    /// <summary>Longest link in characters, 64 Ki; a longer one is refused.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Most trackers, web seeds and peers, each; further ones are dropped.</summary>
    public const int MaxAddresses = 1000;

    /// <summary>The torrent (<c>xt=urn:btih:</c>); where the link names a version 2 alone, what <see cref="InfoHashV2"/> is cut to.</summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>The torrent by version 2 (<c>xt=urn:btmh:1220</c>, which says SHA-256), if the link names it so.</summary>
    public Sha256Hash? InfoHashV2 { get; init; }

    /// <summary>Whether the link names a version 2 alone.</summary>
    public bool IsV2Alone => InfoHashV2 is { } v2 && v2.Truncated == InfoHash;

    /// <summary>What clients of version 2 call the torrent where the link names both versions; null where it has one name.</summary>
    public InfoHash? SecondName => IsV2Alone ? null : InfoHashV2?.Truncated;

    /// <summary>A name to show until the metadata has come (<c>dn</c>), or none. Bytes of a stranger: no path.</summary>
    public ByteText? Name { get; init; }

    /// <summary>Bytes of all files (<c>xl</c>), if the link tells.</summary>
    public long? ExactLength { get; init; }

    /// <summary>Addresses of trackers (<c>tr</c>), each a tier of its own; as <see cref="WrittenAddress"/> gives them, no two alike.</summary>
    public IReadOnlyList<string> Trackers { get; init; } = [];

    /// <summary>Addresses of web seeds (<c>ws</c>), in the same way.</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>Peers to try first (<c>x.pe</c>), as <c>host:port</c>; an IPv6 host is in brackets.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>What there is to say of trackers, web seeds and other parts: mostly which cannot be used, and why.</summary>
    public IReadOnlyList<RemarkedAddress> Remarks { get; init; } = [];

    /// <summary>The link to a torrent that we hold, for anybody: without the logins that addresses may have.</summary>
    /// <param name="metainfo">Gives info-hash, name, length, trackers and web seeds.</param>
    public static MagnetLink To(Metainfo metainfo)
    {
        ArgumentNullException.ThrowIfNull(metainfo);
        return new MagnetLink
        {
            InfoHash = metainfo.InfoHash,
            InfoHashV2 = metainfo.InfoHashV2,
            Name = metainfo.Name,
            ExactLength = metainfo.ContentLength,
            Trackers = [.. metainfo.AnnounceTiers.SelectMany(tier => tier).Select(WrittenAddress.WithoutLogin).Take(MaxAddresses)],
            WebSeeds = [.. metainfo.WebSeeds.Select(WrittenAddress.WithoutLogin).Take(MaxAddresses)],
        };
    }

    /// <inheritdoc/>
    public bool Equals(MagnetLink? other) => other is not null
        && InfoHash == other.InfoHash && InfoHashV2 == other.InfoHashV2 && Name == other.Name && ExactLength == other.ExactLength
        && Trackers.SequenceEqual(other.Trackers) && WebSeeds.SequenceEqual(other.WebSeeds) && Peers.SequenceEqual(other.Peers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MagnetLink);

    /// <inheritdoc/>
    public override int GetHashCode() => InfoHash.GetHashCode();
}

/// <summary>Why a magnet link was refused.</summary>
/// <param name="Message">A plain sentence.</param>
/// <param name="Offset">The character, counted from 0, at which the faulty part starts.</param>
public readonly record struct MagnetError(string Message, int Offset)
{
    /// <summary><c>character 8: …</c></summary>
    public override string ToString() => $"character {Offset}: {Message}";
}
