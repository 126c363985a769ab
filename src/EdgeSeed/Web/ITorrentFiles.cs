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
    /// <param name="withFiles">Whether to read its list of files from the disk.</param>
    /// <param name="cancellation">When the client is gone.</param>
    Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, bool withFiles, CancellationToken cancellation);
}
