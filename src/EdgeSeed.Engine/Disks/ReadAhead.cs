using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// Which window each peer reads from. Who comes to the end of its window enters the next: one that lies there, one that is read for somebody
/// else, or a new one. Owned by the session loop.
/// </summary>
/// <param name="drives">The drives' threads.</param>
/// <param name="options">Bounds.</param>
/// <param name="wake">Gives a peer its turn at sending.</param>
internal sealed class ReadAhead(DriveReaders drives, EngineOptions options, Action<PeerConnection> wake)
{
    /// <summary>A peer that has left a window so early (in percent of it) is given shorter ones; beyond it longer ones.</summary>
    private const int UsedPercent = 50;

    /// <summary>Who reads nothing for so long makes room in the cache for others.</summary>
    private const long StaleMilliseconds = 10_000;

    private readonly DriveWindows?[] _drives = new DriveWindows?[options.MaxDriveThreads];
    private long _order;

    /// <summary>The windows of a torrent's drive; null where the kernel caches nothing of its data.</summary>
    public DriveWindows? Of(TorrentState torrent) => torrent.HasWindows ? _drives[drives.IndexOf(torrent.Torrent.Drive)] : null;

    /// <summary>Copies what is to be seen from outside.</summary>
    public List<DriveReading> Snapshot()
    {
        var drives = new List<DriveReading>();
        for (int i = 0; i < _drives.Length; i++)
        {
            if (_drives[i] is { } windows) drives.Add(windows.Snapshot(i));
        }
        return drives;
    }

    /// <summary>Takes a new torrent in.</summary>
    public void Add(TorrentState torrent)
    {
        torrent.Order = _order++;
        int drive = torrent.Torrent.Drive;
        if (!torrent.HasWindows) return;
        _drives[drives.IndexOf(drive)] ??= new DriveWindows(
            new CacheAllowance(options.ReadAheadBytes, options.MaxReadAheadBytes), window => drives.Enqueue(drive, window));
    }

    /// <summary>Forgets what was read of a torrent that goes.</summary>
    public void Remove(TorrentState torrent) => Of(torrent)?.Forget(torrent);

    /// <summary>Counts payload bytes that were sent of a torrent.</summary>
    public void Sent(TorrentState torrent, int bytes)
    {
        if (Of(torrent) is { } windows) windows.Counters.SentBytes += bytes;
    }

    /// <summary>Takes a window that was read. Who waited for it is then to be taken out of it (<see cref="Welcome"/>), and at the end the drive goes on (<see cref="GoOn"/>).</summary>
    public void Complete(WindowJob job, long now) => Of(job.Torrent)!.Complete(job, now);

    /// <summary>Serves a peer whose window has come.</summary>
    public void Welcome(PeerConnection peer)
    {
        if (Of(peer.Torrent!) is { } windows) Suggestions.Tell(peer, windows);
        wake(peer);
    }

    /// <summary>Reads for the web downloads that waited for a window, and has the next read.</summary>
    public void GoOn(ReadWindow window)
    {
        while (window.TryTake(out Action? ready)) ready();
        Of(window.Torrent)!.Submit();
    }

    /// <summary>How many bytes a peer may take from the cache from an offset on.</summary>
    /// <returns>0 when it waits for a window now; <see cref="int.MaxValue"/> where the cache is asked without one.</returns>
    public int Readable(PeerConnection peer, long offset, long now)
    {
        TorrentState torrent = peer.Torrent!;
        if (!peer.Item.IsBlock || Of(torrent) is not { } windows) return int.MaxValue;
        if (peer.Window is { Stage: WindowStage.Ready } window && window.Covers(torrent, offset))
        {
            if (offset > peer.WindowFrom && offset % torrent.Torrent.Layout.PieceLength == 0) peer.Shared.Note(isShared: true);
            return Left(window, offset, now);
        }
        if (windows.Model.ExpectsHits)
        {
            Leave(peer);
            return int.MaxValue;
        }
        return Enter(peer, offset, now);
    }

    /// <summary>Gives a peer the window of an offset.</summary>
    /// <param name="peer">Who wants it.</param>
    /// <param name="offset">First byte wanted.</param>
    /// <param name="now">Session milliseconds.</param>
    /// <param name="isAgain">Whether it had its turn, and found the bytes gone.</param>
    /// <returns>Bytes that it may take from the cache now; 0 when it waits.</returns>
    public int Enter(PeerConnection peer, long offset, long now, bool isAgain = false)
    {
        TorrentState torrent = peer.Torrent!;
        DriveWindows windows = Of(torrent)!;
        Leave(peer);
        ReadWindow? window = windows.Find(torrent, offset);
        if (window is not null) windows.Counters.Shared++;
        if (!isAgain) peer.Shared.Note(isShared: window is not null);
        window ??= windows.Want(torrent, offset, End(peer, offset, windows), isAgain);
        windows.Enter(window);
        (peer.Window, peer.WindowFrom, peer.WindowSent) = (window, offset, 0);
        if (window.Stage == WindowStage.Ready)
        {
            Suggestions.Tell(peer, windows);
            return Left(window, offset, now);
        }
        window.Await(peer);
        windows.Submit();
        return 0;
    }

