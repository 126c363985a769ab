using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers;

/// <summary>Which peer holds a buffer of its drive's share, which waits for one, and from which one is taken.</summary>
internal sealed class PeerBuffers(DriveBuffers shares, DriveReaders drives, PeerTable peers, PeerTurns turns)
{
    /// <summary>Whether somebody waits for a buffer.</summary>
    public bool IsShort => shares.IsShort;

    /// <summary>
    /// Rents a buffer of the share of a peer's drive; when that is out, one is taken from a peer whose socket is full: its data is read again when it is
    /// wanted.
    /// </summary>
    /// <returns>Null when every buffer is being filled or sent: the peer waits.</returns>
    public BlockBuffer? Rent(PeerConnection peer)
    {
        int drive = drives.IndexOf(peer.Torrent!.Torrent.Drive);
        if (shares.TryRent(peer, drive) is { } free) return free;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Buffer: { } held, IsWritable: false } holder || !shares.MayTake(held, drive)) continue;
            holder.Buffer = null;
            shares.Take(held, drive);
            return held;
        }
        shares.Await(peer, drive);
        return null;
    }

    /// <summary>Gives a buffer back; whoever waits for one has its turn in the next round.</summary>
    public void Return(BlockBuffer buffer) => shares.Return(buffer);

    /// <summary>Gives a peer's buffer back, to whoever waits for one. A buffer that a drive's thread fills comes back later.</summary>
    public void Release(PeerConnection peer)
    {
        if (peer.Buffer is not { } buffer) return;
        peer.Buffer = null;
        Return(buffer);
    }

    /// <summary>Ends a peer's turn at sending: what it does not need is for those who wait.</summary>
    /// <param name="peer">Whose.</param>
    /// <param name="isIdle">Whether it has nothing to send: it may have been choked with requests that its buffer was read for.</param>
    public void EndTurn(PeerConnection peer, bool isIdle)
    {
        if (isIdle) Release(peer);
        if (peer.HasBufferTurn) shares.EndTurn(peer, drives.IndexOf(peer.Torrent!.Torrent.Drive));
    }

    /// <summary>Gives peers that wait for a buffer their turn where there is one.</summary>
    public void WakeWaiters() => shares.Lend(peer =>
    {
        turns.QueueSend(peer);
        return peer.IsInRing;
    });
}
