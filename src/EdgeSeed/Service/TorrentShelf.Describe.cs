using EdgeSeed.Engine;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Service;

internal sealed partial class TorrentShelf
{
    /// <inheritdoc/>
    public async Task<TorrentDetail?> DescribeAsync(InfoHash infoHash, bool withFiles, CancellationToken cancellation)
    {
        if (library.Find(infoHash) is not { } entry) return null;
        TorrentPeers? peers = await session.ReadPeersAsync(infoHash).ConfigureAwait(false);
        var files = new List<PublishedFile>();
        Metainfo? torrent = null;
        if (withFiles)
        {
            await _turns.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                torrent = await Task.Run(() => ListFiles(entry, files), cancellation).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        double copies = peers?.Progress ?? 0;
        for (int i = 0; i < peers?.Peers.Count; i++) copies += peers.Peers[i].Progress;
        return new TorrentDetail
        {
            Files = files,
            FileCount = entry.Files,
            Comment = torrent?.Comment?.ToString(),
            MadeOn = torrent?.CreationDate,
            PieceLength = torrent?.PieceLength ?? 0,
            Clients = CountClients(peers),
            CopiesInReach = copies,
        };
    }

    private Metainfo? ListFiles(LibraryEntry entry, List<PublishedFile> files)
    {
        if (Read(entry, out Metainfo? torrent) is not null || torrent is null) return null;
        string folder = torrent.IsSingleFile ? "" : FilePath.Encode(torrent.NamePath.Span) + "/";
        foreach (TorrentFile file in torrent.Files)
        {
            if (files.Count == TorrentDetail.MaxFiles) break;
            if (!file.IsPadding) files.Add(new PublishedFile(file.Path.ToString(), folder + FilePath.Encode(file.Path.Span), file.Length));
        }
        return torrent;
    }

    private static List<ClientCount> CountClients(TorrentPeers? peers)
    {
        var clients = new List<ClientCount>();
        for (int i = 0; i < peers?.Peers.Count; i++)
        {
            PeerStatus peer = peers.Peers[i];
            string name = ClientName.Of(peer.Id);
            int at = clients.FindIndex(client => client.Name == name);
            if (at < 0) clients.Add(new ClientCount(name, 1, peer.UploadedBytes, peer.Progress));
            else clients[at] = new ClientCount(name, clients[at].Peers + 1, clients[at].UploadedBytes + peer.UploadedBytes, clients[at].Progress + peer.Progress);
        }
        for (int i = 0; i < clients.Count; i++) clients[i] = clients[i] with { Progress = clients[i].Progress / clients[i].Peers };
        clients.Sort((left, right) => right.Peers.CompareTo(left.Peers));
        return clients;
    }
}
