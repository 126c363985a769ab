using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Metadata;

/// <summary>Fetching info dictionaries, as far as it happens in the session loop.</summary>
internal sealed class MetadataLoop(SessionContext context)
{
    /// <summary>How long a peer may take over one piece.</summary>
    private const int PatienceMilliseconds = 10_000;

    private readonly List<TorrentState> _fetching = [];

    /// <summary>Begins to look after a torrent.</summary>
    public void Add(TorrentState torrent)
    {
        if (torrent.Metadata is not null) _fetching.Add(torrent);
    }

    /// <summary>A peer has said which extensions it has.</summary>
    public void Offer(PeerConnection peer, MetadataFetch fetch, int totalBytes)
    {
        if (totalBytes <= 0 || totalBytes > context.Options.MaxMetadataBytes || peer.Extensions.Metadata <= 0) return;
        peer.Metadata ??= new MetadataPeer();
        peer.Metadata.TotalBytes = totalBytes;
        if (fetch.TotalBytes == 0) fetch.Begin(peer, isAlone: false, context.Now);
        Ask(peer, fetch);
    }

    /// <summary>Takes what a peer answered.</summary>
    public void Take(PeerConnection peer, MetadataFetch fetch, in MetadataMessage message, ReadOnlySpan<byte> data)
    {
        if (peer.Metadata is not { } asked || message.Piece != asked.Asked) return;
        asked.Asked = -1;
        if (message.Kind == MetadataMessageKind.Reject) asked.IsLazy = true;
        else if (fetch.Take(peer, message, data, context.Now) == false) StartAnew(peer.Torrent!, fetch);
        if (fetch.IsComplete) _fetching.Remove(peer.Torrent!);
        else if (peer.Stage == PeerStage.Running) Ask(peer, fetch);
    }

    /// <summary>Once a second: peers that do not answer, and new connections.</summary>
    public void Tick()
    {
        _fetching.RemoveAll(static torrent => torrent.Removal is not null);
        foreach (TorrentState torrent in _fetching)
        {
            MetadataFetch fetch = torrent.Metadata!;
            context.Downloads.ConnectMore(torrent, fetch.Candidates);
            bool isStalled = fetch.TotalBytes > 0 && context.Now - fetch.ProgressAt > PatienceMilliseconds;
            if (isStalled) StartAnew(torrent, fetch);
            else AskAll(torrent, fetch);
        }
    }

    /// <summary>The hash was wrong, or nobody answers: the next peer is asked for everything.</summary>
    private void StartAnew(TorrentState torrent, MetadataFetch fetch)
    {
        bool isWrong = context.Now - fetch.ProgressAt <= PatienceMilliseconds;
        if (isWrong && fetch.OnlyGiver is { } liar) context.Downloads.Ban(liar.EndPoint);
        PeerConnection? next = null;
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is not { Stage: PeerStage.Running, Metadata: { } offered } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            offered.Asked = -1;
            if (next is null || (offered.AskedAt < next.Metadata!.AskedAt)) next = peer;
        }
        if (next is null) return;
        next.Metadata!.IsLazy = false;
        fetch.Begin(next, isAlone: true, context.Now);
        Ask(next, fetch);
    }

    private void AskAll(TorrentState torrent, MetadataFetch fetch)
    {
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is { Stage: PeerStage.Running, Metadata: not null } peer && ReferenceEquals(peer.Torrent, torrent)) Ask(peer, fetch);
        }
    }

    private void Ask(PeerConnection peer, MetadataFetch fetch)
    {
        const int longest = MessageWriter.ExtendedHeaderLength + MetadataMessage.MaxHeaderBytes;
        if (!fetch.MayAsk(peer) || !peer.Outbox.HasRoom(longest)) return;
        int piece = fetch.Next(number => IsAsked(peer.Torrent!, number));
        if (piece < 0) return;
        (peer.Metadata!.Asked, peer.Metadata.AskedAt) = (piece, context.Now);
        Span<byte> message = peer.Outbox.Append(longest);
        int length = new MetadataMessage(MetadataMessageKind.Request, piece).WriteHeader(message[MessageWriter.ExtendedHeaderLength..]);
        MessageWriter.WriteExtendedHeader(message, (byte)peer.Extensions.Metadata, length);
        peer.Outbox.Trim(longest - MessageWriter.ExtendedHeaderLength - length);
        context.QueueSend(peer);
    }

    private bool IsAsked(TorrentState torrent, int piece)
    {
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is { Stage: PeerStage.Running, Metadata: { } offered } peer && offered.Asked == piece && ReferenceEquals(peer.Torrent, torrent)) return true;
        }
        return false;
    }
}
