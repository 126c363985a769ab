using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.PeerExchange;

/// <summary>Tells the peers of a torrent of each other (BEP 11), never those of a private one.</summary>
internal sealed class PeerExchanger(SessionState state, PeerTable peers, PeerTurns turns) : IPeerWatcher
{
    /// <summary>Peers named in one message: with the longest addresses it still fits an outbox. Others follow a minute later.</summary>
    private const int MaxPexAdded = 32;

    /// <summary>The first message waits so long, for a swarm that starts together to be there.</summary>
    private const long FirstPexMilliseconds = 2_000;

    /// <summary>Time between messages to one peer (BEP 11).</summary>
    private const long PexMilliseconds = 60_000;

    /// <summary>Notes where a peer that has joined listens, as far as is known.</summary>
    private static void KnowListener(PeerConnection peer, ushort saidPort)
    {
        if (peer.IsOutgoing) peer.Listener = peer.EndPoint;
        else if (saidPort != 0) peer.Listener = peer.EndPoint.WithPort(saidPort);
    }

    /// <summary>Takes what an extended handshake says about reaching the peer.</summary>
    public static void TakeReach(PeerConnection peer, in ExtendedHandshake said)
    {
        KnowListener(peer, said.Port);
        peer.PrefersEncryption |= said.PrefersEncryption == true;
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer) => KnowListener(peer, saidPort: 0);

    /// <summary>Remembers a peer that leaves for those that were told of it.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (stage != PeerStage.Running || peer.Listener.Port == 0 || !MayExchange(peer)) return;
        (peer.Torrent!.Departures ??= new PeerDepartures()).Add(peer.Listener, state.Now);
    }

    /// <summary>Whether peers of this peer's torrent are told of each other.</summary>
    private bool MayExchange(PeerConnection peer) => state.Options.PeerExchange && peer.Torrent is { Torrent.IsPrivate: false };

    /// <summary>Once a second: tells peers of each other, whose turn it is.</summary>
    public void Tell(PeerConnection peer)
    {
        if (peer.Stage != PeerStage.Running || peer.Extensions.Pex <= 0 || peer.Torrent!.Peers < 2 || !MayExchange(peer)) return;
        bool isDue = peer.ToldPeersAt == 0 ? state.Now - peer.ConnectedAt >= FirstPexMilliseconds : state.Now - peer.ToldPeersAt >= PexMilliseconds;
        if (!isDue || peer.Introduction != IntroductionStage.Finished) return;
        Span<PexPeer> added = stackalloc PexPeer[MaxPexAdded];
        Span<PeerEndPoint> dropped = stackalloc PeerEndPoint[PeerDepartures.Capacity];
        int joined = CopyJoined(peer, added);
        int left = peer.ToldPeersAt > 0 ? peer.Torrent.Departures?.CopySince(peer.ToldPeersAt, dropped) ?? 0 : 0;
        if (joined + left == 0) return;
        Span<byte> payload = stackalloc byte[PexMessage.MaxWrittenBytes];
        int length = PexMessage.Write(payload, added[..joined], dropped[..left]);
        if (!peer.Outbox.HasRoom(MessageWriter.ExtendedHeaderLength + length)) return;
        Span<byte> message = peer.Outbox.Append(MessageWriter.ExtendedHeaderLength + length);
        MessageWriter.WriteExtendedHeader(message, (byte)peer.Extensions.Pex, length);
        payload[..length].CopyTo(message[MessageWriter.ExtendedHeaderLength..]);
        peer.ToldPeersAt = state.Now;
        turns.QueueSend(peer);
    }

    /// <summary>Peers of the same torrent that came since this one was last told, from a place in the table that changes.</summary>
    private int CopyJoined(PeerConnection peer, Span<PexPeer> destination)
    {
        int count = 0, start = state.Random.Next(peers.SlotCount);
        AddressScope scope = AddressScopes.Of(peer.EndPoint);
        for (int i = 0; i < peers.SlotCount && count < destination.Length; i++)
        {
            if (peers[(start + i) % peers.SlotCount] is not { Stage: PeerStage.Running, Listener.Port: > 0 } other) continue;
            if (!ReferenceEquals(other.Torrent, peer.Torrent) || ReferenceEquals(other, peer) || other.ConnectedAt < peer.ToldPeersAt - FirstPexMilliseconds) continue;
            // An address that reaches less far than the peer is away is of no use to it, and none of its business.
            if (AddressScopes.Of(other.Listener) < scope) continue;
            destination[count++] = new PexPeer(other.Listener, FlagsOf(other));
        }
        return count;
    }

    private static PexFlags FlagsOf(PeerConnection peer) =>
        (peer.IsSeed || peer.IsUploadOnly ? PexFlags.Seed : PexFlags.None)
        | (peer.IsOutgoing ? PexFlags.Reachable : PexFlags.None)
        | (peer.PrefersEncryption ? PexFlags.PrefersEncryption : PexFlags.None);
}
