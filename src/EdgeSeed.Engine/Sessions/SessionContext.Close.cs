using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Peers;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Ends a connection and lets go of all that it holds; again has no effect.</summary>
    public void Close(PeerConnection peer, DisconnectReason reason)
    {
        if (peer.Stage == PeerStage.Closed) return;
        Counters.Disconnects[(int)reason]++;
        SetChoke(peer, true);
        if (peer.Stage == PeerStage.Connecting) Connecting--;
        NoteOutcome(peer, reason);
        if (peer is { Stage: not PeerStage.Running, IsOutgoing: true }) peer.Torrent!.Calls--;
        if (peer.Stage != PeerStage.Running) Peers.Pending--;
        else if (peer.Torrent is not null) Leave(peer);
        peer.Stage = PeerStage.Closed;
        Downloads.Leave(peer, reason);
        peer.Socket.Close();
        ReadAhead.Leave(peer);
        ReleaseBuffer(peer);
        HoldPartial(peer, []);
        Counters.ForgottenRequests += peer.WaitingRequests;
        peer.Requests.Clear();
        peer.Outbox.Clear();
        peer.MetadataRequests = null;
        peer.Item = default;
        Book(peer);
        Peers.Remove(peer);
        RetryPlainly(peer, reason);
        peer.Encryption = null;
    }

    /// <summary>Gives a peer's buffer back, to whoever waits for one. A buffer that a drive's thread fills comes back later.</summary>
    public void ReleaseBuffer(PeerConnection peer)
    {
        if (peer.Buffer is not { } buffer) return;
        peer.Buffer = null;
        ReturnBuffer(buffer);
    }

    /// <summary>Gives a buffer back to the pool; whoever waits for one has its turn in the next round.</summary>
    public void ReturnBuffer(BlockBuffer buffer) => Buffers.Return(buffer);

    /// <summary>
    /// Rents a buffer of the share of a peer's drive; when that is out, one is taken from a peer whose socket is full: its data is read again when it is
    /// wanted.
    /// </summary>
    /// <returns>Null when every buffer is being filled or sent: the peer waits.</returns>
    public BlockBuffer? RentBuffer(PeerConnection peer)
    {
        int drive = Drives.IndexOf(peer.Torrent!.Torrent.Drive);
        if (Buffers.TryRent(peer, drive) is { } free) return free;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Buffer: { } held, IsWritable: false } holder || !Buffers.MayTake(held, drive)) continue;
            holder.Buffer = null;
            Buffers.Take(held, drive);
            return held;
        }
        Buffers.Await(peer, drive);
        return null;
    }

    /// <summary>Gives peers that wait for a buffer their turn where there is one.</summary>
    public void WakeBufferWaiters() => Buffers.Lend(peer =>
    {
        QueueSend(peer);
        return peer.IsInRing;
    });

    /// <summary>Keeps the beginning of a message until its rest comes.</summary>
    /// <returns>False when the limit on such bytes is reached: the peer must be closed.</returns>
    public bool HoldPartial(PeerConnection peer, ReadOnlySpan<byte> bytes)
    {
        Counters.PartialBytes -= peer.Partial.Length;
        peer.Partial = [];
        if (bytes.IsEmpty) return true;
        if (Counters.PartialBytes + bytes.Length > Options.MaxPartialBytes) return false;
        peer.Partial = bytes.ToArray();
        Counters.PartialBytes += bytes.Length;
        return true;
    }
}
