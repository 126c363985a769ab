using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// The DHT in the session loop (BEP 5): the nodes of both families, what they may spend, whose torrent is looked for, and who is told of the peers found. It
/// is a part of its own: a fault of ours in it is told like that of any part, and after a pause it begins again without the rest noticing.
/// </summary>
/// <param name="state">Clock, chance and supervision.</param>
/// <param name="torrents">What is looked for.</param>
/// <param name="offer">Takes in peers.</param>
/// <param name="budgets">Pay for what is sent.</param>
/// <param name="sockets">Sends and hears.</param>
/// <param name="listenPort">The TCP port that is announced; 0 when nobody can connect.</param>
internal sealed class DhtLoop(
    SessionState state, TorrentTable torrents, PeerOffer offer, UploadBudgets budgets, INodeSockets sockets, ushort listenPort) : INodeDatagrams, IDhtWire, IDhtWatcher
{
    /// <summary>The part of the upload budget that may go to the DHT.</summary>
    public const double BudgetPart = 0.05;

    /// <summary>Where chance decides that nobody else may know of.</summary>
    public SipKey Secret { private get; init; } = SipKey.Create();

    /// <summary>Bytes a second for the DHT at most, however large the budget is.</summary>
    public const long MaxBytesPerSecond = 20_000;

    /// <summary>With less than so much it answers nobody (BEP 43): the budget is below 8 KB/s.</summary>
    public const long LeastToAnswer = 400;

    /// <summary>Nodes handed out to be kept for the next start.</summary>
    public const int MaxKept = 128;

    private const string Part = "dht";

    private readonly DhtRota _rota = new(state, torrents);
    private DhtSettings? _settings;
    private DhtNode[] _nodes = [];
    private DhtPace _pace = new();
    private DhtPeerStore _store = new();
    private long _beganAt;
    private long _restartAt = long.MaxValue;

    /// <summary>Begins to take part, or ceases to.</summary>
    /// <param name="settings">How; null for not at all.</param>
    public void Join(DhtSettings? settings)
    {
        _settings = settings;
        _restartAt = long.MaxValue;
        if (settings is null) Leave();
        else Begin();
    }

    /// <summary>Hears of addresses where nodes may be.</summary>
    public void Meet(ReadOnlySpan<PeerEndPoint> nodes)
    {
        foreach (ref readonly PeerEndPoint node in nodes)
        {
            foreach (DhtNode each in _nodes) each.Meet(node);
        }
    }

    /// <inheritdoc/>
    public void Hear(ReadOnlySpan<byte> datagram, in PeerEndPoint from)
    {
        try
        {
            foreach (DhtNode node in _nodes) node.Hear(datagram, from, state.Now);
        }
        catch (Exception bug)
        {
            Fail(bug);
        }
    }

    /// <inheritdoc/>
    public void Moved()
    {
        // What is known stays: nodes are told from where we ask with each question.
        if (_nodes.Length == 0) Begin();
        else state.Nodes.Port = sockets.NodePort;
    }

    /// <summary>Once a second: what is due.</summary>
    public void Tick()
    {
        if (state.Now >= _restartAt) Begin();
        try
        {
            // Without the device nothing leaves: no torrent's turn is spent on it.
            if (_nodes.Length > 0 && state.Egress.IsReady) TickNodes();
        }
        catch (Exception bug)
        {
            Fail(bug);
        }
    }

    /// <summary>Good nodes, to be asked first at the next start.</summary>
    public PeerEndPoint[] Known()
    {
        var known = new List<PeerEndPoint>();
        Span<DhtContact> contacts = stackalloc DhtContact[MaxKept / 2];
        foreach (DhtNode node in _nodes)
        {
            int count = node.Table.FindNearest(NodeId.Create(state.Random), contacts);
            foreach (ref readonly DhtContact contact in contacts[..count]) known.Add(contact.EndPoint);
        }
        return [.. known];
    }

    /// <summary>What it is doing; null while it does not take part.</summary>
    public DhtStatus? Snapshot()
    {
        if (_settings is null) return null;
        int good = 0, questionable = 0;
        long asked = 0, answered = 0, lookups = 0, announces = 0;
        bool isHeard = false;
        foreach (DhtNode node in _nodes)
        {
            (int its, int others) = node.Table.Judge(state.Now);
            (good, questionable) = (good + its, questionable + others);
            (asked, answered, lookups, announces) = (asked + node.Asked, answered + node.Answered, lookups + node.Lookups, announces + node.Announces);
            isHeard |= node.AnsweredAt is not null;
        }
        int announced = 0, found = 0;
        foreach (TorrentState torrent in torrents.Values)
        {
            if (torrent.SoughtNodes > 0) announced++;
            if (torrent.SoughtPeers > 0) found++;
        }
        return new DhtStatus
        {
            Port = state.Nodes.Port,
            IsReadOnly = IsReadOnly,
            GoodNodes = good,
            QuestionableNodes = questionable,
            StoredPeers = _store.Count,
            SentBytes = _pace.TotalBytes,
            Questions = asked,
            Answers = answered,
            Lookups = lookups,
            Announces = announces,
            Announced = announced,
            Found = found,
            IsSilent = !isHeard && asked >= DhtStatus.LeastQuestions && state.Now - _beganAt > DhtStatus.SilentMilliseconds,
        };
    }

    /// <summary>What the last lookup of a torrent found; null while there was none.</summary>
    public static DhtFinding? FoundFor(TorrentState torrent) => torrent.SoughtAt == 0 ? null : new DhtFinding(torrent.SoughtPeers, torrent.SoughtNodes);

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
    {
        if (!state.Egress.IsReady) return false;
        UploadBudget budget = budgets.For(to);
        int bytes = datagram.Length + PacketOverhead.DatagramBytes;
        if (!budget.MayGoAside(bytes)) return false;
        budget.ChargeAside(bytes);
        sockets.Send(datagram, to);
        return true;
    }

    /// <inheritdoc/>
    public void Found(in NodeId target, ReadOnlySpan<PeerEndPoint> peers)
    {
        if (Find(target, out bool bySecondName) is not { } torrent) return;
        // Who knows both names of a hybrid is named under both.
        if (!bySecondName) torrent.SoughtPeers = Math.Min(torrent.SoughtPeers + peers.Length, ushort.MaxValue);
        offer(torrent, peers, bySecondName);
    }

    /// <inheritdoc/>
    public void Ended(DhtLookup lookup, int told)
    {
        if (Find(lookup.Target, out bool bySecondName) is not { } torrent) return;
        if (bySecondName) torrent.SoughtPeers = Math.Max(torrent.SoughtPeers, Math.Min(lookup.Peers, ushort.MaxValue));
        // Of two families one may have no nodes at all.
        if (told > 0) torrent.SoughtNodes = told;
    }

    private bool IsReadOnly => _settings is { IsReadOnly: true } || _pace.BytesPerSecond < LeastToAnswer;

    private long Rate => budgets.World.IsUnlimited ? MaxBytesPerSecond : Math.Min((long)(budgets.World.BytesPerSecond * BudgetPart), MaxBytesPerSecond);

    private TorrentState? Find(in NodeId target, out bool bySecondName)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        target.Write(bytes);
        var name = new InfoHash(bytes);
        TorrentState? torrent = torrents.Find(name) is { Torrent.IsPrivate: false, Removal: null } found ? found : null;
        bySecondName = torrent?.IsSecondName(name) == true;
        return torrent;
    }

    private void Begin()
    {
        state.Supervisor.Up(Part);
        _restartAt = long.MaxValue;
        _beganAt = state.Now;
        (_pace, _store) = (new DhtPace { BytesPerSecond = Rate }, new DhtPeerStore());
        var nodes = new List<DhtNode>();
        foreach (bool isIPv4 in (ReadOnlySpan<bool>)[true, false])
        {
            if (sockets.Reaches(isIPv4 ? PeerEndPoint.FromIPv4(0, 0) : default))
                nodes.Add(new DhtNode(isIPv4, this, _pace, _store, this, state.Random, Secret) { ListenPort = listenPort });
        }
        if (nodes.Count == 2) (nodes[0].Other, nodes[1].Other) = (nodes[1], nodes[0]);
        _nodes = [.. nodes];
        sockets.Node = this;
        state.Nodes.Port = nodes.Count > 0 ? sockets.NodePort : (ushort)0;
        Meet(_settings!.Nodes.ToArray());
    }

    private void Leave()
    {
        _nodes = [];
        _store = new DhtPeerStore();
        sockets.Node = null;
        state.Nodes.Port = 0;
    }

    private void Fail(Exception bug)
    {
        Leave();
        _restartAt = state.Now + (long)state.Supervisor.Restart(Part, bug).TotalMilliseconds;
    }

    private void TickNodes()
    {
        _pace.BytesPerSecond = Rate;
        while (state.Nodes.TryTake(out PeerEndPoint named)) Meet([named]);
        foreach (DhtNode node in _nodes)
        {
            node.IsReadOnly = IsReadOnly;
            node.Tick(state.Now);
        }
        while (_pace.HasPlenty(state.Now) && Array.Exists(_nodes, static node => node.CanSeek) && _rota.Next() is { } torrent) Seek(torrent);
    }

    private void Seek(TorrentState torrent)
    {
        _rota.Took(torrent);
        torrent.SoughtPeers = 0;
        DhtPurpose purpose = DhtRota.PurposeOf(torrent, listenPort != 0);
        int width = _rota.Width(_pace.BytesPerSecond);
        foreach (DhtNode node in _nodes)
        {
            node.TrySeek(torrent.Torrent.InfoHash, purpose, width, state.Now);
            if (torrent.Torrent.SecondName is { } second) node.TrySeek(second.InfoHash, purpose, width, state.Now);
        }
    }
}

/// <summary>Takes in peers of a torrent that somebody named.</summary>
/// <param name="torrent">The torrent.</param>
/// <param name="peers">Where they are said to listen. Borrowed for the call.</param>
/// <param name="bySecondName">Whether they were named under a hybrid's second name.</param>
internal delegate void PeerOffer(TorrentState torrent, ReadOnlySpan<PeerEndPoint> peers, bool bySecondName);
