using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers;

/// <summary>The books of what connections hold, against <see cref="EngineOptions.MaxPeerBytes"/> and <see cref="EngineOptions.MaxPartialBytes"/>.</summary>
internal sealed class PeerMemory(SessionState state)
{
    /// <summary>Bytes of memory held by connections at present, as of each one's last turn.</summary>
    public int HeldBytes { get; private set; }

    /// <summary>Bytes of unfinished messages held at present.</summary>
    public int PartialBytes { get; private set; }

    /// <summary>Whether request queues grow no further: the last quarter of the memory is for those who come anew.</summary>
    public bool IsShort => HeldBytes >= state.Options.MaxPeerBytes / 4 * 3;

    /// <summary>Whether one more connection has room.</summary>
    public bool HasRoom => HeldBytes + PeerConnection.BaseBytes <= state.Options.MaxPeerBytes;

    /// <summary>Whether little should be received at once: what cannot be handled yet has to be kept.</summary>
    public bool HoldsLittle => IsShort || PartialBytes >= state.Options.MaxPartialBytes / 2;

    /// <summary>Books what a peer holds by now.</summary>
    public void Book(PeerConnection peer)
    {
        int held = peer.Stage == PeerStage.Closed ? 0 : peer.HeldBytes;
        HeldBytes += held - peer.BookedBytes;
        peer.BookedBytes = held;
        peer.Requests.IsHeldSmall = IsShort;
    }

    /// <summary>Keeps the beginning of a message until its rest comes.</summary>
    /// <returns>False when the limit on such bytes is reached: the peer must be closed.</returns>
    public bool HoldPartial(PeerConnection peer, ReadOnlySpan<byte> bytes)
    {
        PartialBytes -= peer.Partial.Length;
        peer.Partial = [];
        if (bytes.IsEmpty) return true;
        if (PartialBytes + bytes.Length > state.Options.MaxPartialBytes) return false;
        peer.Partial = bytes.ToArray();
        PartialBytes += bytes.Length;
        return true;
    }
}
