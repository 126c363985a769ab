using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Downloads;

/// <summary>
/// Asks peers for the hashes of a failed piece's blocks (BEP 52), one piece of a torrent at a time and one peer at a time, as far as it happens in the
/// session loop. Whoever tells hashes that do not give the file's root is banned.
/// </summary>
/// <param name="state">The session's.</param>
/// <param name="peers">All connections.</param>
/// <param name="turns">Has what is asked sent.</param>
/// <param name="lifetime">Ends connections.</param>
/// <param name="bans">Bans liars.</param>
/// <param name="concluded">Told the hashes' beginnings, by block; null when they were not to be had.</param>
internal sealed class LeafLoop(SessionState state, PeerTable peers, PeerTurns turns, PeerLifetime lifetime, PeerBans bans, Action<TorrentState, ActivePiece, long[]?> concluded)
{
    /// <summary>How long a peer may take over one answer.</summary>
    private const int PatienceMilliseconds = 5_000;

    /// <summary>How long one piece may take.</summary>
    private const int MostMilliseconds = 20_000;

    /// <summary>Peers asked for the sake of one piece.</summary>
    private const int MaxTried = 4;

    /// <summary>Begins with a piece that failed, or puts it behind others.</summary>
    /// <returns>False when it is not to be told by hashes which blocks were wrong, or too many pieces wait.</returns>
    public bool TryBegin(TorrentState torrent, ActivePiece piece)
    {
        TorrentDownload download = torrent.Download!;
        if (piece.LeafDigests is null || piece.BlockCount == 1 || download.Questioned.Count >= TorrentDownload.MaxSuspects) return false;
        download.Questioned.Enqueue(piece);
        Begin(torrent, download);
        return true;
    }

    /// <summary>Whether a message about hashes answers what a peer was asked here.</summary>
    public static bool IsAsked(PeerConnection peer) => ReferenceEquals(peer.Torrent!.Download?.Leaves?.Asked, peer);

    /// <summary>Who was asked has answered, with hashes or with a refusal.</summary>
    public void Take(PeerConnection peer, bool isRefusal, ReadOnlySpan<byte> payload)
    {
        LeafFetch fetch = peer.Torrent!.Download!.Leaves!;
        if (payload.Length < HashRequest.Length)
        {
            lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        // What it was asked before, for another piece, may come late.
        if (HashRequest.Read(payload) != fetch.Request) return;
        if (isRefusal) AskNext(peer.Torrent, fetch);
        else if (!fetch.TryTake(payload[HashRequest.Length..]))
        {
            if (bans.Ban(peer.EndPoint)) peer.Torrent.Download!.BannedPeers++;
            lifetime.Close(peer, DisconnectReason.BadData);
        }
        else if (fetch.IsComplete) End(peer.Torrent, fetch, fetch.Leaves);
        else if (peer.Outbox.HasRoom(HashRequest.MessageLength)) Ask(peer, fetch);
        else AskNext(peer.Torrent, fetch);
    }

    /// <summary>A connection has ended.</summary>
    public void Left(PeerConnection peer, TorrentState torrent)
    {
        if (torrent.Download?.Leaves is { } fetch && ReferenceEquals(fetch.Asked, peer)) AskNext(torrent, fetch);
    }

    /// <summary>Once a second: who does not answer is passed over.</summary>
    public void Tick(TorrentState torrent)
    {
        if (torrent.Download!.Leaves is { } fetch && state.Now - fetch.AskedAt > PatienceMilliseconds) AskNext(torrent, fetch);
    }

    private void Begin(TorrentState torrent, TorrentDownload download)
    {
        if (download.Leaves is not null || !download.Questioned.TryDequeue(out ActivePiece? piece)) return;
        download.Leaves = LeafFetch.Of(torrent.Torrent, piece, state.Now);
        AskNext(torrent, download.Leaves);
    }

    private void AskNext(TorrentState torrent, LeafFetch fetch)
    {
        fetch.Asked = null;
        PeerConnection? fastest = null;
        bool isInTime = fetch.Tried.Count < MaxTried && state.Now - fetch.BegunAt <= MostMilliseconds;
        for (int slot = 0; isInTime && slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Fetch: { } has } peer || !ReferenceEquals(peer.Torrent, torrent) || !peer.TellsHashes) continue;
            if (!has.Has[fetch.Piece.Piece] || !peer.Outbox.HasRoom(HashRequest.MessageLength) || fetch.Tried.Contains(peer)) continue;
            if (fastest is null || has.Rate > fastest.Fetch!.Rate) fastest = peer;
        }
        if (fastest is null)
        {
            End(torrent, fetch, null);
            return;
        }
        fetch.Tried.Add(fastest);
        Ask(fastest, fetch);
    }

    private void Ask(PeerConnection peer, LeafFetch fetch)
    {
        (fetch.Asked, fetch.AskedAt) = (peer, state.Now);
        fetch.Request.Write(peer.Outbox.Append(HashRequest.MessageLength), PeerMessageId.HashRequest, hashBytes: 0);
        turns.QueueSend(peer);
    }

    private void End(TorrentState torrent, LeafFetch fetch, long[]? leaves)
    {
        TorrentDownload download = torrent.Download!;
        (download.Leaves, fetch.Asked) = (null, null);
        if (torrent.Removal is null) concluded(torrent, fetch.Piece, leaves);
        Begin(torrent, download);
    }
}
