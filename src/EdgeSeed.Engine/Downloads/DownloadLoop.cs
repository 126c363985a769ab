using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Downloads;

/// <summary>
/// Downloading, as far as it happens in the session loop: what peers have, what they are asked for, and what becomes of the blocks that come.
/// </summary>
internal sealed partial class DownloadLoop(
    SessionState state, PeerTable peers, PeerTurns turns, PeerLifetime lifetime, PeerBans bans, PeerSeeker seeker, Action wake) : IPeerWatcher
{
    private readonly IncomingBlockPool _pool = new(state.Options.IncomingBlocks);
    private readonly Queue<PeerConnection> _waitingForBlock = new();
    private readonly List<IncomingBlock> _received = [];
    private readonly List<TorrentState> _downloading = [];
    private List<IncomingBlock> _finished = [];
    private BlockWriter? _writer;
    private LeafLoop? _leaves;

    /// <summary>The cap on what is asked for.</summary>
    public DownloadBudget Budget { get; } = new();

    /// <summary>What of failed pieces was wrong, where peers can tell.</summary>
    public LeafLoop Leaves => _leaves ??= new LeafLoop(state, peers, turns, lifetime, bans, Mend);

    /// <summary>A peer has finished its handshake.</summary>
    public void Joined(PeerConnection peer)
    {
        if (peer.Torrent!.Download is not { IsFinished: false } download) return;
        peer.Fetch = new PeerFetch(peer.EndPoint, peer.Torrent.Torrent.Layout.PieceCount, state.Options.MaxOutstandingPeer)
        {
            Completed = download.Completed,
            HavesTold = download.Completed.Count,
            ProgressAt = state.Now,
        };
        if (peer is { IsOutgoing: true, DoubleUntil: 0 }) download.Candidates.Succeeded(peer.EndPoint);
    }

    /// <summary>A connection has ended.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (peer is not { Fetch: { } fetch, Torrent.Download: { } download }) return;
        peer.Fetch = null;
        download.Picker.Count(fetch.Has, isGone: true);
        if (fetch.Incoming is { } incoming)
        {
            fetch.Incoming = null;
            incoming.Piece!.Release(incoming.Number);
            Return(incoming);
        }
        ReleaseAll(download, fetch);
        if (reason == DisconnectReason.Stopping) return;
        Leaves.Left(peer, peer.Torrent);
        FillAll(peer.Torrent);
    }

    /// <summary>Takes a message that concerns downloading; a piece's is taken by <see cref="TryTakePiece"/>.</summary>
    public void Take(PeerConnection peer, PeerFetch fetch, in PeerMessage message)
    {
        TorrentDownload download = peer.Torrent!.Download!;
        TorrentLayout layout = peer.Torrent.Torrent.Layout;
        switch (message.Id)
        {
            case PeerMessageId.Have:
                if (layout.TryPiece(message.Piece, out PieceIndex piece) && fetch.Has.Set(piece)) TakeHave(peer, download, fetch, piece);
                break;
            case PeerMessageId.HaveAll:
                download.Picker.Count(fetch.Has, isGone: true);
                fetch.Has.SetAll();
                TakeAll(peer, download, fetch);
                break;
            case PeerMessageId.Bitfield:
            case PeerMessageId.HaveNone:
                download.Picker.Count(fetch.Has, isGone: true);
                fetch.Has.ClearAll();
                fetch.BitfieldTaken = 0;
                break;
            case PeerMessageId.Choke:
                fetch.IsChoking = true;
                // Who knows BEP 6 refuses each request by itself.
                if (peer.SupportsFast) break;
                ReleaseAll(download, fetch);
                FillAll(peer.Torrent);
                break;
            case PeerMessageId.Unchoke:
                fetch.IsChoking = false;
                Fill(peer, fetch);
                break;
            case PeerMessageId.AllowedFast:
                if (layout.TryPiece(message.Piece, out _)) TakeAllowedFast(peer, fetch, (int)message.Piece);
                break;
            case PeerMessageId.Reject:
                if (layout.TryBlock(message.Piece, message.Begin, message.Length, out BlockRequest block)) TakeReject(peer, download, fetch, block);
                break;
        }
    }

    /// <summary>Takes bytes of a bitfield as they come.</summary>
    public void TakeBits(PeerConnection peer, PeerFetch fetch, ReadOnlySpan<byte> bits, bool isLast)
    {
        if (!fetch.Has.TryFill(fetch.BitfieldTaken, bits))
        {
            lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        fetch.BitfieldTaken += bits.Length;
        if (isLast) TakeAll(peer, peer.Torrent!.Download!, fetch);
    }

    /// <summary>Whether we want something a peer has; it is told when it is next sent something.</summary>
    private static void Judge(TorrentDownload download, PeerFetch fetch)
    {
        bool wants = false;
        if (!download.IsFinished)
        {
            wants = download.Picker.HasAny(fetch.Has);
            for (int i = 0; !wants && i < download.Active.Count; i++) wants = fetch.Has[download.Active[i].Piece];
            // What is looked into is about to be asked for again.
            wants |= download.Leaves is { } leaves && fetch.Has[leaves.Piece.Piece];
        }
        fetch.WantsIt = wants;
    }

    private void TakeHave(PeerConnection peer, TorrentDownload download, PeerFetch fetch, PieceIndex piece)
    {
        download.Picker.Count(piece);
        if (peer.Torrent!.Verified[piece] || download.IsFinished) return;
        if (!fetch.WantsIt) Judge(download, fetch);
        if (fetch.Count == 0) Fill(peer, fetch);
        turns.QueueSend(peer);
    }

    private void TakeAll(PeerConnection peer, TorrentDownload download, PeerFetch fetch)
    {
        download.Picker.Count(fetch.Has, isGone: false);
        Judge(download, fetch);
        turns.QueueSend(peer);
    }

    private void TakeAllowedFast(PeerConnection peer, PeerFetch fetch, int piece)
    {
        if (fetch.TryAllow(piece)) Fill(peer, fetch);
    }

    private void TakeReject(PeerConnection peer, TorrentDownload download, PeerFetch fetch, in BlockRequest block)
    {
        int index = fetch.Find(block.Piece, block.Begin / TorrentLayout.BlockLength);
        if (index < 0) return;
        OutstandingBlock refused = fetch[index];
        fetch.RemoveAt(index);
        refused.Piece.Release(refused.Number);
        Budget.Refund(refused.Piece.LengthOf(refused.Number));
        // Not asked again at once: who refuses without choking would be asked without end.
        fetch.Window = Math.Max(1, fetch.Window / 2);
        turns.QueueSend(peer);
        if (fetch.Count > 0) return;
        fetch.IsSnubbing |= fetch is { IsChoking: false, Piece.IsExclusive: true };
        Disown(download, fetch);
        FillAll(peer.Torrent!, except: fetch);
    }

    /// <summary>Gives up everything a peer was asked for.</summary>
    private void ReleaseAll(TorrentDownload download, PeerFetch fetch)
    {
        while (fetch.Count > 0)
        {
            OutstandingBlock block = fetch[fetch.Count - 1];
            fetch.RemoveAt(fetch.Count - 1);
            block.Piece.Release(block.Number);
            Budget.Refund(block.Piece.LengthOf(block.Number));
        }
        fetch.Asks.Clear();
        Disown(download, fetch);
    }

    /// <summary>Leaves the peer's piece to others. One that must come from one peer alone begins anew.</summary>
    private static void Disown(TorrentDownload download, PeerFetch fetch)
    {
        foreach (ActivePiece piece in download.Active)
        {
            if (piece.Owner == fetch) piece.Owner = null;
        }
        if (fetch.Piece is { IsExclusive: true, IsOver: false } piece2 && piece2.ReceivedCount < piece2.BlockCount)
        {
            download.End(piece2);
            download.Picker.Add(piece2.Piece);
        }
        fetch.Piece = null;
    }
}
