using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>The files of torrents, by the addresses that web seeds have (BEP 19).</summary>
internal interface IWebFiles
{
    /// <summary>Whether the owner wants nothing of a torrent to be sent.</summary>
    bool IsPaused(InfoHash infoHash);

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

/// <summary>A file of a torrent, to be downloaded over HTTP.</summary>
/// <param name="Index">Its place among the torrent's files.</param>
/// <param name="Offset">First byte in the torrent's stream.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ContentType">Media type.</param>
internal sealed record WebFile(int Index, long Offset, long Length, string ContentType);
