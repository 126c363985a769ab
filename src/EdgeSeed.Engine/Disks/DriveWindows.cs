using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// The windows of one drive: which lie in the kernel's cache, which are being read, and which wait, in sweeps of the head: a few that came one after the
/// other are read in the order in which they lie, then the next few. So the head goes one way, and nobody waits much longer than others.
/// Owned by the session loop.
/// </summary>
/// <param name="allowance">How much the cache keeps.</param>
/// <param name="enqueue">Has the drive's thread read one.</param>
internal sealed class DriveWindows(CacheAllowance allowance, Action<ReadWindow> enqueue)
{
    /// <summary>Windows read at a time: one that is waited for, one behind it, and one on its way to the thread.</summary>
    public const int MaxUnderWay = 3;

    /// <summary>Windows read in one sweep of the head.</summary>
    public const int MaxSweep = 16;

    /// <summary>Windows remembered as read; when full, the one that was used longest ago is forgotten.</summary>
    public const int MaxReady = 512;

    /// <summary>One window takes so much of the room that is left.</summary>
    private const int RoomDivisor = 4;

    /// <summary>In this time the cache does not lose what was read.</summary>
    private const long LateMilliseconds = 100;

    private readonly List<ReadWindow> _waiting = [];
    private readonly List<ReadWindow> _underWay = [];
    private readonly List<ReadWindow> _ready = [];
    private int _standingCount;
    private long _completed;
    private int _sweep;
    private int _filling;
    private int _filled;
    private bool _hasBegun;

    /// <summary>What the drive was learned to be.</summary>
    public DriveModel Model { get; } = new();

    /// <summary>How much the cache keeps.</summary>
    public CacheAllowance Allowance => allowance;

    /// <summary>Windows that wait for the drive: at most one for each peer and web download.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Bytes that are being read, or lie in the cache for somebody who reads them.</summary>
    public long Standing { get; private set; }

    /// <summary>
    /// How long the next window should be: as the drive is, and where many stand in the cache already, so short that others have room for theirs.
    /// </summary>
    public long WindowBytes
    {
        get
        {
            long room = Math.Min((allowance.Bytes - Standing) / RoomDivisor, allowance.Bytes / Math.Max(1, _standingCount));
            return Math.Max(DriveModel.LeastWindowBytes, Math.Min(Model.WindowBytes(Waiting), room));
        }
    }

    /// <summary>What windows did so far.</summary>
    public WindowCounters Counters { get; } = new();

    /// <summary>Copies what is to be seen from outside.</summary>
    public DriveReading Snapshot(int drive) => new()
    {
        Drive = drive,
        SeekSeconds = Model.Samples > 0 ? Model.SeekSeconds : 0,
        BytesPerSecond = Model.Samples > 0 ? Model.BytesPerSecond : 0,
        Windows = Counters.Read,
        WindowBytes = Counters.ReadBytes,
        CachedWindows = Counters.Cached,
        SharedWindows = Counters.Shared,
        LostWindows = Counters.Lost,
        WaitingWindows = Waiting,
        CacheBytes = allowance.Bytes,
        SentBytes = Counters.SentBytes,
        SuggestedPieces = Counters.Suggested,
    };

    /// <summary>The window that has a byte of a torrent; null when there is none.</summary>
    public ReadWindow? Find(TorrentState torrent, long offset) => Find(_ready, torrent, offset) ?? Find(_underWay, torrent, offset) ?? Find(_waiting, torrent, offset);

    /// <summary>Wants a stretch read that no window has; it ends where another begins.</summary>
    /// <param name="torrent">Whose bytes.</param>
    /// <param name="from">First byte.</param>
    /// <param name="to">Behind the last, at most.</param>
    /// <param name="isAgain">Whether it had its turn, and was lost: then it comes first.</param>
    public ReadWindow Want(TorrentState torrent, long from, long to, bool isAgain = false)
    {
        to = Math.Min(to, Math.Min(Next(_ready, torrent, from), Math.Min(Next(_underWay, torrent, from), Next(_waiting, torrent, from))));
        var window = new ReadWindow(torrent, from, to) { Sweep = isAgain ? _sweep : NextSweep(), IsAgain = isAgain };
        _waiting.Add(window);
        return window;
    }

    /// <summary>Has the drive read what waits, as far as the cache keeps it.</summary>
    public void Submit()
    {
        while (_underWay.Count < MaxUnderWay && Next() is { } next && HasRoom(next))
        {
            Begin(next);
            _hasBegun = true;
        }
    }

    /// <summary>
    /// Once a second: where nobody made room for those that wait, who keep theirs may do so for long. The beginnings of the next few are read all the same;
    /// who waits for a later part comes again.
    /// </summary>
    public void Tick()
    {
        bool isStuck = !_hasBegun && _underWay.Count == 0;
        _hasBegun = false;
        while (isStuck && _underWay.Count < MaxUnderWay && Next() is { } next)
        {
            next.Shorten(DriveModel.LeastWindowBytes);
            Begin(next);
        }
    }

