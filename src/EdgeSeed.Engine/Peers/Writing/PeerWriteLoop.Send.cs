using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Writing;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Sends as much of the current message as budget and socket take.</summary>
    private TurnOutcome SendItem(PeerConnection peer)
    {
        // A message whose data cannot be read is given up on the way.
        while (peer.Item.Exists)
        {
            if (peer.Item is { IsBlock: true, Sent: 0 } && peer.Torrent!.Ceiling?.OpensAt(state.Now) > state.Now) return TurnOutcome.CeilingReached;
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
            length = content.Fill(peer, bytes, places[..count]);
            if (length == 0)
            {
                peer.Lane.Budget.Refund(peer.Lane.Share, granted, sent: 0, peer.SegmentPayload);
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
        if (isAlone || peer.HasControlWork || peer.MetadataRequests is { Count: > 0 } || peer.HashRequests is { Count: > 0 }) return count;
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

    /// <summary>Books what was sent on the current message and on the requests behind it, of which the last may be sent in part.</summary>
    private void Deliver(PeerConnection peer, int sent)
    {
        ref SendItem item = ref peer.Item;
        while (sent > 0)
        {
            if (!item.Exists && peer.Requests.TryDequeue(out BlockRequest next)) NextMessage.PrepareBlock(peer, next);
            int part = Math.Min(sent, item.Remaining);
            Count(peer, part - Math.Min(part, item.HeaderRemaining));
            item.Sent += part;
            sent -= part;
            if (item.Remaining == 0) Finish(peer);
        }
    }

    private void Finish(PeerConnection peer)
    {
        if (peer.Item.Source is HashAnswer) state.Counters.SentHashes++;
        peer.Item.Source = null;
        if (peer.Item.IsBlock)
        {
            state.Counters.SentBlocks++;
            superSeeder.BlockSent(peer, peer.Item.Block);
        }
        if (peer.Buffer is not null && peer.Requests.Count == 0) buffers.Release(peer);
        // Its queue has room again for what was left unread.
        if (peer.IsReadable || peer.HasUnparsed) turns.QueueRead(peer);
    }

    private void Count(PeerConnection peer, int data)
    {
        if (!peer.Item.IsBlock) return;
        peer.UploadedBytes += data;
        peer.WindowSent += data;
        readAhead.Sent(peer.Torrent!, data);
        peer.Torrent!.UploadedBytes += data;
        peer.Torrent.Ceiling?.Count(data, state.Now);
        state.Counters.PayloadBytes += data;
    }
}
