using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Seconds' worth of blocks that a peer may be asked for at once.</summary>
    private const int WindowSeconds = 4;

    private const int SmallestWindow = 3;

    /// <summary>How often the patience with a peer that alone may give a piece is doubled.</summary>
    private const int MaxDoublings = 6;

    /// <summary>Once a second: rates, peers that do not give, new connections, and second chances for the target.</summary>
    public void Tick()
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Stage: PeerStage.Running, Fetch: { } fetch } peer) Tick(peer, fetch);
        }
        foreach (TorrentState torrent in _downloading)
        {
            if (torrent.Download is not { IsFinished: false } download) continue;
            if (download.TryResume(state.Now)) FillAll(torrent);
            HandOver(torrent, download);
            Leaves.Tick(torrent);
            seeker.Seek(torrent);
        }
        _downloading.RemoveAll(static torrent => torrent.Download is not { IsFinished: false } || torrent.Removal is not null);
    }

    /// <summary>Whether blocks would be asked for, but for the cap on the rate: the loop must not sleep long then.</summary>
    public bool IsLimited => !Budget.IsUnlimited && _downloading.Count > 0;

    /// <summary>Asks for more where only the cap on the rate stood against it.</summary>
    public void FillLimited()
    {
        if (!IsLimited) return;
        foreach (TorrentState torrent in _downloading) FillAll(torrent);
    }

    /// <summary>Begins to look after a torrent.</summary>
    public void Add(TorrentState torrent)
    {
        if (torrent.Download is { IsFinished: false }) _downloading.Add(torrent);
    }

    private void Tick(PeerConnection peer, PeerFetch fetch)
    {
        fetch.Rate = (fetch.Rate + fetch.TickBytes) / 2;
        fetch.TickBytes = 0;
        if (peer.Torrent!.Download is not { IsFetching: true } download) return;
        int worth = Math.Max(SmallestWindow, (int)((long)fetch.Rate * WindowSeconds / TorrentLayout.BlockLength));
        if (!fetch.IsSnubbing && fetch.Count > 0) fetch.Window = Math.Min(fetch.Window, Math.Max(worth, PeerFetch.FirstWindow));
        bool isLate = state.Now - fetch.ProgressAt > state.Options.SnubTimeout.TotalMilliseconds;
        if (isLate && fetch.Incoming is not null) lifetime.Close(peer, DisconnectReason.Silent);
        else if (isLate && fetch.Count > 0) Snub(peer, download, fetch);
        else if (fetch.Count == 0 || !Budget.IsUnlimited) Fill(peer, fetch);
    }

    /// <summary>Leaves to others what a peer does not give; it is asked for one block more, by which it can redeem itself.</summary>
    private void Snub(PeerConnection peer, TorrentDownload download, PeerFetch fetch)
    {
        for (int i = 0; i < fetch.Count; i++)
        {
            BlockRequest block = fetch[i].Piece.Block(peer.Torrent!.Torrent.Layout, fetch[i].Number);
            if (fetch.Asks.TryCancel(block)) continue;
            fetch.Cancels.TryEnqueue(block);
            fetch.Tolerated--;
        }
        fetch.IsSnubbing = true;
        fetch.Window = 1;
        ReleaseAll(download, fetch);
        FillAll(peer.Torrent!);
    }

    /// <summary>
    /// Takes pieces that must come from one peer alone from those that are long about them, and gives them to peers that have nothing to do;
    /// each time more patience is had, so that among slow peers one is done at last.
    /// </summary>
    private void HandOver(TorrentState torrent, TorrentDownload download)
    {
        for (int i = download.Active.Count - 1; i >= 0; i--)
        {
            ActivePiece piece = download.Active[i];
            if (!piece.IsExclusive || !download.Suspects.TryGetValue(piece.Piece.Value, out ActivePiece? suspect)) continue;
            if (state.Now - piece.BegunAt < state.Options.SnubTimeout.TotalMilliseconds * (1 << Math.Min(suspect.Turns, MaxDoublings))) continue;
            if (IdleGiver(torrent, piece.Piece) is not { Fetch: { } idle } next) continue;
            suspect.Turns++;
            // What of it was asked for may still come, and is of no use then.
            if (piece.Owner is PeerFetch slow) slow.Piece = null;
            download.End(piece);
            ActivePiece begun = download.Begin(piece.Piece, state.Now);
            begun.Owner = idle;
            idle.Piece = begun;
            Fill(next, idle);
        }
    }

    /// <summary>A peer that would give a piece and is asked for nothing; null when there is none.</summary>
    private PeerConnection? IdleGiver(TorrentState torrent, PieceIndex piece)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Fetch: { IsChoking: false, IsSnubbing: false, Count: 0, Incoming: null } fetch } peer) continue;
            if (ReferenceEquals(peer.Torrent, torrent) && fetch.Has[piece]) return peer;
        }
        return null;
    }
}
