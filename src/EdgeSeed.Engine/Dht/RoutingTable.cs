using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// The nodes of one family that are known (BEP 5): many of those near to our own name, few of those far away. Only who has answered us comes in, and no
/// neighbourhood of addresses takes more than its share: an address in the world has one place, a /24 (IPv4) or /64 (IPv6) one in a bucket and
/// <see cref="MaxNeighbours"/> in all, and nodes whose name is not that of their address (BEP 42) half of a bucket.
/// </summary>
/// <param name="own">Our own name.</param>
internal sealed class RoutingTable(NodeId own)
{
    /// <summary>Nodes of a bucket, and how many are near to a place (BEP 5).</summary>
    public const int BucketSize = 8;

    /// <summary>Buckets: the last holds all that are nearer still. So 256 nodes at most; who comes then waits for a dead one.</summary>
    public const int MaxBuckets = 32;

    /// <summary>Nodes of one /24 or /64 in the whole table.</summary>
    public const int MaxNeighbours = 4;

    /// <summary>Who has not answered for so long is questionable (BEP 5).</summary>
    public const long GoodMilliseconds = 900_000;

    /// <summary>Questions in a row without an answer after which a node is given up.</summary>
    public const int MaxFailures = 3;

    private const int MaxInsecure = BucketSize / 2;

    private readonly List<RoutingNode>?[] _buckets = new List<RoutingNode>?[MaxBuckets];
    private readonly long[] _changedAt = [.. Enumerable.Repeat(long.MinValue, MaxBuckets)];

    /// <summary>Our own name.</summary>
    public NodeId Own => own;

    /// <summary>Nodes there are.</summary>
    public int Count { get; private set; }

    /// <summary>A node has answered: it is taken in if there is room for it.</summary>
    /// <returns>Whether it is in the table now.</returns>
    public bool Answered(in DhtContact node, long now)
    {
        if (Find(node.EndPoint, out List<RoutingNode>? at, out int place))
        {
            if (at[place].Contact.Id == node.Id)
            {
                _changedAt[BucketOf(node.Id)] = now;
                at[place] = at[place] with { AnsweredAt = now, Failures = 0 };
                return true;
            }
            Remove(at, place);
        }
        if (!HasRoomFor(node, out List<RoutingNode>? bucket, out int freed)) return false;
        if (freed >= 0) Remove(bucket!, freed);
        bucket = _buckets[BucketOf(node.Id)] ??= new List<RoutingNode>(BucketSize);
        bucket.Add(new RoutingNode(node, SecureNodeId.IsOf(node.Id, node.EndPoint), now, 0));
        _changedAt[BucketOf(node.Id)] = now;
        Count++;
        return true;
    }

    /// <summary>Whether a node that is not known would be taken in if it answered.</summary>
    public bool HasRoomFor(in DhtContact node) => !Find(node.EndPoint, out _, out _) && HasRoomFor(node, out _, out _);

    /// <summary>A node has not answered.</summary>
    public void Failed(in PeerEndPoint endPoint)
    {
        if (!Find(endPoint, out List<RoutingNode>? bucket, out int place)) return;
        RoutingNode node = bucket[place];
        if (node.Failures + 1 >= MaxFailures) Remove(bucket, place);
        else bucket[place] = node with { Failures = node.Failures + 1 };
    }

    /// <summary>The nodes nearest to a place, the nearest first.</summary>
    /// <param name="target">The place.</param>
    /// <param name="nearest">Filled as far as there are any.</param>
    /// <param name="asker">How far away the one is that wants to know: of no use to him are those that are nearer to us.</param>
    /// <param name="maxFailures">Who has not answered oftener than so since it last did is left out.</param>
    /// <returns>How many.</returns>
    public int FindNearest(in NodeId target, Span<DhtContact> nearest, AddressScope asker = AddressScope.Loopback, int maxFailures = 0)
    {
        int count = 0;
        foreach (List<RoutingNode>? bucket in _buckets)
        {
            if (bucket is null) continue;
            foreach (RoutingNode node in bucket)
            {
                if (node.Failures > maxFailures || AddressScopes.Of(node.Contact.EndPoint) < asker) continue;
                count = Insert(target, nearest, count, node.Contact);
            }
        }
        return count;
    }

    /// <summary>The node that has not answered for longest, if it is questionable and was not asked since; it counts as asked from now on.</summary>
    public bool TryTakeQuestionable(long now, out DhtContact oldest)
    {
        oldest = default;
        long least = now - GoodMilliseconds;
        List<RoutingNode>? found = null;
        int at = 0;
        foreach (List<RoutingNode>? bucket in _buckets)
        {
            for (int i = 0; bucket is not null && i < bucket.Count; i++)
            {
                if (bucket[i].LookedAt > least) continue;
                (found, at, least) = (bucket, i, bucket[i].LookedAt);
            }
        }
        if (found is null) return false;
        oldest = found[at].Contact;
        // A minute from now it is asked again, if it has not answered by then.
        found[at] = found[at] with { AskedAt = now - GoodMilliseconds + 60_000 };
        return true;
    }

    /// <summary>
    /// Some place in the bucket in which no node has answered for longest, if that is longer than 15 minutes (BEP 5); it counts as changed from now on. Empty
    /// ones too, but for those nearer than any node.
    /// </summary>
    public bool TryTakeStale(long now, Random random, out NodeId place)
    {
        int oldest = -1;
        for (int i = 0; i <= Array.FindLastIndex(_buckets, static bucket => bucket is { Count: > 0 }); i++)
        {
            if (_changedAt[i] <= now - GoodMilliseconds && (oldest < 0 || _changedAt[i] < _changedAt[oldest])) oldest = i;
        }
        place = oldest < 0 ? default : own.Beside(oldest, random);
        if (oldest >= 0) _changedAt[oldest] = now;
        return oldest >= 0;
    }

