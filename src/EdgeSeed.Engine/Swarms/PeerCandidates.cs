using System.Runtime.InteropServices;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// Where peers of one torrent are said to listen, whoever said so, and when each is tried next: at once, then with growing pauses. Those that
/// failed least come first, and of them those that BEP 40 prefers. When it is full, a newcomer takes the place of the one that failed most.
/// </summary>
/// <param name="capacity">Addresses at most.</param>
internal sealed class PeerCandidates(int capacity)
{
    /// <summary>Below it lie the ports of services that are none of ours: nobody makes us knock there by naming them as peers.</summary>
    public const ushort LeastPort = 1024;

    private const int FirstPauseMilliseconds = 10_000;
    private const int MaxDoublings = 5;

    private readonly List<Candidate> _all = [];

    /// <summary>Addresses known.</summary>
    public int Count => _all.Count;

    /// <summary>
    /// Takes an address in; one that is known already stays as it is, but that whoever was named under a hybrid's second name is called by that: he may not know the
    /// other.
    /// </summary>
    /// <param name="endPoint">Where somebody is said to listen.</param>
    /// <param name="priority">Its canonical priority (BEP 40).</param>
    /// <param name="bySecondName">Whether he was named under a hybrid's second name (BEP 52).</param>
    public void Add(in PeerEndPoint endPoint, uint priority = 0, bool bySecondName = false)
    {
        if (endPoint.Port < LeastPort) return;
        if (IndexOf(endPoint) is var known and >= 0)
        {
            if (bySecondName) _all[known] = _all[known] with { BySecondName = true };
            return;
        }
        var newcomer = new Candidate { EndPoint = endPoint, Priority = priority, BySecondName = bySecondName };
        if (_all.Count < capacity)
        {
            _all.Add(newcomer);
            return;
        }
        int worst = 0;
        for (int i = 1; i < _all.Count; i++)
        {
            if (_all[i].Attempts > _all[worst].Attempts) worst = i;
        }
        if (_all[worst].Attempts > 1) _all[worst] = newcomer;
    }

    /// <summary>Takes an address whose time has come; its next time is after a pause.</summary>
    public bool TryTake(long now, out PeerEndPoint endPoint, out bool bySecondName)
    {
        (endPoint, bySecondName) = (default, false);
        int best = -1;
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].NextAt <= now && (best < 0 || _all[i].IsBefore(_all[best]))) best = i;
        }
        if (best < 0) return false;
        Candidate taken = _all[best];
        taken.NextAt = now + ((long)FirstPauseMilliseconds << Math.Min(taken.Attempts++, MaxDoublings));
        _all[best] = taken;
        (endPoint, bySecondName) = (taken.EndPoint, taken.BySecondName);
        return true;
    }

    /// <summary>Notes that a peer was of use: if it goes, it is tried again soon.</summary>
    public void Succeeded(in PeerEndPoint endPoint)
    {
        int index = IndexOf(endPoint);
        if (index >= 0) _all[index] = _all[index] with { Attempts = 0 };
    }

    /// <summary>Notes that somebody is there by his own word, just now: he is tried at once, however often he was not reached before.</summary>
    public void Renew(in PeerEndPoint endPoint, long now)
    {
        int index = IndexOf(endPoint);
        if (index >= 0) _all[index] = _all[index] with { NextAt = Math.Min(_all[index].NextAt, now), Attempts = 0 };
    }

    /// <summary>Ends the pauses after attempts: they were made by a network that is another now. Who was left alone for longer stays so.</summary>
    public void Forgive(long now)
    {
        foreach (ref Candidate one in CollectionsMarshal.AsSpan(_all))
        {
            if (one.NextAt - now <= (long)FirstPauseMilliseconds << MaxDoublings) one.NextAt = Math.Min(one.NextAt, now);
        }
    }

    /// <summary>Leaves an address alone for a while; for good when it is our own.</summary>
    /// <param name="endPoint">Which.</param>
    /// <param name="until">Session milliseconds.</param>
    public void Rest(in PeerEndPoint endPoint, long until)
    {
        int index = IndexOf(endPoint);
        if (index >= 0) _all[index] = _all[index] with { NextAt = until };
    }

    /// <summary>Forgets an address that was tried so many times, or at all events.</summary>
    public void Forget(in PeerEndPoint endPoint, int attempts = 0)
    {
        int index = IndexOf(endPoint);
        if (index >= 0 && _all[index].Attempts >= attempts) _all.RemoveAt(index);
    }

    /// <summary>The addresses of those who are called by one of a hybrid's names, for a torrent that takes this one's place.</summary>
    public IEnumerable<PeerEndPoint> Called(bool bySecondName)
    {
        foreach (Candidate one in _all)
        {
            if (one.BySecondName == bySecondName) yield return one.EndPoint;
        }
    }

    private int IndexOf(in PeerEndPoint endPoint)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].EndPoint == endPoint) return i;
        }
        return -1;
    }

    private struct Candidate
    {
        public PeerEndPoint EndPoint;
        public long NextAt;
        public uint Priority;
        public int Attempts;
        public bool BySecondName;

        public readonly bool IsBefore(in Candidate other) =>
            Attempts < other.Attempts || (Attempts == other.Attempts && Priority > other.Priority);
    }
}
