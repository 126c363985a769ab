using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Under which the poll knows the first listener; those after it count down.</summary>
    public const ulong ListenerKey = ReadinessPoll.WakeKey - 1;

    /// <summary>Under which the poll knows the discovery socket for IPv4; that for IPv6 is one below.</summary>
    public const ulong DiscoveryKey = ListenerKey - SeedSession.MaximumListeners;

    /// <summary>Under which the poll knows the first UDP socket beside a listener; those after it count down.</summary>
    public const ulong UtpKey = DiscoveryKey - 2;

    private bool _isListeningPaused;
    private long _nextRest;

    /// <summary>Once a second: timeouts, keep-alives, and second chances.</summary>
    public void Tick(PeerListener[] listeners)
    {
        SuperSeeder.EndDrains();
        if (Now < _nextTick) return;
        _nextTick = Now + TickMilliseconds;
        KeyExchanges.Refill();
        Pace.Refill(Lanes.World.Budget.BytesPerSecond, Options);
        foreach (PeerListener listener in listeners) listener.Backlog = Pace.Backlog;
        if (_isListeningPaused) ResumeListening(listeners);
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { } peer) continue;
            if (Expiry(peer) is { } reason) Lifetime.Close(peer, reason);
            else Keep(peer);
            PeerExchange.Tell(peer);
        }
        Downloads.Tick();
        Metadata.Tick();
        Seeker.Tick();
        Discovery.Tick();
        Utp.Tick();
        if (Now >= _nextRest) Rest();
        Choker.Tick();
        AsideTurns.Serve(Peers, Lanes, Turns.QueueSend);
        SuperSeeder.Tick();
    }

    /// <summary>Lets the data of torrents rest that had peers and have none any more.</summary>
    private void Rest()
    {
        _nextRest = Now + (long)Options.RestInterval.TotalMilliseconds;
        foreach (TorrentState torrent in Torrents.Values)
        {
            if (!torrent.IsAwake || torrent.Peers > 0 || torrent.ReadsUnderWay > 0 || torrent.Removal is not null) continue;
            torrent.IsAwake = false;
            torrent.Torrent.Content.Rest();
        }
    }

    /// <summary>
    /// Replaces the pieces that are offered and tells peers of new ones; whoever cannot be told in one go has to connect anew.
    /// </summary>
    public void SetVerified(TorrentState torrent, Bitfield verified)
    {
        Bitfield before = torrent.Verified;
        torrent.Replace(verified);
        TakeBack(torrent);
        for (int next = 0; verified.TryNextSet(next, out PieceIndex piece); next = piece.Value + 1)
        {
            if (!before[piece]) Tell(torrent, piece);
        }
    }

    /// <summary>Blocks that wait to be sent, of pieces that are not offered any more, are requests again, and refused in their turn.</summary>
    private void TakeBack(TorrentState torrent)
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Item: { Exists: true, IsBlock: true, Sent: 0 } } peer || !ReferenceEquals(peer.Torrent, torrent)) continue;
            if (torrent.Verified[peer.Item.Block.Piece]) continue;
            peer.Requests.PutBack(peer.Item.Block);
            peer.Item.Source = null;
        }
    }

    private void Tell(TorrentState torrent, PieceIndex piece)
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Stage: PeerStage.Running } peer || !ReferenceEquals(peer.Torrent, torrent) || peer.IsSuperSeeded) continue;
            if (peer.Introduction != IntroductionStage.Finished || !peer.Outbox.HasRoom(MessageWriter.PieceIndexLength))
            {
                Lifetime.Close(peer, DisconnectReason.GaveWay);
                continue;
            }
            MessageWriter.WritePieceIndex(peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Have, (uint)piece.Value);
            Turns.QueueSend(peer);
        }
    }

    private DisconnectReason? Expiry(PeerConnection peer)
    {
        if (peer.Stage != PeerStage.Running)
        {
            if (Now - peer.ConnectedAt < Options.HandshakeTimeout.TotalMilliseconds) return null;
            return peer.Stage == PeerStage.Connecting ? DisconnectReason.ConnectFailed : DisconnectReason.HandshakeTimeout;
        }
        bool isStuck = peer.HasWork && !peer.IsWritable && Now - peer.LastSentAt > Options.StuckTimeout.TotalMilliseconds;
        if (isStuck) return DisconnectReason.Stuck;
        return Now - peer.LastReceivedAt > Options.SilenceTimeout.TotalMilliseconds && !peer.HasWork ? DisconnectReason.Silent : null;
    }

    private void Keep(PeerConnection peer)
    {
        peer.Requests.TrimExcess();
        // Who took its last requests back has no turn in which to give its buffer up.
        if (!peer.IsInRing) Buffers.EndTurn(peer, isIdle: !peer.HasWork);
        ReadAhead.LeaveStale(peer, Now);
        Memory.Book(peer);
        if (peer.Torrent is { IsPaused: true } torrent && Now >= torrent.PausedUntil)
        {
            torrent.Resume();
            Choker.JudgeAll(torrent);
        }
        if (peer.Stage != PeerStage.Running || peer.HasWork || Now - peer.LastSentAt < Options.KeepAliveInterval.TotalMilliseconds) return;
        MessageWriter.WriteKeepAlive(peer.Outbox.Append(MessageWriter.KeepAliveLength));
        Turns.QueueSend(peer);
    }

    /// <summary>Out of descriptors, or enough for this second: leaves new connections to the kernel instead of spinning over them.</summary>
    private void PauseListening(PeerListener listener)
    {
        Poll.Remove(listener.Descriptor);
        _isListeningPaused = true;
    }

    private void ResumeListening(PeerListener[] listeners)
    {
        _isListeningPaused = false;
        for (int i = 0; i < listeners.Length; i++)
        {
            // One that was not paused is under the poll already, which then says so.
            Poll.TryAdd(listeners[i].Descriptor, ListenerKey - (ulong)i, Libc.ReadableEvent);
        }
    }
}
