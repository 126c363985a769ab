using System.Text;
using EdgeSeed.Engine;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;

namespace EdgeSeed.Service;

internal sealed partial class TorrentShelf
{
    /// <inheritdoc/>
    public async Task<TorrentDetail?> DescribeAsync(InfoHash infoHash, bool withFiles, CancellationToken cancellation)
    {
        if (library.Find(infoHash) is not { } entry) return null;
        TorrentPeers? peers = await session.ReadPeersAsync(infoHash).ConfigureAwait(false);
        var files = new List<PublishedFile>();
        if (withFiles)
        {
            await _turns.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await Task.Run(() => ListFiles(entry, files), cancellation).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        double copies = peers?.Progress ?? 0;
        for (int i = 0; i < peers?.Peers.Count; i++) copies += peers.Peers[i].Progress;
        return new TorrentDetail { Files = files, FileCount = entry.Files, Clients = CountClients(peers), CopiesInReach = copies };
    }

    private void ListFiles(LibraryEntry entry, List<PublishedFile> files)
    {
        if (Read(entry, out Metainfo? torrent) is not null || torrent is null) return;
        string folder = torrent.IsSingleFile ? "" : Escape(torrent.NamePath.Span) + "/";
        foreach (TorrentFile file in torrent.Files)
        {
            if (files.Count == TorrentDetail.MaxFiles) return;
            if (!file.IsPadding) files.Add(new PublishedFile(file.Path.ToString(), folder + Escape(file.Path.Span), file.Length));
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

    /// <summary>A path in an address: its bytes as they are on the disk, whatever they spell, all but the unreserved and slashes escaped.</summary>
    private static string Escape(ReadOnlySpan<byte> path)
    {
        var escaped = new StringBuilder(path.Length + 16);
        foreach (byte b in path)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'/' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') escaped.Append((char)b);
            else escaped.Append('%').Append(Convert.ToHexString([b]));
        }
        return escaped.ToString();
    }
}
