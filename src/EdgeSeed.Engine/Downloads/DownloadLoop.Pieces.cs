using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

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
    /// The hash was wrong. Whoever gave the whole piece is banned. Where peers can tell the blocks' hashes (BEP 52), it is known by these which were wrong.
    /// </summary>
    private void Reject(TorrentState torrent, TorrentDownload download, ActivePiece piece)
    {
        if (piece.IsOver) return;
        download.End(piece);
        download.FailedPieces++;
        if (OnlyGiver(piece) is { } only) Ban(download, only);
        if (!Leaves.TryBegin(torrent, piece)) FetchAnew(torrent, piece);
    }

    private static Giver? OnlyGiver(ActivePiece piece)
    {
        Giver? only = piece.Givers[0];
        foreach (Giver? giver in piece.Givers)
        {
            if (!ReferenceEquals(giver, only)) return null;
        }
        return only;
    }

    /// <summary>
    /// It is not known which blocks of a piece were wrong. When several gave it, the blocks' own hashes are kept, and the piece is fetched anew from one
    /// peer alone: then it is known.
    /// </summary>
    private void FetchAnew(TorrentState torrent, ActivePiece piece)
    {
        TorrentDownload download = torrent.Download!;
        download.WastedBytes += piece.Size;
        if (OnlyGiver(piece) is null && download.Suspects.Count < TorrentDownload.MaxSuspects) download.Suspects.TryAdd(piece.Piece.Value, piece);
        download.Picker.Add(piece.Piece);
        FillAll(torrent);
    }

    /// <summary>Bans who gave wrong blocks of a piece, and has these fetched anew alone.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="failed">The piece as it failed.</param>
    /// <param name="leaves">By block, the beginning of its leaf; null when it is not known.</param>
    private void Mend(TorrentState torrent, ActivePiece failed, long[]? leaves)
    {
        int told = Math.Min(failed.BlockCount, leaves?.Length ?? 0);
        // Where all of them are right, it is the padding of a hybrid that is wrong.
        if (leaves is null || failed.LeafDigests.AsSpan(0, told).SequenceEqual(leaves.AsSpan(0, told)))
        {
            FetchAnew(torrent, failed);
            return;
        }
        TorrentDownload download = torrent.Download!;
        download.Suspects.Remove(failed.Piece.Value);
        ActivePiece mended = download.Begin(failed.Piece, state.Now);
        mended.IsReserved = true;
        for (int block = 0; block < failed.BlockCount; block++)
        {
            if (IsWrong(block)) continue;
            mended.Take(block, failed.Givers[block]!);
            mended.Written.Set(new PieceIndex(block));
        }
        // Not before it is known what is to be fetched: the others are asked for it as soon as a liar is gone.
        for (int block = 0; block < failed.BlockCount; block++)
        {
            if (!IsWrong(block)) continue;
            download.WastedBytes += failed.LengthOf(block);
            Ban(download, failed.Givers[block]!);
        }
        FillAll(torrent);

        bool IsWrong(int block) => block < leaves.Length && failed.LeafDigests![block] != leaves[block];
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
