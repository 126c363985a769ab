using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// A search for the nodes nearest to a place, and for the peers they know (BEP 5): some are asked at a time, each tells of nearer ones, until the nearest
/// of all have answered. Of nodes in the world it takes one an address, two a neighbourhood, and of those whose name is not that of their address (BEP 42)
/// no more than half: whoever would be found by all can take no place from the others.
/// </summary>
/// <param name="target">The place.</param>
/// <param name="purpose">What for.</param>
/// <param name="width">How many of the nearest are to answer.</param>
/// <param name="startedAt">When it began.</param>
internal sealed class DhtLookup(NodeId target, DhtPurpose purpose, int width, long startedAt)
{
    /// <summary>Nodes remembered at a time; the farthest make room.</summary>
    public const int MaxCandidates = 24;

    /// <summary>Nodes asked at a time.</summary>
    public const int Parallel = 3;

    /// <summary>Nodes asked in all: then it ends with what there is.</summary>
    public const int MaxQuestions = 64;

    /// <summary>It ends with what there is after so long.</summary>
    public const long MaxMilliseconds = 120_000;

    private const int MaxNeighbours = 2;

    private readonly List<Candidate> _candidates = [];
    private int _asked;

    /// <summary>The place.</summary>
    public NodeId Target => target;

    /// <summary>What for.</summary>
    public DhtPurpose Purpose => purpose;

    /// <summary>Peers that nodes have named, the same ones counted again.</summary>
    public int Peers { get; set; }

    /// <summary>Nodes between us and the nearest that answered: 1 for one that was known before.</summary>
    public int Hops { get; private set; }

    /// <summary>Hears of a node.</summary>
    /// <param name="node">Its name and address.</param>
    /// <param name="hops">Nodes between us and it.</param>
    public void Add(in DhtContact node, int hops)
    {
        bool isSecure = SecureNodeId.IsOf(node.Id, node.EndPoint);
        int place = _candidates.Count, insecure = 0, neighbours = 0, farthestInsecure = -1;
        bool isGlobal = AddressScopes.Of(node.EndPoint) == AddressScope.Global;
        for (int i = _candidates.Count - 1; i >= 0; i--)
        {
            DhtContact other = _candidates[i].Contact;
            if (other.EndPoint == node.EndPoint || other.Id == node.Id) return;
            if (isGlobal && NodeNeighbourhood.Of(other.EndPoint) == NodeNeighbourhood.Of(node.EndPoint) &&
                (++neighbours >= MaxNeighbours || other.EndPoint.WithPort(0) == node.EndPoint.WithPort(0))) return;
            if (!_candidates[i].IsSecure)
            {
                insecure++;
                if (farthestInsecure < 0) farthestInsecure = i;
            }
            if (target.CompareDistance(node.Id, other.Id) < 0) place = i;
        }
        if (!isSecure && insecure >= MaxCandidates / 2)
        {
            if (place > farthestInsecure || !_candidates[farthestInsecure].IsNew) return;
            _candidates.RemoveAt(farthestInsecure);
        }
        if (_candidates.Count >= MaxCandidates && !TryMakeRoom(place)) return;
        _candidates.Insert(place, new Candidate(node, isSecure, hops));
    }

    /// <summary>The next node to ask; it counts as asked.</summary>
    /// <returns>False while enough are asked, or when nobody is left.</returns>
    public bool TryTakeNext(out DhtContact node)
    {
        node = default;
        if (_asked >= MaxQuestions || Next() is not { } next) return false;
        next.State = CandidateState.Asked;
        _asked++;
        node = next.Contact;
        return true;
    }

    /// <summary>A node could not be asked after all.</summary>
    public void PutBack(in PeerEndPoint endPoint)
    {
        if (Find(endPoint) is not { } candidate) return;
        candidate.State = CandidateState.New;
        _asked--;
    }

