namespace EdgeSeed.Protocol.Torrents;

/// <summary>What stands around the info dictionary in a <c>.torrent</c>: none of it changes the info-hash.</summary>
public record MetainfoEnvelope
{
    /// <summary>
    /// Addresses of trackers, tier by tier (BEP 12). The first one is written as <c>announce</c> too, for clients that know no tiers;
    /// an empty tier is left out.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> AnnounceTiers { get; init; } = [];

    /// <summary>Addresses of web seeds (BEP 19).</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>Nodes of the DHT to begin with (BEP 5), as far as they are addresses and no names; read, and not written.</summary>
    public IReadOnlyList<PeerEndPoint> Nodes { get; init; } = [];

    /// <summary>A comment, or none.</summary>
    public ByteText? Comment { get; init; }

    /// <summary>The program that makes the torrent, or none.</summary>
    public ByteText? CreatedBy { get; init; }

    /// <summary>When the torrent is made, written in whole seconds; none makes the file reproducible.</summary>
    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>A bencoded <c>piece layers</c> dictionary of a torrent with a version 2 (BEP 52); empty for none.</summary>
    public ReadOnlyMemory<byte> PieceLayers { get; init; }
}
