using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Refuses requests: says so to a peer that knows BEP 6, and stays silent to others, which ask again after the next unchoke.
/// </summary>
internal sealed class RequestRefusal(SessionState state)
{
    /// <summary>Refuses a request for which there is room in the outbox (<see cref="HasRoom"/>).</summary>
    public void Reject(PeerConnection peer, in BlockRequest block)
    {
        state.Counters.RejectedRequests++;
        if (!peer.SupportsFast) return;
        Span<byte> message = peer.Outbox.Append(MessageWriter.BlockLength);
        MessageWriter.WriteBlock(message, PeerMessageId.Reject, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length);
    }

    /// <summary>Whether the outbox takes a refusal; else the request waits, because its peer waits for an answer.</summary>
    public static bool HasRoom(PeerConnection peer) => !peer.SupportsFast || peer.Outbox.HasRoom(MessageWriter.BlockLength);
}
