using EdgeSeed.Engine.Peers;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Peers let go at most for one newcomer while memory is short: one idle peer is as large as another.</summary>
    private const int MaxEvictionsNewcomer = 4;

    /// <summary>Whether request queues grow no further: the last quarter of the memory is for those who come anew.</summary>
    private bool IsMemoryShort => Counters.PeerBytes >= Options.MaxPeerBytes / 4 * 3;

    /// <summary>Whether little should be received at once: what cannot be handled yet has to be kept.</summary>
    public bool HoldsLittle => IsMemoryShort || Counters.PartialBytes >= Options.MaxPartialBytes / 2;

    /// <summary>Books what a peer holds by now.</summary>
    public void Book(PeerConnection peer)
    {
        int held = peer.Stage == PeerStage.Closed ? 0 : peer.HeldBytes;
        Counters.PeerBytes += held - peer.BookedBytes;
        peer.BookedBytes = held;
        peer.Requests.IsHeldSmall = IsMemoryShort;
    }

    /// <summary>Makes room for one more connection while memory is short, by letting idle peers go, then those that are slow at their handshake.</summary>
    /// <returns>False when there is none to be had: the newcomer is refused.</returns>
    private bool TryMakeMemory()
    {
        for (int i = 0; i < MaxEvictionsNewcomer && Counters.PeerBytes + PeerConnection.BaseBytes > Options.MaxPeerBytes; i++)
        {
            if (TryEvict(DisconnectReason.MemoryShort)) continue;
            if (Peers.Pending <= Options.MaxPendingHandshakes / 4) return false;
            EvictPending();
        }
        return Counters.PeerBytes + PeerConnection.BaseBytes <= Options.MaxPeerBytes;
    }
}
