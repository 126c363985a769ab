using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Refuses requests: says so to a peer that knows BEP 6, and stays silent to others, which ask again after the next unchoke. On a limited line who is choked
/// is told when it is its turn (<see cref="AsideTurns"/>): strangers may ask as often as they like.
/// </summary>
internal sealed class RequestRefusal(SessionState state)
{
    /// <summary>Refuses a request for which there is room (<see cref="HasRoom"/>, <see cref="PeerConnection.HasRoomAside"/>).</summary>
    public void Reject(PeerConnection peer, in BlockRequest block)
    {
        if (peer is { SupportsFast: true, IsChoked: true, Lane.Budget.IsUnlimited: false }) (peer.Refused ??= new RefusedRequests()).Enqueue(block);
        else Tell(peer, block);
    }

    /// <summary>Puts the refusals whose turn it is into the outbox: of what was refused, and of what a choked peer still has waiting.</summary>
    public void TellWaiting(PeerConnection peer)
    {
        for (int told = 0; told < RefusedRequests.Capacity && HasRoom(peer); told++)
        {
            BlockRequest block = default;
            bool isRefused = peer.Refused is { } refused && refused.TryDequeue(out block);
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
