using System.Diagnostics.CodeAnalysis;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Peers that one block is asked of at once, when all the others have been asked for.</summary>
    private const int MaxAskedEndGame = 3;

    /// <summary>Pieces that are begun at most; then peers help with those that are.</summary>
    private const int MaxActivePieces = 256;

    /// <summary>Bytes of requests put together before they are sent; leaves room in the outbox for answers.</summary>
    private const int AsksBytes = 40 * MessageWriter.BlockLength;

    /// <summary>Asks a peer for as much as it is worth, once a quarter of that has come.</summary>
    public void Fill(PeerConnection peer, PeerFetch fetch)
    {
        TorrentDownload download = peer.Torrent!.Download!;
        if (!download.IsFetching || peer.Stage != PeerStage.Running || fetch.Count > fetch.Window * 3 / 4) return;
        while (fetch.Count < fetch.Window && TryNext(download, fetch, out ActivePiece? piece, out int number))
        {
            if (!Budget.TryTake(piece.LengthOf(number), state.Now)) break;
            if (fetch is { Count: 0, Incoming: null }) fetch.ProgressAt = state.Now;
            piece.Ask(number);
            fetch.Add(new OutstandingBlock(piece, number, state.Now));
            fetch.Asks.TryEnqueue(piece.Block(peer.Torrent.Torrent.Layout, number));
        }
        if (fetch.Count == 0) Judge(download, fetch);
        turns.QueueSend(peer);
    }

    /// <summary>The same for all peers of a torrent, some of which may have had nothing to ask for.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="except">A peer that is not to be asked just now.</param>
    public void FillAll(TorrentState torrent, PeerFetch? except = null)
    {
        if (torrent.Download is not { IsFetching: true }) return;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Stage: PeerStage.Running, Fetch: { } fetch } peer && ReferenceEquals(peer.Torrent, torrent) && !ReferenceEquals(fetch, except)) Fill(peer, fetch);
        }
    }

    /// <summary>Puts what a peer is to be told into its outbox, as much as leaves room for answers.</summary>
    /// <returns>False when there is nothing.</returns>
    public static bool Tell(PeerConnection peer, PeerFetch fetch)
    {
        bool isAnything = fetch.HasMessages;
        if (fetch.WantsIt != fetch.IsInterestTold)
        {
            fetch.IsInterestTold = fetch.WantsIt;
            MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), fetch.WantsIt ? PeerMessageId.Interested : PeerMessageId.NotInterested);
        }
        while (peer.Outbox.Waiting.Length < AsksBytes && fetch.Cancels.TryDequeue(out BlockRequest block)) Write(peer, PeerMessageId.Cancel, block);
        while (peer.Outbox.Waiting.Length < AsksBytes && fetch.Asks.TryDequeue(out BlockRequest block)) Write(peer, PeerMessageId.Request, block);
        while (peer.Outbox.Waiting.Length < AsksBytes && fetch.HavesTold < fetch.Completed.Count)
        {
            int piece = fetch.Completed[fetch.HavesTold++];
            MessageWriter.WritePieceIndex(peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Have, (uint)piece);
        }
        return isAnything;
    }

    private static void Write(PeerConnection peer, PeerMessageId id, in BlockRequest block) => MessageWriter.WriteBlock(
        peer.Outbox.Append(MessageWriter.BlockLength), id, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length);

    private bool TryNext(TorrentDownload download, PeerFetch fetch, [NotNullWhen(true)] out ActivePiece? piece, out int number)
    {
        if (fetch.Piece is null or { IsOver: true } or { Missing: 0 } || (fetch.IsChoking && !IsAllowed(fetch, fetch.Piece.Piece)))
            fetch.Piece = fetch.IsChoking ? ChooseAllowed(download, fetch) : Choose(download, fetch);
        piece = fetch.Piece;
        number = piece?.NextMissing() ?? -1;
        if (piece is not null && number >= 0) return true;
        return !fetch.IsChoking && !fetch.IsSnubbing && TryNextEndGame(download, fetch, out piece, out number);
    }

    private static bool IsAllowed(PeerFetch fetch, PieceIndex piece) => fetch.AllowedFast is { } allowed && allowed.Contains(piece.Value);

    /// <summary>A piece that others left half done, else a new one, else one that somebody is at.</summary>
    private ActivePiece? Choose(TorrentDownload download, PeerFetch fetch)
    {
        ActivePiece? shared = null;
        foreach (ActivePiece active in download.Active)
        {
            if (active.Missing == 0 || !fetch.Has[active.Piece]) continue;
            if (active.Owner is null && (!active.IsExclusive || active.Missing == active.BlockCount))
            {
                active.Owner = fetch;
                return active;
            }
            if (!active.IsExclusive && active.Missing > (shared?.Missing ?? 0)) shared = active;
        }
        if (download.Active.Count >= MaxActivePieces || !download.Picker.TryPick(fetch.Has, state.Random, out PieceIndex rarest)) return shared;
        // Else those that give nothing could pass it on among themselves.
        if (fetch.IsSnubbing && download.Suspects.ContainsKey(rarest.Value) && IsGivenByOthers(download, rarest)) return shared;
        ActivePiece begun = download.Begin(rarest, state.Now);
        begun.Owner = fetch;
        return begun;
    }

    /// <summary>Whether a peer that gives what it is asked for has a piece.</summary>
    private bool IsGivenByOthers(TorrentDownload download, PieceIndex piece)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Fetch: { IsChoking: false, IsSnubbing: false } fetch } peer) continue;
            if (ReferenceEquals(peer.Torrent, download.Torrent) && fetch.Has[piece]) return true;
        }
        return false;
    }

    /// <summary>The same among the pieces that a peer gives while it chokes (BEP 6).</summary>
    private ActivePiece? ChooseAllowed(TorrentDownload download, PeerFetch fetch)
    {
        if (fetch.AllowedFast is not { } allowed) return null;
        foreach (ActivePiece active in download.Active)
        {
            if (active is { Missing: > 0, IsExclusive: false } && fetch.Has[active.Piece] && allowed.Contains(active.Piece.Value)) return active;
        }
        foreach (int number in allowed)
        {
            var piece = new PieceIndex(number);
            if (!fetch.Has[piece] || !download.Picker.IsWaiting(piece) || download.Active.Count >= MaxActivePieces) continue;
            ActivePiece begun = download.Begin(piece, state.Now);
            begun.Owner = fetch;
            return begun;
        }
        return null;
    }

    /// <summary>A block that others were asked for and have not given, when there is nothing else left.</summary>
    private static bool TryNextEndGame(TorrentDownload download, PeerFetch fetch, [NotNullWhen(true)] out ActivePiece? piece, out int number)
    {
        (piece, number) = (null, -1);
        if (!download.IsEndGame) return false;
        int fewest = MaxAskedEndGame;
        foreach (ActivePiece active in download.Active)
        {
            if (active.IsExclusive || !fetch.Has[active.Piece]) continue;
            for (int block = 0; block < active.BlockCount; block++)
            {
                int asked = active.AskedCount(block);
                if (asked == 0 || asked >= fewest || fetch.Find(active.Piece, block) >= 0 || fetch.Incoming is { } incoming && incoming.Piece == active && incoming.Number == block) continue;
                (piece, number, fewest) = (active, block, asked);
            }
        }
        return piece is not null;
    }
}
