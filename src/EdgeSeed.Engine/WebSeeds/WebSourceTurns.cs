namespace EdgeSeed.Engine.WebSeeds;

/// <summary>
/// The web seeds of one torrent in turn: who fetches takes the one that has rested longest, and gives it back when it fails. Thread-safe.
/// </summary>
/// <param name="sources">All of them, in the torrent's order.</param>
/// <param name="time">The clock.</param>
internal sealed class WebSourceTurns(IReadOnlyList<WebSource> sources, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<WebSource> _waiting = new(sources);
    private int _taken;

    /// <summary>What went wrong last with one that is not fetched from; null when nothing has, or something is fetched from another.</summary>
    public string? Problem
    {
        get
        {
            foreach (WebSource source in sources)
            {
                if (source.Problem is { } problem) return problem;
            }
            return null;
        }
    }

    /// <summary>Takes the next that need not rest.</summary>
    /// <param name="isLast">Whether there is none and will be none: all have given wrong data.</param>
    /// <returns>Null when there is none at present.</returns>
    public WebSource? Take(out bool isLast)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            for (int left = _waiting.Count; left > 0; left--)
            {
                WebSource source = _waiting.Dequeue();
                if (source.Giver.IsBanned) continue;
                if (source.RestsUntil <= now)
                {
                    _taken++;
                    isLast = false;
                    return source;
                }
                _waiting.Enqueue(source);
            }
            isLast = _waiting.Count == 0 && _taken == 0;
            return null;
        }
    }

    /// <summary>Gives one back, for others.</summary>
    public void GiveBack(WebSource source)
    {
        lock (_lock)
        {
            _taken--;
            _waiting.Enqueue(source);
        }
    }
}
