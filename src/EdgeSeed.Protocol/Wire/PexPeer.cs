namespace EdgeSeed.Protocol.Wire;

/// <summary>A peer that is passed on (BEP 11).</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Flags">What is known of it.</param>
public readonly record struct PexPeer(PeerEndPoint EndPoint, PexFlags Flags);
