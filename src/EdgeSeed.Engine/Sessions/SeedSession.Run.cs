using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>The session's thread, until the session is disposed.</summary>
    internal void Run()
    {
        try
        {
            for (int i = 0; i < _listeners.Length; i++) _context.Poll.TryAdd(_listeners[i].Descriptor, SessionContext.ListenerKey - (ulong)i, Libc.ReadableEvent);
            _context.Utp.ListenBeside(_listeners);
            _context.State.ReadClock();
            while (!_isStopping) RunRound();
            Stop();
            _stopped.SetResult();
        }
        catch (Exception bug)
        {
            Break(bug);
            throw;
        }
    }

    /// <summary>
    /// A fault of ours that is no single peer's: what the session holds may be wrong, so it answers nobody any more. Whoever asks, or has asked, is told.
    /// </summary>
    private void Break(Exception bug)
    {
        var reason = new InvalidOperationException("The session has ended by a fault of its own.", bug);
        _questions.Writer.TryComplete(reason);
        while (_questions.Reader.TryRead(out Question? question)) question.Fail(reason);
        _broken.TrySetResult(reason);
        _stopped.TrySetException(bug);
    }

    private void RunRound()
    {
        int events = _context.Poll.Wait(_context.NextWaitMilliseconds());
        _context.State.ReadClock();
        for (int i = 0; i < events; i++)
        {
            (ulong key, uint bits) = _context.Poll.Event(i);
            if (key == ReadinessPoll.WakeKey) _context.Poll.DrainWakes();
            else if (key > SessionContext.ListenerKey - MaximumListeners) _context.Accept(_listeners[SessionContext.ListenerKey - key]);
            else if (key > SessionContext.DiscoveryKey - 2) _context.Discovery.Hear((int)(SessionContext.DiscoveryKey - key));
            else if (key > SessionContext.UtpKey - MaximumListeners) _context.Utp.Hear((int)(SessionContext.UtpKey - key));
            else if (_context.Peers.Find(key) is { } peer) _context.Signal(peer, bits);
        }
        while (_context.Drives.TryTakeFinished(out DriveJob? job)) FinishRead(job);
        _context.Downloads.Finish(EndRemoval);
        while (_questions.Reader.TryRead(out Question? question)) question.Run();
        _context.RunReads();
        _context.Downloads.FillLimited();
        _context.Downloads.Flush();
        _context.Buffers.WakeWaiters();
        _context.RunSends();
        _context.Tick(_listeners);
        _context.Limiter.KeepWithinMemory();
    }

    private Task<bool> Remove(InfoHash infoHash)
    {
        if (!_context.Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return Task.FromResult(false);
        if (torrent.Removal is { } underWay) return underWay.Task;
        torrent.Removal = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Lifetime.CloseAll(torrent, DisconnectReason.TorrentRemoved);
        EndRemoval(torrent);
        return torrent.Removal.Task;
    }

    private void FinishRead(DriveJob job)
    {
        job.Torrent.ReadsUnderWay--;
        if (job.Bug is { } bug) _context.State.Bugs.Report("a drive's thread", bug, _context.Now);
        if (job is WindowJob window)
        {
            _context.ReadAhead.Complete(window, _context.Now);
            EndRemoval(job.Torrent);
            return;
        }
        if (job is ReadJob forPeer)
        {
            if (job.Error is null) job.Torrent.ReadSucceeded();
            _context.Content.CompleteRead(forPeer);
        }
        else if (job is RangeJob range)
        {
            _rangeReads--;
            if (job.Error is null && range.IsRead)
            {
                job.Torrent.ReadSucceeded();
                _context.ReadAhead.Sent(job.Torrent, range.Length);
            }
            _context.Failures.CompleteRange(range);
        }
        EndRemoval(job.Torrent);
    }

    /// <summary>Forgets a torrent that is being removed, once nothing reads from it.</summary>
    private void EndRemoval(TorrentState torrent)
    {
        if (torrent.Removal is not { } removal || torrent.ReadsUnderWay > 0) return;
        _context.RemoveTorrent(torrent.Torrent.InfoHash);
        removal.TrySetResult(true);
    }

    private void Stop()
    {
        _questions.Writer.TryComplete();
        for (int slot = 0; slot < _context.Peers.SlotCount; slot++)
        {
            if (_context.Peers[slot] is { } peer) _context.Lifetime.Close(peer, DisconnectReason.Stopping);
        }
        foreach (PeerListener listener in _listeners) listener.Dispose();
        while (_questions.Reader.TryRead(out Question? question)) question.Run();
        foreach (TorrentState torrent in _context.Torrents.Values) torrent.Removal?.TrySetResult(true);
        _context.Lanes.World.Share.Dispose();
        _context.Lanes.Lan.Share.Dispose();
        _context.Dispose();
    }
}
