using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>
/// The data of the message that a peer is being sent: from the page cache into the bytes that go out, or else through a buffer of the pool that a drive's
/// thread fills.
/// </summary>
internal sealed class MessageData(SessionState state, ReadAhead readAhead, DriveReaders drives, PeerBuffers buffers, PeerTurns turns, ReadFailures failures)
{
    /// <summary>Neighbouring blocks that are looked up in a file at once, in bytes.</summary>
    private const int LeasedRunBytes = 256 * 1024;

    /// <summary>The file that the current turn sends from.</summary>
    private TurnLease _lease;

    /// <summary>Gives the file back that the turn was sent from.</summary>
    public void EndTurn() => _lease.Dispose();

    /// <summary>Fills the places from what a drive's thread has read, or from the page cache; else has the data read, or gives the message up.</summary>
    /// <returns>Bytes to send, headers included; 0 when there are none yet.</returns>
    public int Fill(PeerConnection peer, Span<byte> bytes, Span<DataPlace> places)
    {
        long offset = peer.Item.DataPosition;
        int all = 0;
        foreach (DataPlace place in places) all += place.Length;
        if (peer.Buffer is { } buffer)
        {
            ReadOnlySpan<byte> read = buffer.Edition == peer.Torrent!.Edition ? buffer.From(peer.Item.Source!, offset, all) : [];
            if (!read.IsEmpty) return Scatter(read, bytes, places);
            buffers.Release(peer);
        }
        int readable = readAhead.Readable(peer, offset, state.Now);
        if (readable == 0) return 0;
        if (readable < all)
        {
            // What lies behind the window is not asked for: the kernel would begin to read it.
            all = Math.Min(places[0].Length, readable);
            places[0] = new DataPlace(places[0].At, all);
            places = places[..1];
        }
        if (!TryLease(peer, places[0].Length, all, readable)) return 0;
        if (!_lease.Covers(peer.Item.Source!, offset, all)) places = places[..1];
        int count = PageCache.Read(_lease.Descriptor, _lease.Position(offset), bytes, places);
        if (count > 0)
        {
            if (peer is { Window: null, Item.IsBlock: true }) readAhead.Of(peer.Torrent!)?.Model.Probed(isHit: true);
            return EndOf(count, places);
        }
        _lease.Dispose();
        ReadBehindCache(peer, offset, readable, isSilent: count == PageCache.CannotTell);
        return 0;
    }

    /// <summary>Takes a finished read back and gives the peer its turn.</summary>
    public void CompleteRead(ReadJob job)
    {
        PeerConnection peer = job.Peer;
        peer.IsReading = false;
        if (peer.Stage == PeerStage.Closed || job.Error is not null)
        {
            buffers.Return(job.Buffer);
            if (peer.Stage != PeerStage.Closed) failures.Fail(peer, job.Error!);
        }
        else
        {
            peer.Buffer = job.Buffer;
        }
        if (peer.Stage != PeerStage.Closed) turns.QueueSend(peer);
    }

    /// <summary>Has read what the cache did not give: as a window where that was not tried, else by an ordinary read.</summary>
    private void ReadBehindCache(PeerConnection peer, long offset, int readable, bool isSilent)
    {
        if (peer.Item.IsBlock && readAhead.Of(peer.Torrent!) is { } windows)
        {
            if (isSilent)
            {
                windows.Model.CannotTell();
                if (peer.Window is null) readable = readAhead.Enter(peer, offset, state.Now);
                if (readable == 0) return;
            }
            else if (readAhead.TryAgain(peer, offset, state.Now))
            {
                return;
            }
        }
        StartRead(peer, offset, readable);
    }

    private static int Scatter(ReadOnlySpan<byte> read, Span<byte> bytes, ReadOnlySpan<DataPlace> places)
    {
        int count = read.Length;
        foreach (DataPlace place in places)
        {
            int part = Math.Min(read.Length, place.Length);
            read[..part].CopyTo(bytes[place.At..]);
            read = read[part..];
        }
        return EndOf(count, places);
    }

    /// <summary>Where so many bytes of data end that are spread over the places.</summary>
    private static int EndOf(int count, ReadOnlySpan<DataPlace> places)
    {
        int end = 0;
        foreach (DataPlace place in places)
        {
            if (count <= 0) break;
            end = place.At + Math.Min(count, place.Length);
            count -= place.Length;
        }
        return end;
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
        else if (error is not null) failures.Fail(peer, error);
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

    /// <summary>
    /// Has the next bytes, and what the following requests want right behind them, read by the drive's thread. Where the budget is what everybody waits for,
    /// a buffer with several blocks is held for as many rounds: then those who wait for one come first, and it is filled for this message alone.
    /// </summary>
    private void StartRead(PeerConnection peer, long offset, int most)
    {
        TorrentState torrent = peer.Torrent!;
        if (buffers.Rent(peer) is not { } buffer) return;
        most = Math.Min(most, buffer.Bytes.Length);
        if (buffers.IsShort && peer.Lane.IsBudgetEmpty) most = Math.Min(most, peer.Item.Remaining - peer.Item.HeaderRemaining);
        var job = new ReadJob(peer, torrent, peer.Item.Source!, buffer, offset, RunLength(peer, offset, most));
        buffer.Edition = torrent.Edition;
        peer.IsReading = true;
        torrent.ReadsUnderWay++;
        drives.Enqueue(torrent.Torrent.Reader, job);
    }
}
