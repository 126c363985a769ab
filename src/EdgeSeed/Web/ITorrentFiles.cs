using EdgeSeed.Protocol;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>The torrents this service gives out.</summary>
internal interface ITorrentFiles
{
    /// <summary>Makes the torrent file for one client; the info-hash stays what it is.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="announceUrl">By which the client that asks reaches our tracker; null when that is not known.</param>
    /// <param name="cancellation">When the client is gone.</param>
    /// <returns>The bencoded file.</returns>
    Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation);

    /// <summary>More about a torrent than the snapshot says.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="page">Which <see cref="TorrentDetail.MaxFiles"/> of its files to read from the disk, from 1; beyond the last, the last. Null for none.</param>
    /// <param name="cancellation">When the client is gone.</param>
    Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, int? page, CancellationToken cancellation);
}
