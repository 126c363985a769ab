using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>What follows where a drive does not give what was asked of it: for the torrent, and for whoever wanted it.</summary>
internal sealed class ReadFailures(SessionState state, PeerLifetime lifetime, RequestRefusal refusal, HashRefusal hashRefusal, Choker choker)
{
    /// <summary>
    /// Gives up the message whose data cannot be read: a refused request if nothing of it was sent, else the end of the connection.
    /// </summary>
    public void Fail(PeerConnection peer, StorageError error)
    {
        if (peer.Item is { Sent: 0, Source: HashAnswer { Request: var request } })
        {
            peer.Item.Source = null;
            hashRefusal.Reject(peer, request);
            return;
        }
        // One piece that cannot be had is refused; the rest of the torrent goes on.
        if (error.Fault != StorageFault.Withheld) FailRead(peer.Torrent!, error);
        if (peer.Item.Sent > 0 || !peer.Item.IsBlock)
        {
            lifetime.Close(peer, DisconnectReason.ReadFailed);
            return;
        }
        BlockRequest block = peer.Item.Block;
        peer.Item.Source = null;
        // Its peer waits for an answer: without room for it, the request is looked at again.
        if (RequestRefusal.HasRoom(peer)) refusal.Reject(peer, block);
        else peer.Requests.PutBack(block);
    }

    /// <summary>Tells whoever waits for a range outside the session.</summary>
    public void CompleteRange(RangeJob job)
    {
        if (job.Error is { } error && error.Fault != StorageFault.Withheld) FailRead(job.Torrent, error);
        job.Complete();
    }

    private void FailRead(TorrentState torrent, StorageError error)
    {
        torrent.ReadFailed(error, state.Now, state.Options.ReadFailurePause);
        choker.JudgeAll(torrent);
    }
}