    /// <summary>The cache no longer has what a peer's window had.</summary>
    /// <returns>Whether the peer waits for it to be read again; false when that was tried, and only an ordinary read can tell what is wrong.</returns>
    public bool TryAgain(PeerConnection peer, long offset, long now)
    {
        TorrentState torrent = peer.Torrent!;
        DriveWindows windows = Of(torrent)!;
        bool hadTurn = false;
        if (peer.Window is { Stage: WindowStage.Ready } window && window.Covers(torrent, offset))
        {
            hadTurn = true;
            windows.Lost(window, now);
        }
        else
        {
            windows.Model.Probed(isHit: false);
        }
        if (peer.LostAt == offset) return false;
        peer.LostAt = offset;
        // It may lie there for another peer, which has not noticed yet either.
        if (windows.Find(torrent, offset) is { Stage: WindowStage.Ready } stale) windows.Lost(stale, now);
        Enter(peer, offset, now, hadTurn);
        return true;
    }

    /// <summary>Takes a peer out of its window, and learns from how much of it was sent.</summary>
    public void Leave(PeerConnection peer)
    {
        if (peer.Window is not { } window) return;
        peer.Window = null;
        if (!peer.IsWaitingForWindow && window.Stage == WindowStage.Ready && window.Covers(window.Torrent, peer.WindowFrom))
        {
            long left = Math.Min(window.To, PieceEnd(window.Torrent, peer.WindowFrom)) - peer.WindowFrom;
            bool isUsed = peer.WindowSent >= left * UsedPercent / 100;
            peer.WindowBytes = isUsed ? Math.Min(peer.WindowBytes * 2, ReadWindow.MostBytes) : Math.Max(peer.WindowSent * 2, TorrentLayout.BlockLength);
        }
        window.Leave(peer);
        DriveWindows windows = Of(window.Torrent)!;
        windows.Leave(window);
        windows.Submit();
    }

    /// <summary>Takes a peer out of a window from which it has read nothing for long.</summary>
    public void LeaveStale(PeerConnection peer, long now)
    {
        if (peer.Window is { Stage: WindowStage.Ready } window && now - window.TouchedAt > StaleMilliseconds) Leave(peer);
    }

    /// <summary>Once a second: has windows read that have waited for room in vain.</summary>
    public void Tick()
    {
        foreach (DriveWindows? windows in _drives) windows?.Tick();
    }

    /// <summary>Reads for a web download once the window it lies in is there, or at once where the cache is likely to have it.</summary>
    public bool Await(RangeJob range, long offset)
    {
        TorrentState torrent = range.Torrent;
        if (Of(torrent) is not { Model.ExpectsHits: false } windows) return false;
        ReadWindow? window = windows.Find(torrent, offset);
        if (window is { Stage: WindowStage.Ready }) return false;
        if (window is not null) windows.Counters.Shared++;
        window ??= windows.Want(torrent, offset, End(torrent, offset, windows.WindowBytes));
        window.Await(() => drives.Enqueue(torrent.Torrent.Reader, range));
        windows.Submit();
        return true;
    }

    private static int Left(ReadWindow window, long offset, long now)
    {
        window.TouchedAt = now;
        return (int)(window.To - offset);
    }

    /// <summary>
    /// Where a peer's window ends: with its piece; but where pieces are small, with some behind it that the peer will be told of and is likely to take.
    /// </summary>
    private static long End(PeerConnection peer, long offset, DriveWindows windows)
    {
        TorrentState torrent = peer.Torrent!;
        long end = End(torrent, offset, Math.Min(windows.WindowBytes, peer.WindowBytes));
        if (end != PieceEnd(torrent, offset) || !peer.Shared.IsLikely || !Suggestions.Help(peer, windows)) return end;
        TorrentLayout layout = torrent.Torrent.Layout;
        long most = offset + Math.Min(windows.WindowBytes, DriveModel.GoodWindowBytes);
        while (end < layout.TotalLength && torrent.Verified[new PieceIndex((int)(end / layout.PieceLength))] && PieceEnd(torrent, end) <= most) end = PieceEnd(torrent, end);
        return end;
    }

    private static long PieceEnd(TorrentState torrent, long offset)
    {
        TorrentLayout layout = torrent.Torrent.Layout;
        return Math.Min(layout.TotalLength, (offset / layout.PieceLength + 1) * layout.PieceLength);
    }

    /// <summary>Where a window ends: with its piece, or before that where the rest is worth one of its own.</summary>
    private static long End(TorrentState torrent, long offset, long length)
    {
        long end = PieceEnd(torrent, offset);
        long to = offset + (length + TorrentLayout.BlockLength - 1) / TorrentLayout.BlockLength * TorrentLayout.BlockLength;
        return to + length / 2 >= end ? end : to;
    }
}
