using System.Buffers.Binary;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// Torrents by the hash of their info-hash, by which encrypted peers ask for them (MSE). Made when the first such peer comes: a session that never
/// meets one does not pay for it.
/// </summary>
internal sealed class InfoHashIndex
{
    private KeyedTable<ulong, TorrentState>? _byName;

    /// <summary>Finds the torrent that an encrypted peer means.</summary>
    /// <param name="key">What the peer said.</param>
    /// <param name="torrents">All there are, for the first time.</param>
    /// <param name="infoHash">The torrent.</param>
    public bool TryFind(TorrentKeyHash key, ReadOnlySpan<TorrentState> torrents, out InfoHash infoHash)
    {
        if (_byName is null)
        {
            _byName = new(static torrent => torrent.EncryptionName);
            foreach (TorrentState torrent in torrents) Add(torrent);
        }
        bool isKnown = _byName.TryGetValue(FirstBytes(key), out TorrentState? found) && TorrentKeyHash.Of(found.Torrent.InfoHash) == key;
        infoHash = isKnown ? found!.Torrent.InfoHash : default;
        return isKnown;
    }

    /// <summary>Takes a torrent in, once there is an index.</summary>
    public void Add(TorrentState torrent)
    {
        if (_byName is null) return;
        torrent.EncryptionName = FirstBytes(TorrentKeyHash.Of(torrent.Torrent.InfoHash));
        _byName.Set(torrent);
    }

    /// <summary>Takes a torrent out.</summary>
    public void Remove(in InfoHash infoHash) => _byName?.Remove(FirstBytes(TorrentKeyHash.Of(infoHash)));

    private static ulong FirstBytes(TorrentKeyHash key) => BinaryPrimitives.ReadUInt64LittleEndian(key.Digest.Span);
}