    /// <summary>Takes a window that was read; who waited for it is the caller's to wake.</summary>
    public void Complete(WindowJob job, long now)
    {
        ReadWindow window = job.Window;
        _underWay.Remove(window);
        window.Stage = WindowStage.Ready;
        window.TouchedAt = window.ReadyAt = now;
        window.Number = ++_completed;
        bool isRead = Model.Learn(window.Length, job.FirstByte, job.Rest);
        // Of one that is read again most may be there still, where the kernel took single pages.
        long read = window.IsAgain ? Math.Min(window.Length, TorrentLayout.BlockLength + (long)(job.Rest.TotalSeconds * Model.BytesPerSecond)) : window.Length;
        Counters.Count(read, isRead);
        if (window.IsAgain && Waiting == 0 && read > window.Length / 2) allowance.Lost(window.Length, isBusy: false);
        if (window.Readers == 0) Stand(window, -1);
        if (_ready.Count >= MaxReady) ForgetOldest();
        _ready.Add(window);
    }

    /// <summary>The windows that lie in the cache.</summary>
    public IEnumerable<ReadWindow> NewestFirst()
    {
        for (int i = _ready.Count - 1; i >= 0; i--) yield return _ready[i];
    }

    /// <summary>Counts one more reader.</summary>
    public void Enter(ReadWindow window)
    {
        if (window.Readers++ == 0 && window.Stage == WindowStage.Ready) Stand(window, 1);
    }

    /// <summary>Counts one reader less: a window that nobody waits for any more is not read, and one that nobody reads from stands in nobody's way.</summary>
    public void Leave(ReadWindow window)
    {
        if (--window.Readers > 0) return;
        if (window.Stage == WindowStage.Waiting && !window.IsAwaited)
        {
            window.Stage = WindowStage.Gone;
            _waiting.Remove(window);
        }
        else if (window.Stage == WindowStage.Ready)
        {
            allowance.Kept(window.Length, Standing);
            Stand(window, -1);
        }
    }

    /// <summary>
    /// Forgets a window whose bytes the cache has not: it keeps less than was thought, unless the window has only just come and a part of it is late.
    /// </summary>
    public void Lost(ReadWindow window, long now)
    {
        if (window.Stage != WindowStage.Ready) return;
        if (now - window.ReadyAt > LateMilliseconds)
        {
            Counters.Lost++;
            if (Waiting > 0) allowance.Lost(window.Length, isBusy: true);
        }
        Forget(window);
    }

    /// <summary>Forgets all that was read of a torrent.</summary>
    public void Forget(TorrentState torrent)
    {
        for (int i = _ready.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_ready[i].Torrent, torrent)) Forget(_ready[i]);
        }
    }

    private void Begin(ReadWindow window)
    {
        _waiting.Remove(window);
        _sweep = window.Sweep;
        window.Stage = WindowStage.UnderWay;
        _underWay.Add(window);
        Stand(window, 1);
        window.Torrent.ReadsUnderWay++;
        enqueue(window);
    }

    private void Forget(ReadWindow window)
    {
        if (window.Readers > 0) Stand(window, -1);
        window.Stage = WindowStage.Gone;
        _ready.Remove(window);
    }

    /// <summary>The sweep with which a newcomer is read: the next, or one after it where that is full.</summary>
    private int NextSweep()
    {
        if (_filling <= _sweep || _filled == MaxSweep) (_filling, _filled) = (Math.Max(_filling, _sweep) + 1, 0);
        _filled++;
        return _filling;
    }

    private void Stand(ReadWindow window, int count)
    {
        Standing += count * window.Length;
        _standingCount += count;
    }

    /// <summary>One always has: else a window longer than the allowance would wait for ever. And a short one while the drive has nothing else to do: others may keep theirs for long.</summary>
    private bool HasRoom(ReadWindow next) =>
        Standing == 0 || Standing + next.Length <= allowance.Bytes || (_underWay.Count == 0 && next.Length <= DriveModel.LeastWindowBytes);

    private ReadWindow? Next()
    {
        ReadWindow? first = null;
        foreach (ReadWindow window in _waiting)
        {
            if (first is null || window.Sweep < first.Sweep || (window.Sweep == first.Sweep && IsBefore(window, first))) first = window;
        }
        return first;
    }

    /// <summary>Torrents in the order in which they came, which is mostly that in which they were written.</summary>
    private static bool IsBefore(ReadWindow one, ReadWindow other) =>
        one.Torrent.Order < other.Torrent.Order || (one.Torrent.Order == other.Torrent.Order && one.From < other.From);

    private void ForgetOldest()
    {
        ReadWindow oldest = _ready[0];
        foreach (ReadWindow window in _ready)
        {
            // Who still reads from one has it until it is through.
            if (window.Readers == 0 && (oldest.Readers > 0 || window.TouchedAt < oldest.TouchedAt)) oldest = window;
        }
        Forget(oldest);
    }

    private static ReadWindow? Find(List<ReadWindow> windows, TorrentState torrent, long offset)
    {
        foreach (ReadWindow window in windows)
        {
            if (window.Covers(torrent, offset)) return window;
        }
        return null;
    }

    private static long Next(List<ReadWindow> windows, TorrentState torrent, long offset)
    {
        long next = long.MaxValue;
        foreach (ReadWindow window in windows)
        {
            if (ReferenceEquals(window.Torrent, torrent) && window.From > offset) next = Math.Min(next, window.From);
        }
        return next;
    }
}
