using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Downloads;

/// <summary>
/// Where peers of one torrent are said to listen, and when each is tried next: at once, then with growing pauses. When it is full, a newcomer
/// takes the place of the one that failed most.
/// </summary>
/// <param name="capacity">Addresses at most.</param>
internal sealed class PeerCandidates(int capacity)
{
    private const int FirstPauseMilliseconds = 10_000;
    private const int MaxDoublings = 5;

    private readonly List<Candidate> _all = [];
    private int _next;

    /// <summary>Addresses known.</summary>
    public int Count => _all.Count;

    /// <summary>Takes an address in; one that is known already stays as it is.</summary>
    public void Add(PeerEndPoint endPoint)
    {
        if (endPoint.Port == 0) return;
        int worst = 0;
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].EndPoint == endPoint) return;
            if (_all[i].Attempts > _all[worst].Attempts) worst = i;
        }
        if (_all.Count < capacity) _all.Add(new Candidate(endPoint));
        else if (_all[worst].Attempts > 1) _all[worst] = new Candidate(endPoint);
    }

    /// <summary>Takes an address whose time has come, the others' turn first; its next time is after a pause.</summary>
    public bool TryTake(long now, out PeerEndPoint endPoint)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            _next = _next + 1 < _all.Count ? _next + 1 : 0;
            Candidate candidate = _all[_next];
            if (candidate.NextAt > now) continue;
            candidate.NextAt = now + ((long)FirstPauseMilliseconds << Math.Min(candidate.Attempts++, MaxDoublings));
            endPoint = candidate.EndPoint;
            return true;
        }
        endPoint = default;
        return false;
    }

    /// <summary>Notes that a peer was of use: if it goes, it is tried again soon.</summary>
    public void Succeeded(PeerEndPoint endPoint)
    {
        foreach (Candidate candidate in _all)
        {
            if (candidate.EndPoint == endPoint) candidate.Attempts = 0;
        }
    }

    /// <summary>Forgets an address: it is our own, or banned.</summary>
    public void Remove(PeerEndPoint endPoint)
    {
        for (int i = _all.Count - 1; i >= 0; i--)
        {
            if (_all[i].EndPoint == endPoint) _all.RemoveAt(i);
        }
        _next = 0;
    }

    /// <summary>All addresses, for a torrent that takes this one's place.</summary>
    public PeerEndPoint[] ToArray()
    {
        var all = new PeerEndPoint[_all.Count];
        for (int i = 0; i < all.Length; i++) all[i] = _all[i].EndPoint;
        return all;
    }

    private sealed class Candidate(PeerEndPoint endPoint)
    {
        public PeerEndPoint EndPoint { get; } = endPoint;

        public long NextAt { get; set; }

        public int Attempts { get; set; }
    }
}
