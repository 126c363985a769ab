using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Neighbouring blocks that are looked up in a file at once, in bytes.</summary>
    private const int LeasedRunBytes = 256 * 1024;

    /// <summary>Sends as much of the current message as budget and socket take.</summary>
    private TurnOutcome SendItem(PeerConnection peer)
    {
        // A message whose data cannot be read is given up on the way.
        while (peer.Item.Exists)
        {
            int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, peer.Item.Remaining, peer.SegmentPayload, peer.Item.IsBlock);
            if (granted == 0) return TurnOutcome.BudgetEmpty;
            TurnOutcome outcome = SendPart(peer, granted);
            if (outcome != TurnOutcome.More) return outcome;
        }
        return TurnOutcome.More;
    }

    /// <summary>Sends the granted part of the current message, and behind its end what else is sent with it, by one call.</summary>
    private TurnOutcome SendPart(PeerConnection peer, int granted)
    {
        ref SendItem item = ref peer.Item;
        Span<byte> bytes = Room(SendBytes);
        int header = Math.Min(granted, item.HeaderRemaining);
        if (header > 0) item.Header.Slice(item.Sent, header).CopyTo(bytes);
        int length = header;
        if (granted > header)
        {
            Span<DataPlace> places = stackalloc DataPlace[MaxGathered];
            places[0] = new DataPlace(header, Math.Min(granted - header, SendBytes - header));
            int count = places[0].End == item.Remaining ? Gather(peer, bytes, places, ref granted) : 1;
            length = Fill(peer, bytes, places[..count]);
            if (length == 0)
            {
                peer.Lane.Budget.Refund(peer.Lane.Share, granted, peer.SegmentPayload);
                return peer.Stage == PeerStage.Closed ? TurnOutcome.Closed : peer.Item.Exists ? TurnOutcome.Reading : TurnOutcome.More;
            }
        }
        int sent;
        SocketOutcome outcome = peer.Encryption is { IsSealing: true } encryption
            ? SendSealed(peer, encryption, length, out sent)
            : peer.Socket.Send(bytes[..length], out sent);
        Deliver(peer, sent);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>
    /// Borrows the file behind the next bytes, and what the following requests want right behind them, for this turn; else has them read, or
    /// gives the message up.
    /// </summary>
    /// <param name="peer">Whose message.</param>
    /// <param name="first">Bytes wanted at least.</param>
    /// <param name="all">Bytes wanted, if they lie in the same file.</param>
    /// <param name="readable">Bytes that an ordinary read may take.</param>
    private bool TryLease(PeerConnection peer, int first, int all, int readable)
    {
        BlockSource source = peer.Item.Source!;
        long offset = peer.Item.DataPosition;
        if (_lease.Covers(source, offset, all)) return true;
        _lease.Dispose();
        int run = Math.Max(all, RunLength(peer, offset, LeasedRunBytes));
        StorageError? error = null;
        // The run may lie in several files, or in several copies.
        FileLease lease = default;
        bool isLent = run > first && source.TryLease(offset, run, out lease, out _);
        if (!isLent) isLent = source.TryLease(offset, run = first, out lease, out error);
        if (isLent) _lease = new TurnLease(source, offset, run, lease);
        else if (error is not null) FailItem(peer, error);
        else StartRead(peer, offset, readable);
        return isLent;
    }

    /// <summary>Bytes from an offset that this message and the requests right behind it cover without a gap.</summary>
    private static int RunLength(PeerConnection peer, long offset, int most)
    {
        ref SendItem item = ref peer.Item;
        long end = item.Offset + item.DataLength;
        if (!item.IsBlock) return (int)Math.Min(end - offset, most);
        TorrentLayout layout = peer.Torrent!.Torrent.Layout;
        for (int i = 0; i < peer.Requests.Count && end - offset < most; i++)
        {
            BlockRequest next = peer.Requests[i];
            if (layout.Offset(next) != end) break;
            end += next.Length;
        }
        return (int)Math.Min(end - offset, most);
    }

    /// <summary>Has the next bytes, and what the following requests want right behind them, read by the drive's thread.</summary>
    private void StartRead(PeerConnection peer, long offset, int most)
    {
        TorrentState torrent = peer.Torrent!;
        if (context.Buffers.Rent(peer) is not { } buffer) return;
        var job = new ReadJob(peer, torrent, peer.Item.Source!, buffer, offset, RunLength(peer, offset, Math.Min(most, buffer.Bytes.Length)));
        peer.IsReading = true;
        torrent.ReadsUnderWay++;
        context.Drives.Enqueue(torrent.Torrent.Reader, job);
    }

    /// <summary>Takes a finished read back and gives the peer its turn.</summary>
    public void CompleteRead(ReadJob job)
    {
        PeerConnection peer = job.Peer;
        peer.IsReading = false;
        if (peer.Stage == PeerStage.Closed || job.Error is not null)
        {
            context.Buffers.Return(job.Buffer);
            if (peer.Stage != PeerStage.Closed) FailItem(peer, job.Error!);
        }
        else
        {
            peer.Buffer = job.Buffer;
        }
        if (peer.Stage != PeerStage.Closed) context.Turns.QueueSend(peer);
    }

    private void Finish(PeerConnection peer)
    {
        peer.Item.Source = null;
        if (peer.Item.IsBlock)
        {
            context.State.Counters.SentBlocks++;
            context.SuperSeeder.BlockSent(peer, peer.Item.Block);
        }
        if (peer.Buffer is not null && peer.Requests.Count == 0) context.Buffers.Release(peer);
        // Its queue has room again for what was left unread.
        if (peer.IsReadable || peer.HasUnparsed) context.Turns.QueueRead(peer);
    }

    /// <summary>
    /// Gives up the message whose data cannot be read: a refused request if nothing of it was sent, else the end of the connection.
    /// </summary>
    private void FailItem(PeerConnection peer, StorageError error)
    {
        // One piece that cannot be had is refused; the rest of the torrent goes on.
        if (error.Fault != StorageFault.Withheld) FailRead(peer.Torrent!, error);
        if (peer.Item.Sent > 0 || !peer.Item.IsBlock)
        {
            context.Lifetime.Close(peer, DisconnectReason.ReadFailed);
            return;
        }
        BlockRequest block = peer.Item.Block;
        peer.Item.Source = null;
        // Its peer waits for an answer: without room for it, the request is looked at again.
        if (RequestRefusal.HasRoom(peer)) context.Refusal.Reject(peer, block);
        else peer.Requests.PutBack(block);
    }

    /// <summary>Tells whoever waits for a range outside the session.</summary>
    public void CompleteRange(RangeJob job)
    {
        if (job.Error is { } error && error.Fault != StorageFault.Withheld) FailRead(job.Torrent, error);
        job.Complete();
    }

    private void FailRead(TorrentState torrent, StorageError error)
    {
        torrent.ReadFailed(error, context.Now, context.Options.ReadFailurePause);
        context.Choker.JudgeAll(torrent);
    }

    private void Count(PeerConnection peer, int data)
    {
        if (!peer.Item.IsBlock) return;
        peer.UploadedBytes += data;
        peer.WindowSent += data;
        if (peer.Torrent!.Windows is { } windows) windows.Counters.SentBytes += data;
        peer.Torrent!.UploadedBytes += data;
        context.State.Counters.PayloadBytes += data;
    }
}
