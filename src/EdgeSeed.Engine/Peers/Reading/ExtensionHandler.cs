using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.PeerExchange;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>Extended messages (BEP 10): who the peer is, other peers (BEP 11), and pieces of the info dictionary (BEP 9).</summary>
internal sealed class ExtensionHandler(SessionState state, PeerLifetime lifetime, PeerSeeker seeker, MetadataLoop metadata)
{
    /// <summary>Peers that are named again before that are passed over; BEP 11 has a minute, and some clients a little less.</summary>
    private const long LeastPexMilliseconds = 30_000;

    /// <summary>Takes an extended message.</summary>
    public void Handle(PeerConnection peer, byte extendedId, ReadOnlySpan<byte> payload)
    {
        if (extendedId == 0)
        {
            if (ExtendedHandshake.TryParse(payload, out ExtendedHandshake said, out _)) TakeHandshake(peer, said);
            else lifetime.Close(peer, DisconnectReason.ProtocolError);
        }
        else if (extendedId == OwnHandshake.MetadataId)
        {
            HandleMetadata(peer, payload);
        }
        else if (extendedId == OwnHandshake.PexId)
        {
            HandlePeers(peer, payload);
        }
    }

    /// <summary>
    /// Takes in the peers that a peer names (BEP 11), while they are of use, and not more often than it is to name some: nobody from farther away
    /// tells us whom to connect to on the networks here, and a seed needs no seeds.
    /// </summary>
    private void HandlePeers(PeerConnection peer, ReadOnlySpan<byte> payload)
    {
        TorrentState torrent = peer.Torrent!;
        bool isSoon = peer.HeardPeersAt > 0 && state.Now - peer.HeardPeersAt < LeastPexMilliseconds;
        if (isSoon || torrent.Torrent.IsPrivate || !PexMessage.TryParse(payload, out PexMessage message, out _)) return;
        peer.HeardPeersAt = Math.Max(state.Now, 1);
        Span<PexPeer> named = stackalloc PexPeer[PexMessage.MaxPeersWritten];
        Span<PeerEndPoint> found = stackalloc PeerEndPoint[PexMessage.MaxPeersWritten];
        AddressScope scope = AddressScopes.Of(peer.EndPoint);
        int count = 0;
        foreach (ref readonly PexPeer other in named[..message.CopyAdded(named)])
        {
            bool isUseless = !torrent.IsFetching && (other.Flags & PexFlags.Seed) != 0;
            if (!isUseless && Announcing.ScopedPeers.MayName(scope, other.EndPoint)) found[count++] = other.EndPoint;
        }
        seeker.Offer(torrent, found[..count], peer.UsesSecondName);
    }

    private void TakeHandshake(PeerConnection peer, in ExtendedHandshake said)
    {
        peer.Extensions = peer.Extensions.ChangedBy(said.Extensions);
        PeerExchanger.TakeReach(peer, said);
        peer.Fetch?.BoundWindow(said.RequestQueueLength);
        if (said.YourAddress is { } seen) seeker.NoteOwnAddress(seen);
        if (peer.Torrent!.Metadata is { } fetch) metadata.Offer(peer, fetch, said.MetadataBytes);
        if (said.UploadOnly is not { } isUploadOnly) return;
        peer.IsUploadOnly = isUploadOnly;
        lifetime.CloseIfBothSeeds(peer);
    }

    private void HandleMetadata(PeerConnection peer, ReadOnlySpan<byte> payload)
    {
        if (!MetadataMessage.TryParse(payload, out MetadataMessage message, out ReadOnlySpan<byte> data))
        {
            lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        if (peer.Torrent!.Metadata is { } fetch && message.Kind is MetadataMessageKind.Data or MetadataMessageKind.Reject)
        {
            metadata.Take(peer, fetch, message, data);
            return;
        }
        if (message.Kind != MetadataMessageKind.Request || peer.Extensions.Metadata <= 0) return;
        // It is not read from while its requests have no room (PeerConnection.HasRoomAside).
        (peer.MetadataRequests ??= new Queue<int>()).Enqueue(message.Piece);
    }
}