    /// <summary>How many have answered lately, and how many have not.</summary>
    public (int Good, int Questionable) Judge(long now)
    {
        int good = 0;
        foreach (List<RoutingNode>? bucket in _buckets)
        {
            for (int i = 0; bucket is not null && i < bucket.Count; i++)
            {
                if (bucket[i].Failures == 0 && now - bucket[i].AnsweredAt < GoodMilliseconds) good++;
            }
        }
        return (good, Count - good);
    }

    /// <summary>The same nodes under another name of ours; those that have no room then are let go.</summary>
    public RoutingTable Rename(in NodeId name)
    {
        var other = new RoutingTable(name);
        foreach (List<RoutingNode>? bucket in _buckets)
        {
            for (int i = 0; bucket is not null && i < bucket.Count; i++) other.Answered(bucket[i].Contact, bucket[i].AnsweredAt);
        }
        return other;
    }

    private static int Insert(in NodeId target, Span<DhtContact> nearest, int count, in DhtContact node)
    {
        if (count == nearest.Length)
        {
            if (count == 0 || target.CompareDistance(node.Id, nearest[^1].Id) >= 0) return count;
            count--;
        }
        int place = count;
        for (; place > 0 && target.CompareDistance(node.Id, nearest[place - 1].Id) < 0; place--) nearest[place] = nearest[place - 1];
        nearest[place] = node;
        return count + 1;
    }

    private bool HasRoomFor(in DhtContact node, out List<RoutingNode>? bucket, out int freed)
    {
        bucket = null;
        freed = -1;
        if (node.Id == own) return false;
        bucket = _buckets[BucketOf(node.Id)];
        if (!IsWithinShare(node.EndPoint, bucket)) return false;
        bool isSecure = SecureNodeId.IsOf(node.Id, node.EndPoint);
        int insecure = 0;
        for (int i = 0; bucket is not null && i < bucket.Count; i++)
        {
            if (bucket[i].Contact.Id == node.Id) return false;
            bool isDead = bucket[i].Failures > 0, isLesser = isSecure && !bucket[i].IsSecure;
            if (!bucket[i].IsSecure) insecure++;
            if (isDead || (isLesser && freed < 0)) freed = i;
        }
        if (!isSecure && insecure >= MaxInsecure && (freed < 0 || bucket![freed].IsSecure)) return false;
        if (bucket is null || bucket.Count < BucketSize) freed = -1;
        return freed >= 0 || bucket is null || bucket.Count < BucketSize;
    }

    private bool IsWithinShare(in PeerEndPoint endPoint, List<RoutingNode>? bucket)
    {
        if (AddressScopes.Of(endPoint) != AddressScope.Global) return true;
        NodeNeighbourhood own = NodeNeighbourhood.Of(endPoint);
        int neighbours = 0;
        foreach (List<RoutingNode>? each in _buckets)
        {
            for (int i = 0; each is not null && i < each.Count; i++)
            {
                PeerEndPoint other = each[i].Contact.EndPoint;
                if (NodeNeighbourhood.Of(other) != own) continue;
                if (other.WithPort(0) == endPoint.WithPort(0) || ReferenceEquals(each, bucket) || ++neighbours >= MaxNeighbours) return false;
            }
        }
        return true;
    }

    private int BucketOf(in NodeId id) => Math.Min(own.CommonBits(id), MaxBuckets - 1);

    private bool Find(in PeerEndPoint endPoint, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out List<RoutingNode>? bucket, out int place)
    {
        foreach (List<RoutingNode>? each in _buckets)
        {
            for (int i = 0; each is not null && i < each.Count; i++)
            {
                if (each[i].Contact.EndPoint != endPoint) continue;
                (bucket, place) = (each, i);
                return true;
            }
        }
        (bucket, place) = (null, -1);
        return false;
    }

    private void Remove(List<RoutingNode> bucket, int place)
    {
        bucket.RemoveAt(place);
        Count--;
    }

    /// <param name="Contact">Its name and address.</param>
    /// <param name="IsSecure">Whether its name is that of its address (BEP 42).</param>
    /// <param name="AnsweredAt">When it last did.</param>
    /// <param name="Failures">Questions in a row that it has not answered.</param>
    private readonly record struct RoutingNode(DhtContact Contact, bool IsSecure, long AnsweredAt, int Failures)
    {
        /// <summary>When it was last asked because it had been silent; only as far as it counts for its next turn.</summary>
        public long AskedAt { get; init; }

        public long LookedAt => Math.Max(AnsweredAt, AskedAt);
    }
}

/// <summary>What counts as one neighbourhood of addresses: a /24 of IPv4, a /64 of IPv6.</summary>
/// <param name="Block">Its first address.</param>
internal readonly record struct NodeNeighbourhood(AddressBlock Block)
{
    /// <summary>That of an address; the port does not matter.</summary>
    public static NodeNeighbourhood Of(in PeerEndPoint endPoint) =>
        new(AddressBlock.Of(endPoint.IsIPv4 ? PeerEndPoint.FromIPv4(endPoint.IPv4Address & 0xFFFF_FF00, 0) : endPoint));
}
