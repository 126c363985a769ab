using System.Diagnostics.CodeAnalysis;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Swarms;

/// <summary>The torrents of a session, by info-hash and by what encrypted peers ask for. Bounded by <see cref="EngineOptions.MaxTorrents"/>.</summary>
internal sealed class TorrentTable
{
    private readonly KeyedTable<InfoHash, TorrentState> _all = new(static torrent => torrent.Torrent.InfoHash);
    private readonly InfoHashIndex _index = new();

    /// <summary>Torrents there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<TorrentState> Values => _all.Values;

    /// <summary>The torrent with an info-hash; null when there is none.</summary>
    public TorrentState? Find(in InfoHash infoHash) => _all.Find(infoHash);

    /// <summary>The same.</summary>
    public bool TryGetValue(in InfoHash infoHash, [NotNullWhen(true)] out TorrentState? torrent) => _all.TryGetValue(infoHash, out torrent);

    /// <summary>Whether a torrent is here.</summary>
    public bool ContainsKey(in InfoHash infoHash) => _all.ContainsKey(infoHash);

    /// <summary>Finds the torrent that an encrypted peer means.</summary>
    public bool TryFind(TorrentKeyHash key, out InfoHash infoHash) => _index.TryFind(key, _all.Values, out infoHash);

    /// <summary>Puts a torrent in.</summary>
    public void Add(TorrentState torrent)
    {
        _all.Set(torrent);
        _index.Add(torrent);
    }

    /// <summary>Takes a torrent out.</summary>
    public void Remove(in InfoHash infoHash)
    {
        _all.Remove(infoHash);
        _index.Remove(infoHash);
    }
}