    /// <summary>A node has answered.</summary>
    /// <param name="endPoint">Which.</param>
    /// <param name="id">What it calls itself: who has another name than was said is passed over.</param>
    /// <param name="token">What it wants to see with an announce; may be empty.</param>
    /// <returns>Nodes between us and those it tells of; 0 when it is not listened to.</returns>
    public int Answered(in PeerEndPoint endPoint, in NodeId id, ReadOnlySpan<byte> token)
    {
        if (Find(endPoint) is not { } candidate) return 0;
        if (candidate.Contact.Id != id)
        {
            candidate.State = CandidateState.Failed;
            return 0;
        }
        candidate.State = CandidateState.Answered;
        candidate.Token = token.Length is > 0 and <= DhtMessage.MaxTokenBytes ? token.ToArray() : null;
        if (ReferenceEquals(candidate, _candidates.Find(static each => each.State == CandidateState.Answered))) Hops = candidate.Hops;
        return candidate.Hops + 1;
    }

    /// <summary>A node does not answer.</summary>
    /// <param name="endPoint">Which.</param>
    /// <param name="isLost">Whether it will not any more; else it is only slow.</param>
    public void Late(in PeerEndPoint endPoint, bool isLost)
    {
        if (Find(endPoint) is { } candidate) candidate.State = isLost ? CandidateState.Failed : CandidateState.Slow;
    }

    /// <summary>Whether nothing more comes of it.</summary>
    public bool IsFinished(long now) =>
        now - startedAt > MaxMilliseconds || (!IsAnyone(CandidateState.Asked) && (_asked >= MaxQuestions || Next() is null) && (IsWide() || !IsAnyone(CandidateState.Slow)));

    /// <summary>The nearest nodes that have answered and gave a token, at most as many as it is wide.</summary>
    public List<(DhtContact Node, byte[] Token)> Nearest()
    {
        var nearest = new List<(DhtContact, byte[])>(width);
        int insecure = 0;
        foreach (Candidate candidate in _candidates)
        {
            if (candidate is not { State: CandidateState.Answered, Token: { } token }) continue;
            if (!candidate.IsSecure && ++insecure > width / 2) continue;
            nearest.Add((candidate.Contact, token));
            if (nearest.Count == width) break;
        }
        return nearest;
    }

    /// <summary>The nearest that was not asked, among the nearest of all; null while enough are.</summary>
    private Candidate? Next()
    {
        int underWay = 0, counted = 0, insecure = 0;
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.State == CandidateState.Asked) underWay++;
        }
        if (underWay >= Parallel) return null;
        foreach (Candidate candidate in _candidates)
        {
            // Also those that did not answer: who names nodes that are not there would have us ask one after the other.
            if (!candidate.IsSecure && ++insecure > width / 2) continue;
            if (candidate.State is CandidateState.Failed or CandidateState.Slow) continue;
            if (candidate.IsNew) return candidate;
            if (++counted >= width) return null;
        }
        return null;
    }

    private bool IsWide()
    {
        int answered = 0;
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.State == CandidateState.Answered) answered++;
        }
        return answered >= width;
    }

    private bool IsAnyone(CandidateState state) => _candidates.Exists(candidate => candidate.State == state);

    /// <summary>Lets the farthest go, if it is farther than the place; who failed nearby is remembered, so that it is not asked again.</summary>
    private bool TryMakeRoom(int place)
    {
        int farthest = _candidates.FindLastIndex(static candidate => candidate.State != CandidateState.Asked);
        if (farthest < place) return false;
        _candidates.RemoveAt(farthest);
        return true;
    }

    private Candidate? Find(PeerEndPoint endPoint)
    {
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.Contact.EndPoint == endPoint) return candidate;
        }
        return null;
    }

    private enum CandidateState
    {
        New,
        Asked,
        Slow,
        Answered,
        Failed,
    }

    private sealed class Candidate(DhtContact contact, bool isSecure, int hops)
    {
        public DhtContact Contact => contact;

        public bool IsSecure => isSecure;

        public int Hops => hops;

        public CandidateState State { get; set; }

        public byte[]? Token { get; set; }

        public bool IsNew => State == CandidateState.New;
    }
}

/// <summary>What is looked for.</summary>
internal enum DhtPurpose
{
    /// <summary>Nodes, so that the table stays full.</summary>
    Nodes,

    /// <summary>Peers of a torrent.</summary>
    Peers,

    /// <summary>Peers of a torrent of which we are one: the nearest nodes are told.</summary>
    Announce,

    /// <summary>The same where we have everything (BEP 33).</summary>
    AnnounceSeed,
}
