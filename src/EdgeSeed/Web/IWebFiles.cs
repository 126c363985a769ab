using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>The files of torrents, by the addresses that web seeds have (BEP 19).</summary>
internal interface IWebFiles
{
    /// <summary>Finds a file.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="path">The torrent's name, and in a torrent of several files <c>/</c> and the file's path: bytes, nothing escaped.</param>
    /// <param name="cancellation">When the client is gone.</param>
    Task<Shelved<WebFile>> FindAsync(InfoHash infoHash, ReadOnlyMemory<byte> path, CancellationToken cancellation);

    /// <summary>The files of a torrent.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">When the client is gone.</param>
    Task<Shelved<WebFolder>> ListAsync(InfoHash infoHash, int most, CancellationToken cancellation);
}
