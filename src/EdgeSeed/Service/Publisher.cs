using System.Runtime.InteropServices;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Tracker;

namespace EdgeSeed.Service;

/// <summary>Hands torrents to the seeder and to the tracker, and takes them back.</summary>
/// <param name="session">Serves peers.</param>
/// <param name="tracker">Answers announces; null where there is no tracker.</param>
/// <param name="announcer">Tells other trackers.</param>
/// <param name="urls">The trackers in magnet links.</param>
/// <param name="files">Open files, shared by all torrents.</param>
internal sealed class Publisher(SeedSession session, TrackerPart? tracker, Announcer announcer, TrackerUrls urls, OpenFileCache files)
{
    private readonly Dictionary<Protocol.InfoHash, TorrentContent[]> _offered = [];

    /// <summary>The magnet link to a torrent.</summary>
    public string MagnetFor(Metainfo torrent, bool isFound) => urls.MagnetFor(torrent, isFound);

    /// <summary>Seeds and tracks a torrent.</summary>
    /// <param name="entry">Says where its data is.</param>
    /// <param name="torrent">The torrent; nothing of it is kept but the list of files.</param>
    /// <param name="torrentFile">Where the <c>.torrent</c> lies, for peers that come by a magnet link.</param>
    /// <param name="verified">The pieces to offer; given away.</param>
    /// <returns>Null, or why not.</returns>
    public async Task<string?> OfferAsync(LibraryEntry entry, Metainfo torrent, ContentLocation torrentFile, Bitfield verified)
    {
        bool isComplete = verified.IsComplete;
        var content = new TorrentContent(torrent, entry.Data!, files);
        (TorrentContent wholeFile, BlockSource info) = InfoOf(torrent, torrentFile);
        AddTorrentResult result = await session.AddAsync(new SeedTorrent
        {
            InfoHash = torrent.InfoHash,
            Layout = torrent.Layout,
            Verified = verified,
            Content = content,
            Info = info,
            IsPrivate = torrent.IsPrivate,
            Drive = entry.Folder.GetHashCode(),
        }).ConfigureAwait(false);
        if (result == AddTorrentResult.Added)
        {
            _offered[torrent.InfoHash] = [content, wholeFile];
            tracker?.Publish(torrent.InfoHash, new LocalSeeder(session.Port, isComplete, torrent.TotalLength));
            announcer.Add(new AnnouncedTorrent(torrent.InfoHash, urls.TiersFor(torrent, entry.Found is not null, asRequested: null)));
            return null;
        }
        content.Dispose();
        wholeFile.Dispose();
        return result == AddTorrentResult.AlreadyThere ? "It is the same torrent as another one here." : "There are too many torrents.";
    }

    /// <summary>Stops offering an entry; when this completes, its data is not read any more.</summary>
    public async Task RetireAsync(LibraryEntry entry)
    {
        if (entry.InfoHash is not { } infoHash || !_offered.Remove(infoHash, out TorrentContent[]? contents)) return;
        tracker?.Withdraw(infoHash);
        announcer.Remove(infoHash);
        await session.RemoveAsync(infoHash).ConfigureAwait(false);
        foreach (TorrentContent content in contents) content.Dispose();
    }

    /// <summary>The info dictionary as part of the <c>.torrent</c> on disk: ten thousand idle torrents keep none in memory.</summary>
    private (TorrentContent Whole, BlockSource Info) InfoOf(Metainfo torrent, ContentLocation torrentFile)
    {
        MemoryMarshal.TryGetArray(torrent.InfoBytes, out ArraySegment<byte> info);
        long length = info.Array!.Length;
        var whole = new TorrentContent([new TorrentFile(torrent.NamePath, length, 0)], isSingleFile: true, torrentFile, files);
        return (whole, new SliceBlocks(whole, info.Offset, info.Count));
    }
}
