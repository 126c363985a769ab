using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers;

/// <summary>Refuses what peers ask of hash trees (BEP 52): every request is answered, with the hashes or with this.</summary>
internal sealed class HashRefusal(SessionState state)
{
    /// <summary>Puts the refusal into the outbox; where it has no room, the request is looked at again.</summary>
    public void Reject(PeerConnection peer, in HashRequest request)
    {
        if (!peer.Outbox.HasRoom(HashRequest.MessageLength))
        {
            peer.HashRequests!.Enqueue(request);
            return;
        }
        state.Counters.RejectedHashes++;
        request.Write(peer.Outbox.Append(HashRequest.MessageLength), PeerMessageId.HashReject, hashBytes: 0);
    }
}
