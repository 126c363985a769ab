using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Bytes sent by one call at most: four blocks of 16 KiB, a full packet of a fast line. Twice as many no longer fit the nearest cache and take a third more time.</summary>
    private const int SendBytes = MaxGathered * (16 * 1024 + MessageWriter.PieceHeaderLength);

    /// <summary>Messages sent by one call at most.</summary>
    private const int MaxGathered = 4;

    /// <summary>What is sent next, for whichever peer has its turn; made for the first block. What a socket does not take is forgotten, so no peer holds data.</summary>
    private byte[] _bytes = [];

    private Span<byte> Room(int length)
    {
        if (_bytes.Length == 0) _bytes = GC.AllocateUninitializedArray<byte>(SendBytes, pinned: true);
        return _bytes.AsSpan(0, length);
    }

    /// <summary>
    /// Adds to the end of a block the requests that want what lies right behind it: one read and one send for all of them, and fuller packets. Not on a
    /// limited line, where others have their turns between blocks, nor while something else is to be said, nor encrypted: what the socket does not
    /// take would be encrypted twice.
    /// </summary>
    /// <param name="peer">Whose requests; they stay in its queue until they are sent.</param>
    /// <param name="bytes">Takes the headers.</param>
    /// <param name="places">Where data goes; the first is the current message's.</param>
    /// <param name="granted">Grows by what the budget gives.</param>
    /// <returns>Places that are set.</returns>
    private static int Gather(PeerConnection peer, Span<byte> bytes, Span<DataPlace> places, ref int granted)
    {
        ref SendItem item = ref peer.Item;
        int count = 1;
        bool isAlone = !peer.Lane.Budget.IsUnlimited || !item.IsBlock || peer.Encryption is { IsSealing: true };
        if (isAlone || peer.HasControlWork || peer.MetadataRequests is { Count: > 0 }) return count;
        TorrentLayout layout = peer.Torrent!.Torrent.Layout;
        long end = item.Offset + item.DataLength;
        for (; count < places.Length && count <= peer.Requests.Count; count++)
        {
            BlockRequest next = peer.Requests[count - 1];
            int at = places[count - 1].End;
            int message = MessageWriter.PieceHeaderLength + next.Length;
            if (layout.Offset(next) != end || at + message > bytes.Length || !peer.Torrent.Verified[next.Piece]) break;
            int more = peer.Lane.Budget.TryTake(peer.Lane.Share, message, peer.SegmentPayload);
            granted += more;
            if (more < message) break;
            MessageWriter.WritePieceHeader(bytes[at..], (uint)next.Piece.Value, (uint)next.Begin, next.Length);
            places[count] = new DataPlace(at + MessageWriter.PieceHeaderLength, next.Length);
            end += next.Length;
        }
        return count;
    }

    /// <summary>Fills the places from what a drive's thread has read, or from the page cache; else has the data read, or gives the message up.</summary>
    /// <returns>Bytes to send, headers included; 0 when there are none yet.</returns>
    private int Fill(PeerConnection peer, Span<byte> bytes, Span<DataPlace> places)
    {
        long offset = peer.Item.DataPosition;
        int all = 0;
        foreach (DataPlace place in places) all += place.Length;
        if (peer.Buffer is { } buffer)
        {
            ReadOnlySpan<byte> read = buffer.From(peer.Item.Source!, offset, all);
            if (!read.IsEmpty) return Scatter(read, bytes, places);
            context.Buffers.Release(peer);
        }
        int readable = ReadAhead.Readable(peer, offset, context.Now);
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
            if (peer is { Window: null, Item.IsBlock: true }) peer.Torrent!.Windows?.Model.Probed(isHit: true);
            return EndOf(count, places);
        }
        _lease.Dispose();
        ReadBehindCache(peer, offset, readable, isSilent: count == PageCache.CannotTell);
        return 0;
    }

    /// <summary>Has read what the cache did not give: as a window where that was not tried, else by an ordinary read.</summary>
    private void ReadBehindCache(PeerConnection peer, long offset, int readable, bool isSilent)
    {
        if (peer.Item.IsBlock && peer.Torrent!.Windows is { } windows)
        {
            if (isSilent)
            {
                windows.Model.CannotTell();
                if (peer.Window is null) readable = ReadAhead.Enter(peer, offset, context.Now);
                if (readable == 0) return;
            }
            else if (ReadAhead.TryAgain(peer, offset, context.Now))
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

    /// <summary>Books what was sent on the current message and on the requests behind it, of which the last may be sent in part.</summary>
    private void Deliver(PeerConnection peer, int sent)
    {
        ref SendItem item = ref peer.Item;
        while (sent > 0)
        {
            if (!item.Exists && peer.Requests.TryDequeue(out BlockRequest next)) PrepareBlock(peer, next);
            int part = Math.Min(sent, item.Remaining);
            Count(peer, part - Math.Min(part, item.HeaderRemaining));
            item.Sent += part;
            sent -= part;
            if (item.Remaining == 0) Finish(peer);
        }
    }
}
