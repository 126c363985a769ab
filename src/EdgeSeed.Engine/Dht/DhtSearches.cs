using EdgeSeed.Engine.Announcing;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// The lookups under way, at most <see cref="MaxLookups"/>, and the announces that come of them. What there is no byte for now waits for the next turn.
/// </summary>
/// <param name="questions">Asks.</param>
/// <param name="watcher">Is told what is found.</param>
internal sealed class DhtSearches(DhtQuestions questions, IDhtWatcher watcher)
{
    /// <summary>Lookups at a time.</summary>
    public const int MaxLookups = 24;

    /// <summary>Peers taken from one answer.</summary>
    private const int MaxPeersAnswer = 100;

    /// <summary>Nodes that were met on the way lately: who looks for the next place nearby begins with them.</summary>
    private const int MaxRecent = 64;

    /// <summary>A token is good for ten minutes, or less: what was not told by then is not.</summary>
    private const long AnnounceMilliseconds = 120_000;

    private readonly List<DhtLookup> _lookups = [];
    private readonly Queue<Announce> _announces = new();
    private readonly DhtContact[] _recent = new DhtContact[MaxRecent];
    private int _met;

    /// <summary>Lookups under way.</summary>
    public int Count => _lookups.Count;

    /// <summary>Lookups that have come to an end.</summary>
    public long Ended { get; private set; }

    /// <summary>Announces that nodes have confirmed.</summary>
    public long Confirmed { get; private set; }

    /// <summary>Begins a lookup.</summary>
    /// <param name="lookup">What is looked for.</param>
    /// <param name="table">Where to begin.</param>
    /// <returns>False when there are too many, or nobody can be asked.</returns>
    public bool TryBegin(DhtLookup lookup, RoutingTable table)
    {
        if (_lookups.Count >= MaxLookups) return false;
        Span<DhtContact> nearest = stackalloc DhtContact[RoutingTable.BucketSize];
        int count = table.FindNearest(lookup.Target, nearest);
        // Those that have failed are better than nobody: where one answer was lost from the only node there is, nothing would be looked for any more.
        if (count == 0) count = table.FindNearest(lookup.Target, nearest, maxFailures: RoutingTable.MaxFailures);
        for (int i = 0; i < Math.Min(_met, MaxRecent); i++) lookup.Add(_recent[i], hops: 1);
        for (int i = 0; i < count; i++) lookup.Add(nearest[i], hops: 1);
        if (count == 0 && _met == 0) return false;
        _lookups.Add(lookup);
        return true;
    }

    /// <summary>A node has answered a lookup's question.</summary>
    public void Answered(in DhtQuestion question, in DhtMessage answer, in PeerEndPoint from)
    {
        if (question.Method == DhtMethod.AnnouncePeer) Confirmed++;
        if (question.Lookup is not { } lookup) return;
        int hops = lookup.Answered(from, answer.Id, answer.Token);
        if (hops == 0) return;
        _recent[_met++ % MaxRecent] = new DhtContact(answer.Id, from);
        if (_met == 2 * MaxRecent) _met = MaxRecent;
        AddressScope scope = AddressScopes.Of(from);
        CompactNodes nodes = from.IsIPv4 ? answer.Nodes : answer.Nodes6;
        for (int i = 0; i < Math.Min(nodes.Count, 2 * RoutingTable.BucketSize); i++)
        {
            if (IsUsable(nodes[i], from, scope)) lookup.Add(nodes[i], hops);
        }
        if (lookup.Purpose != DhtPurpose.Nodes) TellPeers(lookup, answer, scope);
    }

    /// <summary>A node does not answer a lookup's question.</summary>
    public static void Late(in DhtQuestion question, bool isLost) => question.Lookup?.Late(question.To, isLost);

    /// <summary>Asks what is to be asked, as far as there is room, and ends what has come to its end.</summary>
    /// <param name="own">Our own name.</param>
    /// <param name="port">The TCP port that is announced.</param>
    /// <param name="isReadOnly">Whether we answer nobody.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public void Run(in NodeId own, ushort port, bool isReadOnly, long now)
    {
        TellNodes(own, port, isReadOnly, now);
        for (int i = 0; i < _lookups.Count; i++)
        {
            DhtLookup lookup = _lookups[i];
            DhtMethod method = lookup.Purpose == DhtPurpose.Nodes ? DhtMethod.FindNode : DhtMethod.GetPeers;
            while (lookup.TryTakeNext(out DhtContact node))
            {
                if (questions.TryAsk(node.EndPoint, new DhtQuery(method, own) { Target = lookup.Target, IsReadOnly = isReadOnly }, lookup, now)) continue;
                lookup.PutBack(node.EndPoint);
                break;
            }
            if (!lookup.IsFinished(now)) continue;
            _lookups.RemoveAt(i--);
            End(lookup, now);
        }
    }

    private static bool IsUsable(in DhtContact node, in PeerEndPoint teller, AddressScope scope) =>
        node.EndPoint.Port != 0 && node.EndPoint.IsIPv4 == teller.IsIPv4 && ScopedPeers.MayName(scope, node.EndPoint);

    private void TellPeers(DhtLookup lookup, in DhtMessage answer, AddressScope scope)
    {
        Span<PeerEndPoint> peers = stackalloc PeerEndPoint[MaxPeersAnswer];
        int count = 0;
        foreach (PeerEndPoint peer in answer.Peers)
        {
            if (count == peers.Length) break;
            if (peer.Port != 0 && ScopedPeers.MayName(scope, peer)) peers[count++] = peer;
        }
        if (count == 0) return;
        lookup.Peers += count;
        watcher.Found(lookup.Target, peers[..count]);
    }

    private void End(DhtLookup lookup, long now)
    {
        Ended++;
        int told = 0;
        if (lookup.Purpose is DhtPurpose.Announce or DhtPurpose.AnnounceSeed)
        {
            foreach ((DhtContact node, byte[] token) in lookup.Nearest())
            {
                _announces.Enqueue(new Announce(node.EndPoint, lookup.Target, token, lookup.Purpose == DhtPurpose.AnnounceSeed, now));
                told++;
            }
        }
        watcher.Ended(lookup, told);
    }

    private void TellNodes(in NodeId own, ushort port, bool isReadOnly, long now)
    {
        while (_announces.TryPeek(out Announce next))
        {
            if (now - next.At < AnnounceMilliseconds)
            {
                var query = new DhtQuery(DhtMethod.AnnouncePeer, own) { Target = next.Target, Port = port, Token = next.Token, IsSeed = next.IsSeed, IsReadOnly = isReadOnly };
                if (!questions.TryAsk(next.To, query, null, now)) return;
            }
            _announces.Dequeue();
        }
    }

    private readonly record struct Announce(PeerEndPoint To, NodeId Target, byte[] Token, bool IsSeed, long At);
}

/// <summary>Who is told what lookups find. Called on the thread of the node.</summary>
internal interface IDhtWatcher
{
    /// <summary>A node has named peers.</summary>
    /// <param name="target">The torrent.</param>
    /// <param name="peers">None nearer than the one who named them. Borrowed for the call.</param>
    void Found(in NodeId target, ReadOnlySpan<PeerEndPoint> peers);

    /// <summary>A lookup has come to its end.</summary>
    /// <param name="lookup">Which.</param>
    /// <param name="told">Nodes that are told of us.</param>
    void Ended(DhtLookup lookup, int told);
}
