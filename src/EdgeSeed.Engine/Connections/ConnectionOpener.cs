using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Puts new sockets, whoever connected, into the table and under the poll.</summary>
internal sealed class ConnectionOpener(
    SessionState state, PeerTable peers, PeerMemory memory, SendLanes lanes, ReadinessPoll poll, PeerLifetime lifetime, ConnectionLimiter limiter)
{
    private const uint Events = Libc.ReadableEvent | Libc.WritableEvent | Libc.PeerClosedEvent | Libc.EdgeTriggered;

    /// <summary>Takes a connection in that has not shaken hands yet.</summary>
    /// <returns>Null when there is no room; the caller closes the socket.</returns>
    public PeerConnection? Open(PeerSocket socket, PeerEndPoint endPoint)
    {
        if (!limiter.TryMakeRoom(AddressBlock.Of(endPoint))) return null;
        if (!peers.TryReserve(out int slot))
        {
            state.Counters.Count(DisconnectReason.TooManyPeers);
            return null;
        }
        SendLane lane = lanes.For(endPoint);
        socket.Prepare(lane.FirstUnsentBytes(state.Options));
        var peer = new PeerConnection(slot, socket, endPoint, lane, state.Options) { ConnectedAt = state.Now, LastReceivedAt = state.Now, LastSentAt = state.Now };
        ulong key = peers.Put(peer);
        memory.Book(peer);
        peers.Pending++;
        if (poll.TryAdd(socket.Descriptor, key, Events)) return peer;
        lifetime.Close(peer, DisconnectReason.MemoryShort);
        return null;
    }
}
