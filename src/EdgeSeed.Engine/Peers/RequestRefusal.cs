using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Refuses requests: says so to a peer that knows BEP 6, and stays silent to others, which ask again after the next unchoke. On a limited line who is choked
/// is told when it is its turn (<see cref="AsideTurns"/>): strangers may ask as often as they like.
/// </summary>
internal sealed class RequestRefusal(SessionState state)
{
    /// <summary>Refusals that wait for their turn, for one peer; it is not read from while there are so many.</summary>
    public const int MaxWaiting = 32;

    /// <summary>Bytes of memory that they take.</summary>
    public const int HeldBytes = MaxWaiting * 12 + 64;

    /// <summary>What refusals take on the wire that go out in one packet, at most <see cref="MaxWaiting"/> of them.</summary>
    public static int PacketBytes(int count) => Math.Min(count, MaxWaiting) * MessageWriter.BlockLength + PacketOverhead.SegmentBytes;

    /// <summary>Refuses a request for which there is room (<see cref="HasRoom"/>, <see cref="PeerConnection.HasRoomAside"/>).</summary>
    public void Reject(PeerConnection peer, in BlockRequest block)
    {
        if (peer is { SupportsFast: true, IsChoked: true, Lane.Budget.IsUnlimited: false }) (peer.Refused ??= new Queue<BlockRequest>()).Enqueue(block);
        else Tell(peer, block);
    }

    /// <summary>Puts the refusals whose turn it is into the outbox: of what was refused, and of what a choked peer still has waiting.</summary>
    public void TellWaiting(PeerConnection peer)
    {
        for (int told = 0; told < MaxWaiting && HasRoom(peer); told++)
        {
            bool isRefused = peer.Refused is { Count: > 0 };
            BlockRequest block = isRefused ? peer.Refused!.Dequeue() : default;
            if (!isRefused && !(peer.IsChoked && peer.Requests.TryDequeue(out block))) return;
            Tell(peer, block);
        }
    }

    private void Tell(PeerConnection peer, in BlockRequest block)
    {
        state.Counters.RejectedRequests++;
        if (!peer.SupportsFast) return;
        Span<byte> message = peer.Outbox.Append(MessageWriter.BlockLength);
        MessageWriter.WriteBlock(message, PeerMessageId.Reject, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length);
    }

    /// <summary>Whether the outbox takes a refusal; else the request waits, because its peer waits for an answer.</summary>
    public static bool HasRoom(PeerConnection peer) => !peer.SupportsFast || peer.Outbox.HasRoom(MessageWriter.BlockLength);
}
