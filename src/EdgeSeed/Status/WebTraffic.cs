using System.Collections.Concurrent;
using EdgeSeed.Protocol;

namespace EdgeSeed.Status;

/// <summary>
/// Payload that went to browsers and web seeding clients, by torrent: bytes of files as they left, those of downloads that were broken off too.
/// Safe to use from any thread. It holds as many torrents as were downloaded from, each of which is published here.
/// </summary>
internal sealed class WebTraffic
{
    private readonly ConcurrentDictionary<InfoHash, long> _bytes = new();
    private long _total;

    /// <summary>Bytes of all torrents since the start.</summary>
    public long TotalBytes => Interlocked.Read(ref _total);

    /// <summary>Bytes of one torrent since the start.</summary>
    public long Of(InfoHash infoHash) => _bytes.GetValueOrDefault(infoHash);

    /// <summary>Counts what has left.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="bytes">Of its files.</param>
    public void Add(InfoHash infoHash, int bytes)
    {
        _bytes.AddOrUpdate(infoHash, static (_, added) => added, static (_, before, added) => before + added, (long)bytes);
        Interlocked.Add(ref _total, bytes);
    }
}
