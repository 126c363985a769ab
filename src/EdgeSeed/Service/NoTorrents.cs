using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Service;

/// <summary>For a tracker alone: it has no torrent files to give.</summary>
internal sealed class NoTorrents : ITorrentFiles
{
    /// <inheritdoc/>
    public Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation) => Task.FromResult<Shelved<DressedTorrent>>(default);

    /// <inheritdoc/>
    public Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, bool withFiles, CancellationToken cancellation) => Task.FromResult<Shelved<TorrentDetail>>(default);
}
