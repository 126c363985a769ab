using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The torrents of a session, by info-hash and by what encrypted peers ask for. A hybrid is found by either of its names. Bounded by
/// <see cref="EngineOptions.MaxTorrents"/>.
/// </summary>
internal sealed class TorrentTable
{
    private readonly KeyedTable<InfoHash, TorrentState> _all = new(static torrent => torrent.Torrent.InfoHash);
    private readonly KeyedTable<InfoHash, TorrentState> _hybrids = new(static torrent => torrent.Torrent.SecondName!.InfoHash);
    private readonly InfoHashIndex _index = new();

    /// <summary>Torrents there are.</summary>
    public int Count => _all.Count;

    /// <summary>Names they have: hybrids two each.</summary>
    public int NameCount => _all.Count + _hybrids.Count;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<TorrentState> Values => _all.Values;

    /// <summary>The torrent with an info-hash; null when there is none.</summary>
    public TorrentState? Find(in InfoHash infoHash) => TryGetValue(infoHash, out TorrentState? torrent) ? torrent : null;

    /// <summary>The same.</summary>
    public bool TryGetValue(in InfoHash infoHash, [NotNullWhen(true)] out TorrentState? torrent) =>
        _all.TryGetValue(infoHash, out torrent) || _hybrids.TryGetValue(infoHash, out torrent);

    /// <summary>Whether a torrent is here.</summary>
    public bool ContainsKey(in InfoHash infoHash) => TryGetValue(infoHash, out _);

    /// <summary>Finds the torrent that an encrypted peer means, and the name by which it calls it.</summary>
    public bool TryFind(TorrentKeyHash key, out InfoHash infoHash)
    {
        if (_index.TryFind(key, _all.Values, out infoHash)) return true;
        ulong name = BinaryPrimitives.ReadUInt64LittleEndian(key.Digest.Span);
        foreach (TorrentState torrent in _hybrids.Values)
        {
            if (torrent.Torrent.SecondName!.EncryptionName != name || TorrentKeyHash.Of(torrent.Torrent.SecondName.InfoHash) != key) continue;
            infoHash = torrent.Torrent.SecondName.InfoHash;
            return true;
        }
        return false;
    }

    /// <summary>Puts a torrent in.</summary>
    public void Add(TorrentState torrent)
    {
        _all.Set(torrent);
        _index.Add(torrent);
        if (torrent.Torrent.SecondName is not null) _hybrids.Set(torrent);
    }

    /// <summary>Takes a torrent out.</summary>
    /// <param name="infoHash">Its first name.</param>
    public void Remove(in InfoHash infoHash)
    {
        if (_all.Find(infoHash)?.Torrent.SecondName is { } second) _hybrids.Remove(second.InfoHash);
        _all.Remove(infoHash);
        _index.Remove(infoHash);
    }
}
