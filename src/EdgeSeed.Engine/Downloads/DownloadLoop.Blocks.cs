using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Blocks that a peer may send unasked before it is taken for one that means harm.</summary>
    private const int MaxUnasked = 32;

    /// <summary>Takes the header of a block; its bytes go into <see cref="PeerFetch.Incoming"/>, or are passed over.</summary>
    /// <returns>False when there is no memory for it: the peer is not read from until there is.</returns>
    public bool TryTakePiece(PeerConnection peer, PeerFetch fetch, in PeerMessage message)
    {
        TorrentDownload download = peer.Torrent!.Download!;
        int number = (int)(message.Begin / TorrentLayout.BlockLength);
        int index = message.Piece <= int.MaxValue ? fetch.Find(new PieceIndex((int)message.Piece), number) : -1;
        bool isAsked = index >= 0 && message.Begin % TorrentLayout.BlockLength == 0 && fetch[index].Piece.LengthOf(number) == message.PayloadLength;
        if (!isAsked)
        {
            download.WastedBytes += message.PayloadLength;
            if (++fetch.Tolerated > MaxUnasked) lifetime.Close(peer, DisconnectReason.ProtocolError);
            return true;
        }
        OutstandingBlock block = fetch[index];
        if (block.Piece.IsOver || block.Piece.IsReceived(number))
        {
            fetch.RemoveAt(index);
            download.WastedBytes += message.PayloadLength;
            return true;
        }
        if (_pool.TryRent() is not { } incoming)
        {
            if (!fetch.IsWaitingForBlock) _waitingForBlock.Enqueue(peer);
            fetch.IsWaitingForBlock = true;
            if (_writer is not null) _writer.IsAwaited = true;
            return false;
        }
        fetch.RemoveAt(index);
        (incoming.Torrent, incoming.Piece, incoming.Number, incoming.Length) = (peer.Torrent, block.Piece, number, message.PayloadLength);
        fetch.Incoming = incoming;
        return true;
    }

    /// <summary>Takes bytes of the block that is coming in, which are in their place already.</summary>
    public void TakeBytes(PeerConnection peer, PeerFetch fetch, int count)
    {
        TorrentDownload download = peer.Torrent!.Download!;
        download.ReceivedBytes += count;
        fetch.TickBytes += count;
        if (fetch.Incoming is not { } block) return;
        block.Filled += count;
        if (block.Filled < block.Length) return;
        fetch.Incoming = null;
        fetch.IsSnubbing = false;
        fetch.ProgressAt = state.Now;
        // Who sends every block twice is a fool, but of use.
        if (fetch.Tolerated > 0) fetch.Tolerated--;
        if (fetch.Window < fetch.MaxWindow) fetch.Window++;
        Accept(download, block, fetch.Giver);
        Fill(peer, fetch);
    }

    /// <summary>Puts a whole block on its way to the target, unless another peer was faster.</summary>
    public void Accept(TorrentDownload download, IncomingBlock block, Giver giver)
    {
        ActivePiece piece = block.Piece!;
        if (piece.IsOver || piece.IsReceived(block.Number))
        {
            download.WastedBytes += block.Length;
            Return(block);
            return;
        }
        bool isAskedElsewhere = piece.AskedCount(block.Number) > 1;
        piece.Take(block.Number, giver);
        if (isAskedElsewhere) CancelElsewhere(download, piece, block.Number);
        download.Torrent.ReadsUnderWay++;
        _received.Add(block);
    }

    /// <summary>Hands what came in this round over to be written.</summary>
    public void Flush()
    {
        if (_received.Count == 0) return;
        _writer ??= new BlockWriter(wake, state.Supervisor);
        _writer.Enqueue(_received);
        _received.Clear();
    }

    /// <summary>Takes back what was written, and gives those that wait for memory their turn.</summary>
    public void Finish(Action<TorrentState> ended)
    {
        if (_writer is null) return;
        _writer.TakeFinished(ref _finished);
        foreach (IncomingBlock block in _finished)
        {
            TorrentState torrent = block.Torrent!;
            torrent.ReadsUnderWay--;
            if (block.Bug is { } bug) state.Bugs.Report("the writing thread", bug, state.Now);
            Conclude(torrent, block);
            Return(block);
            ended(torrent);
        }
        _finished.Clear();
    }

    /// <summary>Ends the writing thread after what it has to do.</summary>
    public void Stop() => _writer?.Stop();

    private void Return(IncomingBlock block)
    {
        _pool.Return(block);
        while (_waitingForBlock.TryDequeue(out PeerConnection? waiter))
        {
            if (waiter.Fetch is not { } fetch) continue;
            fetch.IsWaitingForBlock = false;
            turns.QueueRead(waiter);
            return;
        }
        if (_writer is not null) _writer.IsAwaited = false;
    }

    private void Conclude(TorrentState torrent, IncomingBlock block)
    {
        TorrentDownload download = torrent.Download!;
        ActivePiece piece = block.Piece!;
        if (block.Error is { } error) Fail(download, piece, block, error);
        else if (block.Verdict == PieceVerdict.Right) Complete(torrent, download, piece);
        else if (block.Verdict == PieceVerdict.Wrong) Reject(torrent, download, piece);
    }

    /// <summary>The target does not take a block: nothing more is asked for until it has had time.</summary>
    private void Fail(TorrentDownload download, ActivePiece piece, IncomingBlock block, StorageError error)
    {
        download.Pause(error, state.Now + (long)state.Options.TargetPause.TotalMilliseconds);
        // What is hashed of it is known to the writer alone, which may be ahead: the piece is begun anew.
        if (piece.IsOver) return;
        piece.Lose(block.Number);
        download.End(piece);
        download.Picker.Add(piece.Piece);
    }

    private void CancelElsewhere(TorrentDownload download, ActivePiece piece, int number)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Fetch: { } fetch } peer || !ReferenceEquals(peer.Torrent, download.Torrent)) continue;
            int index = fetch.Find(piece.Piece, number);
            if (index < 0) continue;
            fetch.RemoveAt(index);
            BlockRequest block = piece.Block(peer.Torrent!.Torrent.Layout, number);
            // Not sent yet, or else it may be on its way.
            if (!fetch.Asks.TryCancel(block))
            {
                fetch.Cancels.TryEnqueue(block);
                fetch.Tolerated--;
            }
            turns.QueueSend(peer);
        }
    }
}
