using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// A node of the DHT of one family (BEP 5, 32, 42, 43): knows others, answers them, and looks for peers. It hears datagrams and is told the time; what it
/// sends goes by its wire. Everything in it is bounded. Not safe for threads.
/// </summary>
internal sealed class DhtNode
{
    /// <summary>Addresses that wait to be asked whether a node is there; more are passed over.</summary>
    private const int MaxToMeet = 64;

    /// <summary>How often the table is refreshed by a lookup of its own, and how often while it is nearly empty or a bucket has not changed for long.</summary>
    private const long RefreshMilliseconds = 600_000, SoonMilliseconds = 30_000;

    /// <summary>While nothing at all is heard for so long, the network is gone and not each of the nodes.</summary>
    private const long DeafMilliseconds = 30_000;

    private readonly bool _isIPv4;
    private readonly Random _random;
    private readonly DhtQuestions _questions;
    private readonly DhtServer _server;
    private readonly DhtSources _sources;
    private readonly DhtChallenges _challenges;
    private readonly DhtSearches _searches;
    private readonly OwnAddressVotes _votes = new();
    private readonly Queue<PeerEndPoint> _toMeet = new();
    private long _refreshAt;

    /// <param name="isIPv4">Its family.</param>
    /// <param name="wire">Sends.</param>
    /// <param name="pace">How many bytes there are for it.</param>
    /// <param name="store">What is kept for others.</param>
    /// <param name="watcher">Is told what is found.</param>
    /// <param name="random">Where chance decides.</param>
    /// <param name="secret">Where chance decides that nobody else may know of.</param>
    public DhtNode(bool isIPv4, IDhtWire wire, DhtPace pace, DhtPeerStore store, IDhtWatcher watcher, Random random, SipKey secret)
    {
        (_isIPv4, _random) = (isIPv4, random);
        Table = new RoutingTable(NodeId.Create(random));
        _questions = new DhtQuestions(wire, pace, random);
        (_sources, _challenges) = (new DhtSources(secret), new DhtChallenges(wire, pace, secret));
        _server = new DhtServer(wire, pace, store, _sources, new DhtTokens(secret), random);
        _searches = new DhtSearches(_questions, watcher);
    }

    /// <summary>The nodes it knows.</summary>
    public RoutingTable Table { get; private set; }

    /// <summary>The node of the other family; null while there is none.</summary>
    public DhtNode? Other { get; set; }

    /// <summary>Whether it answers nobody (BEP 43): it may still ask, and announce.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>The TCP port that it announces.</summary>
    public ushort ListenPort { get; set; }

    /// <summary>When somebody last answered; null when nobody has.</summary>
    public long? AnsweredAt { get; private set; }

    /// <summary>Questions asked since the start.</summary>
    public long Asked => _questions.Asked;

    /// <summary>Questions of others answered since the start.</summary>
    public long Answered => _server.Answered;

    /// <summary>Lookups that have come to an end.</summary>
    public long Lookups => _searches.Ended;

    /// <summary>Announces that nodes have confirmed.</summary>
    public long Announces => _searches.Confirmed;

    /// <summary>Whether another torrent can be looked for: a hybrid by both its names.</summary>
    public bool CanSeek => Table.Count > 0 && _searches.Count < DhtSearches.MaxLookups - 1;

    /// <summary>Takes the name that the world's view of our address gives (BEP 42).</summary>
    /// <param name="address">How the world sees us.</param>
    public void NoteOwnAddress(in PeerEndPoint address)
    {
        if (address.IsIPv4 == _isIPv4 && !SecureNodeId.IsOf(Table.Own, address)) Table = Table.Rename(SecureNodeId.Create(address, _random));
    }

    /// <summary>Hears that a node may be at an address. Those of the other family are passed over.</summary>
    public void Meet(in PeerEndPoint endPoint)
    {
        if (endPoint.IsIPv4 == _isIPv4 && endPoint.Port != 0 && _toMeet.Count < MaxToMeet && !_toMeet.Contains(endPoint)) _toMeet.Enqueue(endPoint);
    }

    /// <summary>Looks for a torrent's peers, and announces us as one of them if it is to.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="width">How many of the nearest nodes are to answer, and are told.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>False when it cannot now.</returns>
    public bool TrySeek(in InfoHash infoHash, DhtPurpose purpose, int width, long now)
    {
        if (Table.Count == 0 || !_searches.TryBegin(new DhtLookup(NodeId.Of(infoHash), purpose, width, now), Table)) return false;
        Run(now);
        return true;
    }

