using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Library;

internal sealed partial class TorrentShelf
{
    /// <inheritdoc/>
    public async Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, int? page, CancellationToken cancellation)
    {
        if (library.FindShown(infoHash) is not { } entry) return default;
        TorrentPeers? peers = await session.ReadPeersAsync(infoHash).ConfigureAwait(false);
        int shown = Math.Clamp(page ?? 1, 1, TorrentDetail.PagesOf(entry.Files));
        Bitfield? offered = page is null || entry.State != TorrentPhase.Partial ? null : await session.ReadVerifiedAsync(infoHash).ConfigureAwait(false);
        Shelved<TorrentContents> contents = page is null ? default
            : await ReadAsync(entry, torrent => TorrentContents.Of(torrent, offered, (shown - 1) * TorrentDetail.MaxFiles), cancellation).ConfigureAwait(false);
        if (contents.IsTooLarge) return new Shelved<TorrentDetail>(null, IsTooLarge: true);
        double copies = peers?.Progress ?? 0;
        for (int i = 0; i < peers?.Peers.Count; i++) copies += peers.Peers[i].Progress;
        return new Shelved<TorrentDetail>(new TorrentDetail
        {
            Files = contents.Value?.Files ?? [],
            Page = shown,
            Pages = TorrentDetail.PagesOf(entry.Files),
            Comment = entry.IsOthersSecret ? null : contents.Value?.Comment,
            MadeOn = contents.Value?.MadeOn,
            PieceLength = contents.Value?.PieceLength ?? 0,
            Clients = CountClients(peers),
            CopiesInReach = copies,
        });
    }

    /// <summary>What the torrent's page shows of its file.</summary>
    private sealed record TorrentContents(List<PublishedFile> Files, string? Comment, DateTimeOffset? MadeOn, int PieceLength)
    {
        public static TorrentContents Of(Metainfo torrent, Bitfield? offered, int skipped)
        {
            var files = new List<PublishedFile>();
            string folder = torrent.IsSingleFile ? "" : FilePath.Encode(torrent.NamePath.Span) + "/";
            for (int i = 0; i < torrent.Files.Count && files.Count < TorrentDetail.MaxFiles; i++)
            {
                TorrentFile file = torrent.Files[i];
                if (file.IsPadding || skipped-- > 0) continue;
                files.Add(new PublishedFile(torrent.PathAsWritten(i).Text, folder + FilePath.Encode(file.Path.Span), file.Length, offered is { } known && !IsWhole(file, known, torrent.PieceLength)));
            }
            return new TorrentContents(files, torrent.Comment?.ToString(), torrent.CreationDate, torrent.PieceLength);
        }

        private static bool IsWhole(in TorrentFile file, Bitfield offered, int pieceLength)
        {
            if (file.Length == 0) return true;
            (int first, int last) = file.Pieces(pieceLength);
            return !offered.TryNextClear(first, out PieceIndex missing) || missing.Value > last;
        }
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
