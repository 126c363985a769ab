using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>What we say to a peer first: the handshake, which pieces we have, which extensions, and where our node of the DHT is.</summary>
internal sealed class PeerIntroduction(SessionState state, SessionIdentity identity, PeerTurns turns, SuperSeeder superSeeder)
{
    /// <summary>The longest of the messages that we say first, but for a bitfield, which takes the room there is.</summary>
    private const int IntroductionBytes = 512;

    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(2048, pinned: true);

    /// <summary>Whether what we say first, which goes out in one packet, has more to come and room for it.</summary>
    public static bool HasMore(PeerConnection peer) => peer.Introduction != IntroductionStage.Finished && peer.Outbox.HasRoom(IntroductionBytes);

    public bool Introduce(PeerConnection peer)
    {
        switch (peer.Introduction)
        {
            case IntroductionStage.Handshake:
                OwnHandshake.Of(peer.Torrent!.Torrent, identity.PeerId, state.Nodes, peer.UsesSecondName).Write(peer.Outbox.Append(Handshake.Length));
                peer.Introduction = IntroductionStage.Pieces;
                return true;
            case IntroductionStage.Pieces when peer.Stage == PeerStage.Running:
                TellPieces(peer);
                return true;
            case IntroductionStage.Extended:
                if (peer.SupportsExtensions) TellExtensions(peer);
                if (peer.SupportsDht && OwnHandshake.TellsNode(peer.Torrent!.Torrent, state.Nodes))
                    MessageWriter.WritePort(peer.Outbox.Append(MessageWriter.PortLength), state.Nodes.Port);
                peer.Introduction = IntroductionStage.Finished;
                superSeeder.HasIntroduced(peer);
                turns.QueueRead(peer);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Have-all or have-none where the peer knows them (BEP 6), else the bitfield, a part at a time.</summary>
    private void TellPieces(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        if (peer.IsSuperSeeded)
        {
            if (peer.SupportsFast) MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), PeerMessageId.HaveNone);
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        if (peer.SupportsFast && peer.BitfieldSent == 0 && (torrent.IsComplete || torrent.VerifiedCount == 0))
        {
            MessageWriter.WriteState(peer.Outbox.Append(MessageWriter.StateLength), torrent.IsComplete ? PeerMessageId.HaveAll : PeerMessageId.HaveNone);
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        if (torrent.Metadata is not null)
        {
            peer.Introduction = IntroductionStage.Extended;
            return;
        }
        ReadOnlySpan<byte> bits = torrent.Verified.Span;
        if (peer.BitfieldSent == 0) MessageWriter.WriteBitfieldHeader(peer.Outbox.Append(MessageWriter.BitfieldHeaderLength), bits.Length);
        ReadOnlySpan<byte> part = bits[peer.BitfieldSent..];
        int most = state.Options.MaxOutboxBytes - peer.Outbox.Waiting.Length;
        if (part.Length > most) part = part[..most];
        part.CopyTo(peer.Outbox.Append(part.Length));
        peer.BitfieldSent += part.Length;
        if (peer.BitfieldSent == bits.Length) peer.Introduction = IntroductionStage.Extended;
    }

    private void TellExtensions(PeerConnection peer)
    {
        TorrentState torrent = peer.Torrent!;
        var handshake = new ExtendedHandshake
        {
            Extensions = ExtensionIds.None with
            {
                Metadata = torrent.InfoBytes > 0 || torrent.Metadata is not null ? OwnHandshake.MetadataId : ExtensionIds.NotSaid,
                Pex = state.Options.PeerExchange && !torrent.Torrent.IsPrivate ? OwnHandshake.PexId : ExtensionIds.NotSaid,
            },
            Client = state.Options.ClientName.Span,
            Port = identity.ListenPort,
            RequestQueueLength = peer.Requests.Capacity,
            MetadataBytes = torrent.InfoBytes,
            YourAddress = peer.EndPoint,
            // Clients let a seed go that has nothing for them, which is what it looks like until it tells of a piece.
            UploadOnly = !peer.IsSuperSeeded ? torrent is { Metadata: null, Download: null or { IsFinished: true } } : null,
        };
        int length = handshake.Write(_scratch);
        Span<byte> message = peer.Outbox.Append(MessageWriter.ExtendedHeaderLength + length);
        MessageWriter.WriteExtendedHeader(message, 0, length);
        _scratch.AsSpan(0, length).CopyTo(message[MessageWriter.ExtendedHeaderLength..]);
    }
}
