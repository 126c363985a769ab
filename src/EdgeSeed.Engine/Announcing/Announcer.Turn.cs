using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

public sealed partial class Announcer
{
    private const int MillisecondsPerSecond = 1000;
    private const int SpreadMilliseconds = 1000;
    private const int LongestSpreadMilliseconds = 60_000;

    /// <summary>Asks a torrent's trackers in their order until one accepts (BEP 12).</summary>
    private async Task<Turn> AnnounceAsync(ScheduledTorrent torrent, CancellationToken cancellation)
    {
        long earliest = TrackerEntry.Never;
        AnnounceStatus failed = torrent.Status with { State = AnnounceState.Failing };
        for (int place = 0; place < torrent.Entries.Length; place++)
        {
            ExternalTracker tracker = torrent.Entries[place].Tracker;
            long notBefore = torrent.Entries[place].NotBefore;
            if (notBefore <= Now)
            {
                TrackerAdmission admission = tracker.Enter(Now, isLast: false, out notBefore);
                if (admission == TrackerAdmission.Busy) return new Turn(torrent.Status, notBefore);
                if (admission == TrackerAdmission.Open)
                {
                    if (!MayAsk(tracker))
                    {
                        tracker.Leave(isReached: null, error: null, Now);
                        return new Turn(torrent.Status, notBefore);
                    }
                    (TrackerAnswer answer, bool isCompletionTold) =
                        await Calls().AskAsync(torrent, place, isGoodbye: false, cancellation).ConfigureAwait(false);
                    if (answer.Verdict == TrackerVerdict.Accepted) return Accept(torrent, place, answer, isCompletionTold);
                    notBefore = answer.Verdict == TrackerVerdict.Refused ? Refuse(ref torrent.Entries[place], answer) : tracker.NotBefore;
                    failed = failed with { Tracker = tracker.Address.Origin, Message = answer.Message };
                }
                else if (failed.Tracker.Length == 0) failed = failed with { Tracker = tracker.Address.Origin, Message = tracker.LastError };
            }
            earliest = Math.Min(earliest, notBefore);
        }
        if (earliest == TrackerEntry.Never) return new Turn(failed with { State = AnnounceState.Refused }, earliest);
        // A moment more, so that not all torrents of a tracker come back in the same instant.
        return new Turn(failed, Math.Max(earliest, Now + SpreadMilliseconds) + Random.Shared.Next(SpreadMilliseconds));
    }

    /// <summary>Made when first needed, when it is known who wants the peers and whose budget pays.</summary>
    private TrackerCalls Calls()
    {
        lock (_gate) return _calls ??= new TrackerCalls(_options, _identity, _time, () => Now, _supervisor) { Progress = Progress, Peers = Peers, Budget = Budget, Egress = Egress, Lookup = Lookup ?? Egress.LookUpAsync };
    }

    private bool MayAsk(ExternalTracker tracker)
    {
        lock (_gate) return _hosts.TryTake(tracker.Host, Now);
    }

    /// <summary>Tells the trackers that know of a torrent that we leave (BEP 3).</summary>
    private async Task<Turn> LeaveAsync(ScheduledTorrent torrent, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_options.StopTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            for (int place = 0; place < torrent.Entries.Length; place++)
            {
                bool isKnown = torrent.Entries[place].Told != Families.None;
                if (!isKnown || torrent.Entries[place].Tracker.Enter(Now, isLast: true, out _) != TrackerAdmission.Open) continue;
                await Calls().AskAsync(torrent, place, isGoodbye: true, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // A tracker that does not take the goodbye forgets us by itself.
        }
        return new Turn(torrent.Status, TrackerEntry.Never);
    }

    private Turn Accept(ScheduledTorrent torrent, int place, TrackerAnswer answer, bool isCompletionTold)
    {
        place = torrent.Promote(place);
        ref TrackerEntry entry = ref torrent.Entries[place];
        (entry.Refusals, entry.NotBefore) = (0, 0);
        if (answer.TrackerId is not null) entry.TrackerId = answer.TrackerId;
        var status = new AnnounceStatus
        {
            State = AnnounceState.Working,
            Tracker = entry.Tracker.Address.Origin,
            Seeds = answer.Seeds,
            Leechers = answer.Leechers,
            Message = answer.Message,
        };
        long wait = Interval(answer);
        return new Turn(status, Now + wait + Random.Shared.NextInt64(Math.Min(wait / 20, LongestSpreadMilliseconds) + 1), isCompletionTold);
    }

    /// <summary>Milliseconds until the next announce as the tracker wants it, within our own bounds; never less than its minimum.</summary>
    private long Interval(TrackerAnswer answer)
    {
        long wanted = answer.IntervalSeconds > 0
            ? answer.IntervalSeconds * (long)MillisecondsPerSecond
            : (long)_options.DefaultInterval.TotalMilliseconds;
        wanted = Math.Max(wanted, answer.MinIntervalSeconds * (long)MillisecondsPerSecond);
        return Math.Clamp(wanted, (long)_options.ShortestInterval.TotalMilliseconds, (long)_options.LongestInterval.TotalMilliseconds);
    }

    /// <summary>Notes a refusal and returns when the tracker may be asked again: not before the interval that it tells with it.</summary>
    private long Refuse(ref TrackerEntry entry, TrackerAnswer answer)
    {
        long told = Math.Min(Math.Max(answer.IntervalSeconds, answer.MinIntervalSeconds) * (long)MillisecondsPerSecond, (long)_options.LongestInterval.TotalMilliseconds);
        long wait = answer.RetryMinutes == AnnounceReply.RetryNotSaid
            ? BackOff.Milliseconds(++entry.Refusals, _options)
            : Math.Min(answer.RetryMinutes * 60L * MillisecondsPerSecond, (long)_options.LongestInterval.TotalMilliseconds);
        entry.NotBefore = answer.RetryMinutes == AnnounceReply.RetryNever ? TrackerEntry.Never : Now + Math.Max(wait, told);
        return entry.NotBefore;
    }
}
