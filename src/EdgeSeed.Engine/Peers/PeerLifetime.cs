using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers;

/// <summary>Who keeps something of a peer, and is told when that begins and ends.</summary>
internal interface IPeerWatcher
{
    /// <summary>A peer has shaken hands.</summary>
    void Joined(PeerConnection peer);

    /// <summary>A connection has ended; its place in the table is free already.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="stage">How far it had come.</param>
    /// <param name="reason">Why it ended.</param>
    void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason);
}

/// <summary>The two ends of a peer's time with us: it has shaken hands, and its connection is closed.</summary>
internal sealed class PeerLifetime(SessionState state, PeerTable peers, PeerMemory memory, PeerBuffers buffers, ReadAhead readAhead)
{
    private IPeerWatcher[] _watchers = [];

    /// <summary>Says who is told, in this order. Who may open another connection comes last.</summary>
    public void SetWatchers(params IPeerWatcher[] watchers) => _watchers = watchers;

    /// <summary>Takes in a peer that has just shaken hands.</summary>
    public void Join(PeerConnection peer)
    {
        peer.Stage = PeerStage.Running;
        peers.Pending--;
        foreach (IPeerWatcher watcher in _watchers) watcher.Joined(peer);
        peer.Torrent!.Peers++;
        peer.Torrent.IsAwake = true;
    }

    /// <summary>Ends a connection and lets go of all that it holds; again has no effect.</summary>
    public void Close(PeerConnection peer, DisconnectReason reason)
    {
        if (peer.Stage == PeerStage.Closed) return;
        PeerStage stage = peer.Stage;
        peer.Stage = PeerStage.Closed;
        state.Counters.Count(reason);
        state.Counters.ForgottenRequests += peer.WaitingRequests;
        if (stage != PeerStage.Running) peers.Pending--;
        else peer.Torrent!.Peers--;
        peer.Socket.Close();
        readAhead.Leave(peer);
        buffers.EndTurn(peer, isIdle: true);
        memory.HoldPartial(peer, []);
        peer.Requests.Clear();
        peer.Outbox.Clear();
        (peer.MetadataRequests, peer.Refused) = (null, null);
        peer.Item = default;
        memory.Book(peer);
        peers.Remove(peer);
        foreach (IPeerWatcher watcher in _watchers) watcher.Left(peer, stage, reason);
        peer.Encryption = null;
        if (peer.Torrent is not null) peer.PieceCount = 0;
    }

    /// <summary>Ends a connection by which neither side will get anything.</summary>
    public void CloseIfBothSeeds(PeerConnection peer)
    {
        bool wantsNothing = peer.Torrent!.IsComplete || peer.Torrent.Download is { IsFinished: true };
        if (wantsNothing && (peer.IsSeed || peer.IsUploadOnly)) Close(peer, DisconnectReason.BothSeeds);
    }

    /// <summary>Closes every connection of a torrent.</summary>
    public void CloseAll(TorrentState torrent, DisconnectReason reason)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { } peer && ReferenceEquals(peer.Torrent, torrent)) Close(peer, reason);
        }
    }
}
