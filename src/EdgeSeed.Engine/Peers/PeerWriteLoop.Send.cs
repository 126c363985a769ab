using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Neighbouring blocks whose presence in the page cache is asked for at once, in bytes.</summary>
    private const int CachedRunBytes = 256 * 1024;

    /// <summary>Sends as much of the current message as budget and socket take.</summary>
    private TurnOutcome SendItem(PeerConnection peer)
    {
        ref SendItem item = ref peer.Item;
        // A message whose data cannot be read is given up on the way.
        while (item.Exists && item.Remaining > 0)
        {
            int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, item.Remaining, peer.SegmentPayload);
            if (granted == 0) return TurnOutcome.BudgetEmpty;
            int header = Math.Min(granted, item.HeaderRemaining);
            TurnOutcome outcome = SendPart(peer, granted, header, granted - header);
            if (outcome != TurnOutcome.More) return outcome;
        }
        if (item.Exists) Finish(peer);
        return TurnOutcome.More;
    }

    private TurnOutcome SendPart(PeerConnection peer, int granted, int header, int data)
    {
        ref SendItem item = ref peer.Item;
        ReadOnlySpan<byte> bytes = default;
        if (data > 0)
        {
            bytes = peer.Buffer is { } buffer ? buffer.From(item.DataPosition, data) : default;
            if (bytes.IsEmpty && !TryLease(peer, data))
            {
                peer.Lane.Budget.Refund(peer.Lane.Share, granted, peer.SegmentPayload);
                return peer.Stage == PeerStage.Closed ? TurnOutcome.Closed : peer.Item.Exists ? TurnOutcome.Reading : TurnOutcome.More;
            }
        }
        if (peer.Encryption is { IsSealing: true } encryption) return SendSealedPart(peer, encryption, granted, header, data, bytes);
        int sent = 0;
        SocketOutcome outcome = SocketOutcome.Done;
        if (header > 0) outcome = peer.Socket.Send(item.Header.Slice(item.Sent, header), isMoreComing: data > 0, out sent);
        if (outcome == SocketOutcome.Done && sent == header && data > 0)
        {
            outcome = bytes.IsEmpty
                ? peer.Socket.SendFile(_lease.Descriptor, _lease.Position(item.DataPosition), data, out int sentData)
                : peer.Socket.Send(bytes, isMoreComing: false, out sentData);
            sent += sentData;
            Count(peer, sentData);
        }
        item.Sent += sent;
        if (outcome is SocketOutcome.FileEnded or SocketOutcome.FileFailed) FailRead(peer.Torrent!, ReadProblem(outcome));
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>
    /// Borrows the file behind the next bytes, and what the following requests want right behind them, for this turn if they are in the page
    /// cache; else has them read, or gives the message up.
    /// </summary>
    private bool TryLease(PeerConnection peer, int length)
    {
        ref SendItem item = ref peer.Item;
        BlockSource source = item.Source!;
        long offset = item.DataPosition;
        if (peer.Buffer is not null) context.ReleaseBuffer(peer);
        if (_lease.Covers(source, offset, length)) return true;
        _lease.Dispose();
        int run = RunLength(peer, offset, CachedRunBytes);
        StorageError? error = null;
        // The run may lie in several files, or in several copies.
        FileLease lease = default;
        bool isLent = run > length && source.TryLease(offset, run, out lease, out _);
        if (!isLent) isLent = source.TryLease(offset, run = length, out lease, out error);
        if (isLent)
        {
            int cached = CachedLength(peer, offset, length, run, lease);
            _lease = new TurnLease(source, offset, cached, lease);
            if (cached > 0) return true;
            _lease.Dispose();
        }
        if (error is not null) FailItem(peer, error);
        else StartRead(peer, offset);
        return false;
    }

    /// <summary>How much of a run is in the page cache: all of it, its first part, or nothing. The answer is remembered.</summary>
    private static int CachedLength(PeerConnection peer, long offset, int length, int run, in FileLease lease)
    {
        bool isKnown = offset >= peer.CachedFrom && offset + length <= peer.CachedTo;
        if (isKnown && ReferenceEquals(peer.CachedSource, peer.Item.Source)) return (int)Math.Min(run, peer.CachedTo - offset);
        if (!PageCache.Holds(lease.Descriptor, lease.Offset, run)) return run > length && PageCache.Holds(lease.Descriptor, lease.Offset, length) ? length : 0;
        (peer.CachedSource, peer.CachedFrom, peer.CachedTo) = (peer.Item.Source, offset, offset + run);
        return run;
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
    private void StartRead(PeerConnection peer, long offset)
    {
        if (context.RentBuffer() is not { } buffer)
        {
            peer.IsWaitingForBuffer = true;
            context.BufferQueue.Enqueue(peer);
            return;
        }
        TorrentState torrent = peer.Torrent!;
        var job = new ReadJob(peer, torrent, peer.Item.Source!, buffer, offset, RunLength(peer, offset, buffer.Bytes.Length));
        peer.Job = job;
        torrent.ReadsUnderWay++;
        context.Drives.Enqueue(torrent.Torrent.Drive, job);
    }

    /// <summary>Takes a finished read back and gives the peer its turn.</summary>
    public void CompleteRead(ReadJob job)
    {
        PeerConnection peer = job.Peer;
        peer.Job = null;
        if (peer.Stage == PeerStage.Closed || job.Error is not null)
        {
            context.ReturnBuffer(job.Buffer);
            if (peer.Stage != PeerStage.Closed) FailItem(peer, job.Error!);
        }
        else
        {
            peer.Buffer = job.Buffer;
        }
        if (peer.Stage != PeerStage.Closed) context.QueueSend(peer);
    }

    private void Finish(PeerConnection peer)
    {
        peer.Item.Source = null;
        if (peer.Item.IsBlock)
        {
            context.Counters.SentBlocks++;
            context.BlockSent(peer, peer.Item.Block);
        }
        if (peer.Buffer is not null && peer.Requests.Count == 0) context.ReleaseBuffer(peer);
        // Its queue has room again for what was left unread.
        if (peer.IsReadable || peer.HasUnparsed) context.QueueRead(peer);
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
            context.Close(peer, DisconnectReason.ReadFailed);
            return;
        }
        BlockRequest block = peer.Item.Block;
        peer.Item.Source = null;
        context.Reject(peer, block);
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
        context.ChokeAll(torrent);
    }

    private static StorageError ReadProblem(SocketOutcome outcome) => outcome == SocketOutcome.FileEnded
        ? StorageError.Found(StorageOperation.Read, "the torrent's data", StorageFault.WrongLength, "a file became shorter")
        : StorageError.FromErrno(StorageOperation.Read, "the torrent's data", Libc.InputOutputError);

    private void Count(PeerConnection peer, int data)
    {
        if (!peer.Item.IsBlock) return;
        peer.UploadedBytes += data;
        peer.Torrent!.UploadedBytes += data;
        context.Counters.PayloadBytes += data;
    }
}
