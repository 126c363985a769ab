using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

public sealed partial class Announcer
{
    /// <summary>The addresses worth asking, each tier shuffled (BEP 12), our own and doubles left out.</summary>
    private List<(string Url, TrackerAddress Address, byte Tier)> Usable(IReadOnlyList<IReadOnlyList<string>> tiers)
    {
        var usable = new List<(string Url, TrackerAddress Address, byte Tier)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int tier = 0; tier < tiers.Count && tier <= byte.MaxValue; tier++)
        {
            string[] shuffled = [.. tiers[tier]];
            Random.Shared.Shuffle(shuffled);
            foreach (string url in shuffled)
            {
                if (usable.Count == _options.MaxTrackersTorrent) return usable;
                if (!TrackerAddress.TryParse(url, out Uri? uri, out TrackerAddress? address) || IsOwnTracker(uri)) continue;
                if (seen.Add(uri.AbsoluteUri)) usable.Add((uri.AbsoluteUri, address, (byte)tier));
            }
        }
        return usable;
    }

    private AddAnnounceResult AddName(in InfoHash name, AnnouncedTorrent torrent, List<(string Url, TrackerAddress Address, byte Tier)> usable, bool isSecond)
    {
        bool isThere = _torrents.TryGetValue(name, out ScheduledTorrent? there);
        if (isThere && (!there!.IsStopping || there.Successor is not null)) return AddAnnounceResult.AlreadyThere;
        if (_isStopping || (!isThere && !isSecond && _torrents.Count - _seconds >= _options.MaxTorrents)) return AddAnnounceResult.TooMany;
        TrackerEntry[] entries = _trackers.Take(usable, torrent.IsOurs, torrent.IsAskedFor);
        if (entries.Length == 0) return AddAnnounceResult.TooMany;
        var added = new ScheduledTorrent(name, entries) { IsSecond = isSecond };
        if (isThere) there!.Successor = added;
        else Enter(added);
        return AddAnnounceResult.Added;
    }

    private bool RemoveName(ScheduledTorrent torrent)
    {
        if (!torrent.IsStopping)
        {
            Stop(torrent);
            return true;
        }
        if (torrent.Successor is not { } successor) return false;
        _trackers.Release(successor.Entries);
        torrent.Successor = null;
        return true;
    }

    private void CompleteName(ScheduledTorrent torrent)
    {
        torrent.IsCompletionDue = true;
        if (torrent.UnderWay is null) _schedule.Set(torrent, Now);
    }

    private void Enter(ScheduledTorrent torrent)
    {
        if (torrent.IsSecond) _seconds++;
        _torrents.Set(torrent);
        _schedule.Set(torrent, Now);
    }

    /// <summary>Begins to take a torrent out of its swarm.</summary>
    private void Stop(ScheduledTorrent torrent)
    {
        torrent.IsStopping = true;
        if (torrent.UnderWay is { } underWay) Cancel(underWay);
        else if (Array.Exists(torrent.Entries, entry => entry.Told != Families.None)) _schedule.Set(torrent, Now);
        else Forget(torrent);
    }

    private void Forget(ScheduledTorrent torrent)
    {
        _schedule.Remove(torrent);
        _torrents.Remove(torrent.InfoHash);
        if (torrent.IsSecond) _seconds--;
        _trackers.Release(torrent.Entries);
        if (torrent.Successor is { } successor) Enter(successor);
    }

    /// <summary>Elsewhere: what a cancelled turn still does takes the lock that is held here.</summary>
    private static void Cancel(CancellationTokenSource underWay) => _ = underWay.CancelAsync();

    /// <summary>The time for goodbyes is over.</summary>
    private void GiveUp()
    {
        lock (_gate)
        {
            _hasGivenUp = true;
            foreach (ScheduledTorrent torrent in _torrents.Values.ToArray())
            {
                if (torrent.UnderWay is { } underWay) Cancel(underWay);
                else Forget(torrent);
            }
        }
        Pump();
    }

    /// <summary>Starts what is due and allowed, and sets the timer for the next.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            long now = Now;
            while (_underWay < MaxConcurrent && _schedule.TryTake(now, out ScheduledTorrent? torrent)) Start(torrent);
            if (_isStopping && _torrents.Count == 0) _isEmpty.TrySetResult();
            long due = _underWay < MaxConcurrent ? _schedule.NextDue : long.MaxValue;
            TimeSpan wait = due == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(1, due - now));
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Start(ScheduledTorrent torrent)
    {
        _underWay++;
        var underWay = new CancellationTokenSource();
        torrent.UnderWay = underWay;
        bool isGoodbye = torrent.IsStopping;
        _ = _supervisor.RunAsync(Part, () => RunAsync(torrent, isGoodbye, underWay.Token), CancellationToken.None);
    }

    /// <summary>One torrent's turn, from start to its next place in the schedule.</summary>
    private async Task RunAsync(ScheduledTorrent torrent, bool isGoodbye, CancellationToken cancellation)
    {
        Turn turn;
        try
        {
            Task<Turn> run = isGoodbye ? LeaveAsync(torrent, cancellation) : AnnounceAsync(torrent, cancellation);
            turn = await run.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            turn = new Turn(torrent.Status, Now);
        }
        catch (Exception bug)
        {
            // Ends this torrent's announces and no other's; the status page says so.
            AnnounceStatus status = torrent.Status with { State = AnnounceState.Refused, Message = $"internal error: {bug.Message}" };
            turn = new Turn(status, TrackerEntry.Never);
        }
        lock (_gate)
        {
            torrent.UnderWay = null;
            _underWay--;
            End(torrent, isGoodbye, turn);
        }
        Pump();
        Attempted?.Invoke(torrent.InfoHash);
    }

    private void End(ScheduledTorrent torrent, bool isGoodbye, in Turn turn)
    {
        if (turn.IsCompletionTold) torrent.IsCompletionDue = false;
        if (isGoodbye || _hasGivenUp) Forget(torrent);
        else if (torrent.IsStopping) Stop(torrent);
        else
        {
            // Completed during the turn, or the turn had to begin with "started".
            bool isDueAgain = torrent.IsCompletionDue && turn.Status.State == AnnounceState.Working;
            long due = isDueAgain ? Now : turn.DueAt;
            if (due != TrackerEntry.Never) _schedule.Set(torrent, due);
            torrent.Status = turn.Status with { NextAt = due == TrackerEntry.Never ? long.MaxValue : TimestampOf(due) };
        }
    }

    /// <summary>The clock's timestamp at which a millisecond of ours has begun.</summary>
    private long TimestampOf(long due) =>
        _startedAt + (long)(((Int128)due * _time.TimestampFrequency + MillisecondsPerSecond - 1) / MillisecondsPerSecond);

    /// <summary>How one torrent's turn ended.</summary>
    /// <param name="Status">What to show.</param>
    /// <param name="DueAt">When its next turn is, or <see cref="TrackerEntry.Never"/>.</param>
    /// <param name="IsCompletionTold">Whether a tracker was told that the torrent is now complete.</param>
    private readonly record struct Turn(AnnounceStatus Status, long DueAt, bool IsCompletionTold = false);
}
