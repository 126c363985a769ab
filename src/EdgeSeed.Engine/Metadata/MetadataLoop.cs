using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Metadata;

/// <summary>Fetching info dictionaries, as far as it happens in the session loop.</summary>
internal sealed class MetadataLoop(SessionState state, PeerTable peers, PeerTurns turns, PeerBans bans, PeerSeeker seeker)
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
        if (totalBytes <= 0 || totalBytes > state.Options.MaxMetadataBytes || peer.Extensions.Metadata <= 0) return;
        // Who has waited longest is tried first: else newcomers that give nothing could keep others from it for ever.
        peer.Metadata ??= new MetadataPeer { AskedAt = state.Now };
        peer.Metadata.TotalBytes = totalBytes;
        if (fetch.TotalBytes == 0) fetch.Begin(peer, isAlone: false, state.Now);
        Ask(peer, fetch);
    }

    /// <summary>Takes what a peer answered.</summary>
    public void Take(PeerConnection peer, MetadataFetch fetch, in MetadataMessage message, ReadOnlySpan<byte> data)
    {
        if (peer.Metadata is not { } asked || message.Piece != asked.Asked) return;
        asked.Asked = -1;
        // Asked again, who gives pieces of something else would give them for ever.
        if (message.Kind == MetadataMessageKind.Reject || message.TotalBytes != fetch.TotalBytes) (asked.IsLazy, asked.HasGiven) = (true, false);
        else if (fetch.Take(peer, message, data, state.Now) is not { } isRight) asked.HasGiven = true;
        else if (!isRight) Refetch(peer.Torrent!, fetch);
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
            seeker.Seek(torrent);
            AskAll(torrent, fetch);
            bool isStalled = state.Now - fetch.ProgressAt > PatienceMilliseconds || !IsAsked(torrent, piece: null);
            if (fetch.TotalBytes > 0 && isStalled) GoOn(torrent, fetch);
        }
    }

    /// <summary>The hash was wrong. Who gave all of it is banned; of several, one after the other is asked for everything.</summary>
    private void Refetch(TorrentState torrent, MetadataFetch fetch)
    {
        if (fetch.OnlyGiver is { } liar) bans.Ban(liar.EndPoint);
        Begin(torrent, fetch, isAlone: true);
    }

    /// <summary>Nobody asked gives anything: another peer's size is believed, and everybody asked who says the same.</summary>
    private void GoOn(TorrentState torrent, MetadataFetch fetch)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Metadata: { Asked: >= 0 } silent } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            (silent.IsLazy, silent.HasGiven) = (true, false);
        }
        Begin(torrent, fetch, fetch.IsAlone);
    }

    /// <summary>Begins anew with a peer that has proved itself, else with the one that has waited longest.</summary>
    private void Begin(TorrentState torrent, MetadataFetch fetch, bool isAlone)
    {
        PeerConnection? next = null;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Metadata: { } offered } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            offered.Asked = -1;
            bool isBetter = next?.Metadata is not { } best
                || (offered.HasGiven == best.HasGiven ? offered.AskedAt < best.AskedAt : offered.HasGiven);
            if (isBetter) next = peer;
        }
        if (next is null)
        {
            fetch.Forget();
            return;
        }
        next.Metadata!.IsLazy = false;
        fetch.Begin(next, isAlone, state.Now);
        AskAll(torrent, fetch);
    }

    private void AskAll(TorrentState torrent, MetadataFetch fetch)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Stage: PeerStage.Running, Metadata: not null } peer && ReferenceEquals(peer.Torrent, torrent)) Ask(peer, fetch);
        }
    }

    private void Ask(PeerConnection peer, MetadataFetch fetch)
    {
        const int longest = MessageWriter.ExtendedHeaderLength + MetadataMessage.MaxHeaderBytes;
        if (!fetch.MayAsk(peer) || !peer.Outbox.HasRoom(longest)) return;
        int piece = fetch.Next(number => IsAsked(peer.Torrent!, number));
        if (piece < 0) return;
        (peer.Metadata!.Asked, peer.Metadata.AskedAt) = (piece, state.Now);
        Span<byte> message = peer.Outbox.Append(longest);
        int length = new MetadataMessage(MetadataMessageKind.Request, piece).WriteHeader(message[MessageWriter.ExtendedHeaderLength..]);
        MessageWriter.WriteExtendedHeader(message, (byte)peer.Extensions.Metadata, length);
        peer.Outbox.Trim(longest - MessageWriter.ExtendedHeaderLength - length);
        turns.QueueSend(peer);
    }

    /// <summary>Whether somebody was asked for a piece, or with null for any.</summary>
    private bool IsAsked(TorrentState torrent, int? piece)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Stage: PeerStage.Running, Metadata: { } offered } peer && offered.Asked >= 0 && (piece ?? offered.Asked) == offered.Asked && ReferenceEquals(peer.Torrent, torrent)) return true;
        }
        return false;
    }
}
