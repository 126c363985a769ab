using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    private void Complete(TorrentState torrent, TorrentDownload download, ActivePiece piece)
    {
        if (piece.IsOver) return;
        download.End(piece);
        if (download.Suspects.Remove(piece.Piece.Value, out ActivePiece? suspect)) Convict(download, suspect, piece);
        torrent.AddVerified(piece.Piece);
        download.Completed.Add(piece.Piece.Value);
        download.LeftBytes -= piece.Size;
        bool isFinished = download.IsFinished;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Fetch: { } fetch } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            if (isFinished)
            {
                ReleaseAll(download, fetch);
                fetch.WantsIt = false;
                if (peer.IsSeed || peer.IsUploadOnly) lifetime.Close(peer, DisconnectReason.BothSeeds);
            }
            turns.QueueSend(peer);
        }
        if (isFinished) download.Finished.TrySetResult(true);
    }

    /// <summary>
    /// The hash was wrong. Whoever gave the whole piece is banned. Of several, the blocks' own hashes are kept, and the piece is fetched
    /// anew from one peer alone: then it is known which blocks were wrong.
    /// </summary>
    private void Reject(TorrentState torrent, TorrentDownload download, ActivePiece piece)
    {
        if (piece.IsOver) return;
        download.End(piece);
        download.FailedPieces++;
        download.WastedBytes += piece.Size;
        Giver? only = piece.Givers[0];
        foreach (Giver? giver in piece.Givers)
        {
            if (!ReferenceEquals(giver, only)) only = null;
        }
        if (only is not null) Ban(download, only);
        else if (download.Suspects.Count < TorrentDownload.MaxSuspects) download.Suspects.TryAdd(piece.Piece.Value, piece);
        download.Picker.Add(piece.Piece);
        FillAll(torrent);
    }

    /// <summary>Bans who gave a block that differs from the right one.</summary>
    private void Convict(TorrentDownload download, ActivePiece wrong, ActivePiece right)
    {
        if (wrong.BlockDigests is not { } before || right.BlockDigests is not { } now) return;
        for (int block = 0; block < now.Length; block++)
        {
            if (before[block] != now[block] && wrong.Givers[block] is { } giver) Ban(download, giver);
        }
    }

    private void Ban(TorrentDownload download, Giver giver)
    {
        if (giver.WebSeed is not null)
        {
            giver.IsBanned = true;
            return;
        }
        if (bans.Ban(giver.EndPoint)) download.BannedPeers++;
    }
}
