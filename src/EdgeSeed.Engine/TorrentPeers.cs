namespace EdgeSeed.Engine;

/// <summary>Who holds how much of a torrent, at one moment. Immutable.</summary>
/// <param name="Progress">How much of it is offered here, by pieces, 0 to 1.</param>
/// <param name="Peers">Those connected, their handshake done; at most <see cref="EngineOptions.MaxPeers"/>.</param>
public sealed record TorrentPeers(double Progress, IReadOnlyList<PeerStatus> Peers);
