using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Metadata;

/// <summary>
/// Fetching piece layers (BEP 52) for magnet links, as far as it happens in the session loop. Whoever refuses or does not answer is left alone for a
/// while, and others are asked; whoever tells hashes that do not give the file's root is banned.
/// </summary>
internal sealed class LayerLoop(SessionState state, PeerTable peers, PeerTurns turns, PeerLifetime lifetime, PeerBans bans, PeerConnector connector, PeerSeeker seeker) : IPeerWatcher
{
    /// <summary>How long a peer may take over one row.</summary>
    private const int PatienceMilliseconds = 10_000;

    /// <summary>How long one that refused or did not answer is left alone.</summary>
    private const int PauseMilliseconds = 20_000;

    /// <summary>Answers to what was not asked, or too late, before a peer is taken for one that means harm.</summary>
    private const int MaxUnasked = 32;

    private readonly List<TorrentState> _fetching = [];

    /// <summary>Begins to fetch the layers of a torrent whose info dictionary has come.</summary>
    public void Begin(TorrentState torrent, LayerFetch fetch)
    {
        torrent.Layers = fetch;
        _fetching.Add(torrent);
        Go(torrent, fetch);
    }

    /// <summary>A peer has answered, with hashes or with a refusal.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="fetch">What is fetched of its torrent.</param>
    /// <param name="isRefusal">Whether it refuses.</param>
    /// <param name="payload">The request and, where it does not refuse, hashes.</param>
    public void Take(PeerConnection peer, LayerFetch fetch, bool isRefusal, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HashRequest.Length)
        {
            lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        HashRequest answered = HashRequest.Read(payload);
        int at = peer.Layers is { } asking ? asking.Asked.FindIndex(asked => fetch.RequestOf(asked.Row) == answered) : -1;
        if (at < 0)
        {
            peer.Layers ??= new LayerPeer();
            if (++peer.Layers.Unasked > MaxUnasked) lifetime.Close(peer, DisconnectReason.ProtocolError);
            return;
        }
        LayerRow row = peer.Layers!.Asked[at].Row;
        peer.Layers.Asked.RemoveAt(at);
        peer.Layers.AnsweredAt = state.Now;
        if (isRefusal)
        {
            fetch.Return(row);
            peer.Layers.AskAgainAt = state.Now + PauseMilliseconds;
            AskAll(peer.Torrent!, fetch);
        }
        else if (fetch.TryTake(row, payload[HashRequest.Length..], state.Now))
        {
            if (fetch.IsOver) _fetching.Remove(peer.Torrent!);
            else Ask(peer, fetch);
        }
        else
        {
            fetch.Return(row);
            bans.Ban(peer.EndPoint);
            lifetime.Close(peer, DisconnectReason.BadData);
        }
    }

    /// <summary>Once a second: peers that do not answer, and new connections.</summary>
    public void Tick()
    {
        for (int i = _fetching.Count - 1; i >= 0; i--)
        {
            TorrentState torrent = _fetching[i];
            if (torrent.Removal is not null || torrent.Layers is not { IsOver: false } fetch)
            {
                _fetching.RemoveAt(i);
                continue;
            }
            seeker.Seek(torrent);
            PassOverSilent(torrent, fetch);
            Go(torrent, fetch);
        }
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
    }

    /// <inheritdoc/>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (peer is not { Layers: { } asking, Torrent.Layers: { IsOver: false } fetch }) return;
        foreach (AskedRow asked in asking.Asked) fetch.Return(asked.Row);
        peer.Layers = null;
        if (reason != DisconnectReason.Stopping) AskAll(peer.Torrent, fetch);
    }

    private void Go(TorrentState torrent, LayerFetch fetch)
    {
        AskAll(torrent, fetch);
        bool isHopeful = IsAskedOrCalled(torrent) || CallAnew(torrent);
        if (fetch.PatientUntil == long.MaxValue || (isHopeful && state.Now < fetch.PatientUntil && state.Now - fetch.ProgressAt <= PatienceMilliseconds)) return;
        // Of a hybrid they can be done without.
        fetch.Completed.TrySetResult(default);
        _fetching.Remove(torrent);
    }

    private bool IsAskedOrCalled(TorrentState torrent)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            if (peer is { Layers.Asked.Count: > 0 } or { IsOutgoing: true, UsesSecondName: true, Stage: not PeerStage.Running }) return true;
        }
        return false;
    }

    /// <summary>Connects anew to somebody who could tell hashes, had a hybrid been called by its second name.</summary>
    private bool CallAnew(TorrentState torrent)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, SaysVersion2: true, TellsHashes: false, Listener.Port: > 0 } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            PeerEndPoint listener = peer.Listener;
            lifetime.Close(peer, DisconnectReason.Duplicate);
            if (connector.Connect(torrent, listener, bySecondName: true)) return true;
        }
        return false;
    }

    private void PassOverSilent(TorrentState torrent, LayerFetch fetch)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Layers: { Asked.Count: > 0 } asking } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            if (state.Now - Math.Max(asking.Asked[0].AskedAt, asking.AnsweredAt) <= PatienceMilliseconds) continue;
            foreach (AskedRow asked in asking.Asked) fetch.Return(asked.Row);
            asking.Asked.Clear();
            asking.AskAgainAt = state.Now + PauseMilliseconds;
        }
    }

    private void AskAll(TorrentState torrent, LayerFetch fetch)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { Stage: PeerStage.Running } peer && ReferenceEquals(peer.Torrent, torrent)) Ask(peer, fetch);
        }
    }

    private void Ask(PeerConnection peer, LayerFetch fetch)
    {
        if (fetch.IsOver || !peer.TellsHashes || peer.Layers?.AskAgainAt > state.Now) return;
        peer.Layers ??= new LayerPeer();
        while (peer.Layers.Asked.Count < LayerPeer.MaxAsked && peer.Outbox.HasRoom(HashRequest.MessageLength) && fetch.TryNext(out LayerRow row))
        {
            peer.Layers.Asked.Add(new AskedRow(row, state.Now));
            fetch.RequestOf(row).Write(peer.Outbox.Append(HashRequest.MessageLength), PeerMessageId.HashRequest, hashBytes: 0);
            turns.QueueSend(peer);
        }
    }
}