    /// <summary>Takes a datagram.</summary>
    public void Hear(ReadOnlySpan<byte> datagram, in PeerEndPoint from, long now)
    {
        if (from.IsIPv4 != _isIPv4 || from.Port == 0 || !DhtMessage.TryParse(datagram, out DhtMessage message)) return;
        if (message.Kind == DhtMessageKind.Query) TakeQuery(message, datagram, from, now);
        else if (_questions.TryTake(message.Transaction, from, out DhtQuestion question)) TakeAnswer(question, message, from, now);
        else if (_challenges.TryTake(message.Transaction, from, now, out ReadOnlySpan<byte> waiting)) TakeProof(message, waiting, from, now);
        Run(now);
    }

    /// <summary>Once a second, or oftener: what is late, what is due.</summary>
    public void Tick(long now)
    {
        bool isDeaf = AnsweredAt is not { } at || now - at > DeafMilliseconds;
        while (_questions.TryTakeLate(now, out DhtQuestion question, out bool isLost))
        {
            DhtSearches.Late(question, isLost);
            if (isLost && !isDeaf) Table.Failed(question.To);
        }
        Greet(now);
        Refresh(now);
        if (!isDeaf && Table.TryTakeQuestionable(now, out DhtContact silent)) TryPing(silent.EndPoint, now);
        Run(now);
    }

    private void TakeQuery(in DhtMessage query, ReadOnlySpan<byte> datagram, in PeerEndPoint from, long now)
    {
        if (IsReadOnly || !_sources.MayAsk(from, now)) return;
        // Of no use to ask are those who answer nobody; an announce brings its own proof.
        bool isNode = !query.IsReadOnly && query.HasId && query.HasArguments, isNew = isNode && Table.HasRoomFor(new DhtContact(query.Id, from));
        bool canWait = isNode && (query.Method is DhtMethod.FindNode or DhtMethod.GetPeers || (isNew && query.Method == DhtMethod.Ping));
        if (canWait && !_sources.IsProven(from, now) && _challenges.TryAsk(datagram, from, Table.Own, now)) return;
        _server.Answer(query, datagram.Length, from, Table, Other?.Table, now);
        if (isNew && _sources.IsProven(from, now)) Meet(from);
    }

    /// <summary>Somebody is where his question came from: it is answered, and he is a node that answers.</summary>
    private void TakeProof(in DhtMessage answer, ReadOnlySpan<byte> waiting, in PeerEndPoint from, long now)
    {
        _sources.Prove(from, now);
        TryKnow(answer, from, now);
        if (DhtMessage.TryParse(waiting, out DhtMessage query)) _server.Answer(query, waiting.Length, from, Table, Other?.Table, now);
    }

    private void TakeAnswer(in DhtQuestion question, in DhtMessage answer, in PeerEndPoint from, long now)
    {
        _sources.Prove(from, now);
        if (TryKnow(answer, from, now)) _searches.Answered(question, answer, from);
        else DhtSearches.Late(question, isLost: true);
    }

    /// <summary>Remembers a node that has answered, and where it says that it sees us.</summary>
    /// <returns>False for a refusal, and for ourselves, heard by another of our addresses.</returns>
    private bool TryKnow(in DhtMessage answer, in PeerEndPoint from, long now)
    {
        AnsweredAt = now;
        if (answer.Kind == DhtMessageKind.Error || answer.Id == Table.Own) return false;
        Table.Answered(new DhtContact(answer.Id, from), now);
        if (answer.SeenAddress.Length > 0 && _votes.TryAgree(from, PeerEndPoint.FromCompact(answer.SeenAddress), out PeerEndPoint own)) NoteOwnAddress(own);
        return true;
    }

    private void Run(long now) => _searches.Run(Table.Own, ListenPort, IsReadOnly, now);

    /// <summary>Asks those who may be nodes.</summary>
    private void Greet(long now)
    {
        while (_toMeet.TryPeek(out PeerEndPoint next) && TryPing(next, now)) _toMeet.Dequeue();
    }

    private bool TryPing(in PeerEndPoint endPoint, long now) =>
        _questions.TryAsk(endPoint, new DhtQuery(DhtMethod.Ping, Table.Own) { IsReadOnly = IsReadOnly }, null, now);

    /// <summary>Keeps the table full: looks for our own name, and in the buckets that have not changed for long.</summary>
    private void Refresh(long now)
    {
        if (now < _refreshAt || !CanSeek) return;
        NodeId stale = default;
        bool isSparse = Table.Count < 2 * RoutingTable.BucketSize, isStale = !isSparse && Table.TryTakeStale(now, _random, out stale);
        _searches.TryBegin(new DhtLookup(isStale ? stale : Table.Own, DhtPurpose.Nodes, RoutingTable.BucketSize, now), Table);
        _refreshAt = now + (isSparse || isStale ? SoonMilliseconds : RefreshMilliseconds);
    }
}
