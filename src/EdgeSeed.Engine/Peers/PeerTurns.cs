using System.Diagnostics.CodeAnalysis;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Peers;

/// <summary>Who has a turn in the next round: at sending, in its lane, and at being read.</summary>
internal sealed class PeerTurns(PeerMemory memory)
{
    private readonly Queue<PeerConnection> _reads = new();

    /// <summary>Peers that were stopped in the middle of receiving, to give others a turn; each is in it once.</summary>
    public int WaitingReads => _reads.Count;

    /// <summary>Books what a peer holds, and gives it its turn at sending if it has something to send and its socket takes it.</summary>
    public void QueueSend(PeerConnection peer)
    {
        memory.Book(peer);
        if (peer.IsHeld && !peer.HasControlWork) return;
        if (peer.IsWritable && !peer.IsReading && !peer.IsWaitingForBuffer && !peer.IsWaitingForWindow && peer.HasWork) peer.Lane.Ring.Append(peer);
    }

    /// <summary>Has a peer's socket read again in the next round.</summary>
    public void QueueRead(PeerConnection peer)
    {
        if (peer.IsInReadQueue) return;
        peer.IsInReadQueue = true;
        _reads.Enqueue(peer);
    }

    /// <summary>Takes the peer whose turn at being read it is; maybe it is closed.</summary>
    public bool TryTakeRead([NotNullWhen(true)] out PeerConnection? peer)
    {
        if (!_reads.TryDequeue(out peer)) return false;
        peer.IsInReadQueue = false;
        return true;
    }
}
