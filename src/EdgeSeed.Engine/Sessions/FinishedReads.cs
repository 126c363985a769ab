using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Peers.Writing;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Sessions;

/// <summary>What drives' threads have finished, and who goes on by that.</summary>
internal sealed class FinishedReads(SessionState state, PeerSet peers, PeerWriting writing, RangeReads ranges, SessionTorrents torrents)
{
    /// <summary>Takes all that is finished.</summary>
    public void Take()
    {
        while (peers.Drives.TryTakeFinished(out DriveJob? job)) Take(job);
    }

    private void Take(DriveJob job)
    {
        job.Torrent.ReadsUnderWay--;
        if (job.Bug is { } bug) state.Bugs.Report("a drive's thread", bug, state.Now);
        if (job is WindowJob window)
        {
            Complete(window);
        }
        else if (job is ReadJob forPeer)
        {
            if (job.Error is null) job.Torrent.ReadSucceeded();
            writing.CompleteRead(forPeer);
        }
        else if (job is RangeJob range)
        {
            ranges.Finish(range);
            writing.Failures.CompleteRange(range);
        }
        torrents.EndRemoval(job.Torrent);
    }

    private void Complete(WindowJob job)
    {
        peers.ReadAhead.Complete(job, state.Now);
        while (job.Window.TryTake(out PeerConnection? peer))
        {
            try
            {
                peers.ReadAhead.Welcome(peer);
            }
            catch (Exception bug)
            {
                peers.Faults.End(peer, bug);
            }
        }
        peers.ReadAhead.GoOn(job.Window);
    }
}
