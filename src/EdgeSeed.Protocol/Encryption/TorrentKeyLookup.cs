namespace EdgeSeed.Protocol.Encryption;

/// <summary>Finds the torrent that a connecting peer means; called once in a handshake.</summary>
/// <param name="key">What the peer sent, unmasked.</param>
/// <param name="infoHash">The torrent.</param>
/// <returns>False when it is not known: the handshake ends.</returns>
public delegate bool TorrentKeyLookup(TorrentKeyHash key, out InfoHash infoHash);
