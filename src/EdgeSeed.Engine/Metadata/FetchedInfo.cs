using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Metadata;

/// <summary>What <see cref="SeedSession.FetchInfoAsync"/> brought.</summary>
/// <param name="Info">The info dictionary, whose SHA-1 is the info-hash; not parsed.</param>
/// <param name="Peers">Where peers were said to listen, for the download that follows.</param>
public sealed record FetchedInfo(ReadOnlyMemory<byte> Info, IReadOnlyList<PeerEndPoint> Peers);
