using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerReadLoop
{
    /// <summary>
    /// Receives the rest of a block where it is to lie, and behind it no more than the next block's header, so that of a run of blocks
    /// nothing is copied twice.
    /// </summary>
    /// <param name="peer">Has a block coming in.</param>
    /// <param name="fetch">The same.</param>
    /// <param name="behind">Bytes behind the block, in the front of the receive buffer.</param>
    /// <param name="turn">What the peer may still be received from in this turn.</param>
    private bool TryReceiveBlock(PeerConnection peer, PeerFetch fetch, out int behind, ref int turn)
    {
        Span<byte> rest = fetch.Incoming!.Rest, next = _buffer.AsSpan(0, MessageWriter.PieceHeaderLength);
        behind = 0;
        switch (peer.Socket.Receive(rest, next, out int received))
        {
            case SocketOutcome.Done:
                break;
            case SocketOutcome.WouldBlock:
                peer.IsReadable = false;
                return false;
            case SocketOutcome.Interrupted:
                return true;
            default:
                context.Lifetime.Close(peer, DisconnectReason.PeerClosed);
                return false;
        }
        if (received < rest.Length + next.Length && !peer.HasHungUp) peer.IsReadable = false;
        peer.LastReceivedAt = context.Now;
        context.State.Counters.ReceivedBytes += received;
        turn -= received;
        int inBlock = Math.Min(received, rest.Length);
        behind = received - inBlock;
        Decrypt(peer, rest[..inBlock]);
        Decrypt(peer, next[..behind]);
        peer.SkipBytes -= inBlock;
        context.Downloads.TakeBytes(peer, fetch, inBlock);
        return true;
    }

    /// <summary>Takes payload that was received together with other messages.</summary>
    private void TakeFetched(PeerConnection peer, PeerFetch fetch, ReadOnlySpan<byte> payload)
    {
        if (peer.IsSkippingBitfield)
        {
            context.Downloads.TakeBits(peer, fetch, payload, isLast: peer.SkipBytes == 0);
            return;
        }
        if (!peer.IsSkippingBlock) return;
        if (fetch.Incoming is { } block) payload.CopyTo(block.Rest);
        context.Downloads.TakeBytes(peer, fetch, payload.Length);
    }
}
