using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// All waiting torrents by when they are due: a binary heap in which each torrent knows its place, so that it can be moved and taken
/// out without a search. Not safe for threads.
/// </summary>
internal sealed class AnnounceSchedule
{
    private readonly List<ScheduledTorrent> _heap = [];

    /// <summary>When the first is due, in the announcer's milliseconds; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextDue => _heap.Count == 0 ? long.MaxValue : _heap[0].DueAt;

    /// <summary>Puts a torrent in, or moves it.</summary>
    public void Set(ScheduledTorrent torrent, long dueAt)
    {
        torrent.DueAt = dueAt;
        if (torrent.Place < 0)
        {
            torrent.Place = _heap.Count;
            _heap.Add(torrent);
        }
        Settle(torrent);
    }

    /// <summary>Takes a torrent out, if it is in.</summary>
    public void Remove(ScheduledTorrent torrent)
    {
        int place = torrent.Place;
        if (place < 0) return;
        ScheduledTorrent last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        torrent.Place = -1;
        if (ReferenceEquals(last, torrent)) return;
        Put(last, place);
        Settle(last);
    }

    /// <summary>Takes out the first torrent if it is due.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out ScheduledTorrent? torrent)
    {
        torrent = NextDue <= now ? _heap[0] : null;
        if (torrent is null) return false;
        Remove(torrent);
        return true;
    }

    private void Settle(ScheduledTorrent torrent)
    {
        int place = torrent.Place;
        while (place > 0 && torrent.DueAt < _heap[(place - 1) / 2].DueAt)
        {
            Put(_heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        while (true)
        {
            int child = 2 * place + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].DueAt < _heap[child].DueAt) child++;
            if (child >= _heap.Count || _heap[child].DueAt >= torrent.DueAt) break;
            Put(_heap[child], place);
            place = child;
        }
        Put(torrent, place);
    }

    private void Put(ScheduledTorrent torrent, int place)
    {
        _heap[place] = torrent;
        torrent.Place = place;
    }
}

/// <summary>How long to leave alone who failed.</summary>
internal static class BackOff
{
    private const int MaximumDoublings = 30;

    /// <summary>The wait in milliseconds after some failures in a row, at least 1: doubling, bounded, a quarter more or less.</summary>
    public static long Milliseconds(int failures, AnnouncerOptions options)
    {
        double doubled = options.FirstRetry.TotalMilliseconds * (1L << Math.Min(failures - 1, MaximumDoublings));
        double wait = Math.Min(doubled, options.LongestRetry.TotalMilliseconds);
        return (long)(wait * (0.75 + 0.5 * Random.Shared.NextDouble()));
    }
}
