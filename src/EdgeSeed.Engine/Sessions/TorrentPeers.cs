using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

/// <summary>Who holds how much of a torrent, at one moment. Immutable.</summary>
/// <param name="Progress">How much of it is offered here, by pieces, 0 to 1.</param>
/// <param name="Peers">Those connected, their handshake done; at most <see cref="EngineOptions.MaxPeers"/>.</param>
public sealed record TorrentPeers(double Progress, IReadOnlyList<PeerStatus> Peers);

/// <summary>One connected peer of a torrent, at one moment.</summary>
/// <param name="EndPoint">Its address and the port of this connection.</param>
/// <param name="Id">How it names itself, from which its program can be guessed (BEP 20).</param>
/// <param name="Progress">How much of the torrent it says it has, by pieces, 0 to 1.</param>
/// <param name="UploadedBytes">Payload bytes sent to it.</param>
/// <param name="IsEncrypted">Whether data is sent to it encrypted.</param>
public readonly record struct PeerStatus(PeerEndPoint EndPoint, PeerId Id, double Progress, long UploadedBytes, bool IsEncrypted);
