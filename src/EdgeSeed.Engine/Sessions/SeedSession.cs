using System.ComponentModel;
using System.Net;
using System.Threading.Channels;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

/// <summary>
/// Seeds torrents to BitTorrent peers. One thread owns all state and does all socket work; commands go in, immutable status comes out. May
/// be
/// used from any thread.
/// </summary>
public sealed partial class SeedSession : IPeerSink, IAsyncDisposable
{
    /// <summary>Addresses on which one session listens at most, 16; more are refused when it is made.</summary>
    public const int MaximumListeners = PollKeys.MaxListeners;

    private readonly SessionLoop _loop;
    private readonly Channel<Question> _questions;
    private readonly PeerListener[] _listeners;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopRequests;
    private volatile bool _isStopping;

    /// <summary>Begins to listen and starts the session's thread.</summary>
    /// <param name="options">Bounds and timeouts.</param>
    /// <param name="budgets">The caps on everything sent; shared with the rest of the process.</param>
    /// <param name="listen">
    /// Where peers connect, at most <see cref="MaximumListeners"/>; <see cref="IPAddress.IPv6Any"/> for both families; port 0 for any, the
    /// same for all; empty to accept nobody.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the threads: the process must end when one of them fails; by default it does at once.</param>
    /// <param name="egress">Opens the sockets that speak to others; null for any network.</param>
    /// <exception cref="Win32Exception">The port cannot be had.</exception>
    /// <exception cref="InvalidOperationException">A budget has no share left.</exception>
    public SeedSession(
        EngineOptions options, UploadBudgets budgets, IReadOnlyList<IPEndPoint> listen, TimeProvider time, Supervisor? supervisor = null, Egress? egress = null)
        : this(options, budgets, listen, time, supervisor ?? Supervisor.Alone(time), PeerId.Create(), Random.Shared, egress)
    {
        _loop.State.Supervisor.StartThread("session", Run);
    }

    /// <summary>The same without a thread: <see cref="Run"/> is the caller's to call, on the one that owns the session from then on.</summary>
    internal SeedSession(
        EngineOptions options, UploadBudgets budgets, IReadOnlyList<IPEndPoint> listen, TimeProvider time, Supervisor supervisor, PeerId peerId, Random random,
        Egress? egress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(listen.Count, MaximumListeners, nameof(listen));
        PeerId = peerId;
        _questions = Channel.CreateBounded<Question>(new BoundedChannelOptions(options.MaxCommands) { SingleReader = true });
        _listeners = PeerListener.OpenAll(listen, options.ListenBacklog);
        BudgetShare? world = budgets.World.Open(), lan = budgets.Lan.Open();
        if (world is null || lan is null)
        {
            world?.Dispose();
            foreach (PeerListener listener in _listeners) listener.Dispose();
            throw new InvalidOperationException("The upload budget has no share left for a session.");
        }
        int family = _listeners.Length == 1 ? _listeners[0].Family : 0;
        _loop = new SessionLoop(
            new SessionState(options, time, supervisor) { Random = random, Egress = egress ?? Egress.Anywhere },
            new SendLanes(budgets, new SendLane(budgets.World, world), new SendLane(budgets.Lan, lan)), new SessionIdentity(PeerId, Port, family), time, _listeners);
    }

    /// <summary>The same with one budget for everybody and one address.</summary>
    /// <param name="options">Bounds and timeouts.</param>
    /// <param name="budget">The cap on everything sent; shared with the rest of the process.</param>
    /// <param name="listen">Where peers connect; null to accept nobody.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the threads.</param>
    /// <exception cref="Win32Exception">The port cannot be had.</exception>
    /// <exception cref="InvalidOperationException">The budget has no share left.</exception>
    public SeedSession(EngineOptions options, UploadBudget budget, IPEndPoint? listen, TimeProvider time, Supervisor? supervisor = null)
        : this(options, new UploadBudgets(budget, new UploadBudget(UploadBudget.Unlimited, time)), listen is null ? [] : [listen], time, supervisor)
    {
    }

    /// <summary>The name by which this session is known to peers and trackers at first, and to trackers to the end (BEP 3, BEP 20).</summary>
    public PeerId PeerId { get; }

    /// <summary>
    /// Ends with the session's thread: by itself only through a fault of ours, which it then holds. Whoever owns the session must not outlive it.
    /// </summary>
    public Task Completion => _stopped.Task;

    /// <summary>Told of faults of ours that ended one peer or one read and nothing else: where, and what; once a minute at most, on the session's thread.</summary>
    public Action<string, Exception>? BugFound
    {
        get => _loop.State.Bugs.Found;
        set => _loop.State.Bugs.Found = value;
    }

    /// <summary>
    /// How many complete peers trackers count for a torrent, this box not among them: so it is known how much the torrent needs this box; -1 as long as none
    /// has answered. Asked on the session's thread, once a minute for each torrent that somebody wants, once a second until one has; set before the first is
    /// added.
    /// </summary>
    public Func<InfoHash, int>? SaidSeeds
    {
        get => _loop.Needs.SaidSeeds;
        set => _loop.Needs.SaidSeeds = value;
    }

    /// <summary>The TCP port peers can connect to; 0 when the session does not listen.</summary>
    public ushort Port => _listeners.Length > 0 ? _listeners[0].Port : (ushort)0;

    /// <summary>Begins to seed a torrent.</summary>
    /// <exception cref="ArgumentException">The verified pieces are not those of the layout.</exception>
    public Task<AddTorrentResult> AddAsync(SeedTorrent torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        if (torrent.Verified.Length != torrent.Layout.PieceCount)
            throw new ArgumentException("One bit a piece is needed.", nameof(torrent));
        return AskAsync(() => _loop.Torrents.Add(new TorrentState(torrent, _loop.State.Options)));
    }

    /// <summary>
    /// Stops seeding a torrent. When the task completes, its peers are gone and its <see cref="SeedTorrent.Content"/> is no longer read.
    /// </summary>
    /// <returns>False when there is no such torrent.</returns>
    public async Task<bool> RemoveAsync(InfoHash infoHash)
    {
        Task<bool> removal = await AskAsync(() => _loop.Torrents.Remove(infoHash)).ConfigureAwait(false);
        return await OutliveAsync(removal).ConfigureAwait(false);
    }

    /// <summary>
    /// Says anew which pieces of a torrent are good: others are refused from now on, and peers are told of those that were added.
    /// </summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="verified">One bit a piece; taken over by the session.</param>
    /// <returns>False when there is no such torrent, or it has another number of pieces.</returns>
    public Task<bool> SetVerifiedAsync(InfoHash infoHash, Bitfield verified) => AskAsync(() => _loop.Torrents.SetVerified(infoHash, verified));

    /// <summary>Takes what the owner wants for a torrent, in place of what he wanted before.</summary>
    /// <returns>False when there is no such torrent.</returns>
    public Task<bool> SetRuleAsync(InfoHash infoHash, TorrentRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return AskAsync(() =>
        {
            bool isThere = _loop.Torrents.Follow(infoHash, rule);
            if (isThere) _loop.Choker.JudgeAll(_loop.Table.Find(infoHash)!);
            return isThere;
        });
    }

    /// <summary>Connects to a peer that is known to want a torrent. Whether it succeeds shows only in the status.</summary>
    /// <returns>False when there is no such torrent, or no room for another connection.</returns>
    public Task<bool> ConnectAsync(InfoHash infoHash, PeerEndPoint peer) => AskAsync(() =>
        _loop.Table.Find(infoHash) is { Removal: null } torrent && _loop.Connections.Connector.Connect(torrent, peer));

    /// <summary>
    /// Takes the bounds on peers (<see cref="EngineOptions.MaxPeers"/>, <see cref="EngineOptions.MaxPeersTorrent"/>,
    /// <see cref="EngineOptions.MaxConnecting"/>), <see cref="EngineOptions.UploadSlots"/> and <see cref="EngineOptions.SilenceTimeout"/> from
    /// other options, at once. Everything else stays as it was; peers beyond a bound stay until they leave.
    /// </summary>
    public Task SetBoundsAsync(EngineOptions options) => AskAsync(() =>
    {
        _loop.SetBounds(options);
        return true;
    });

    /// <summary>Serves each peer from the budget that is its by now, after a change of <see cref="UploadBudgets.LanNetworks"/>.</summary>
    public Task MovePeersAsync() => AskAsync(() =>
    {
        _loop.Choker.MoveAll();
        return true;
    });

    /// <summary>
    /// The network by which everything leaves is back after a while, or is another: connections made before are given up, which peers are told where
    /// they can be reached, and those whose port is known are connected to anew.
    /// </summary>
    public Task RouteReturnedAsync() => AskAsync(() =>
    {
        _loop.Connections.BeginAgain(_loop.Table.Values, _loop.State.Now);
        return true;
    });

    /// <summary>How far a torrent has come, as its trackers are told: one that lacks pieces and fetches none wants none (BEP 21).</summary>
    /// <returns>A seed that has sent nothing when there is no such torrent.</returns>
    public Task<AnnounceProgress> ReadProgressAsync(InfoHash infoHash) => AskAsync(() => _loop.Torrents.Progress(infoHash));

    /// <summary>The peers connected for one torrent, and how much of it each has.</summary>
    /// <returns>Null when there is no such torrent.</returns>
    public Task<TorrentPeers?> ReadPeersAsync(InfoHash infoHash) => AskAsync(() => _loop.Snapshot.PeersOf(infoHash));

    /// <summary>What the session is doing now.</summary>
    /// <param name="isUsedOnly">
    /// Leaves torrents out that have sent nothing, have no peer, download nothing and were never in trouble: of ten thousand torrents most are idle.
    /// </param>
    public Task<SessionStatus> ReadStatusAsync(bool isUsedOnly = false) => AskAsync(() => _loop.Snapshot.Take(isUsedOnly));

    /// <summary>
    /// Closes all connections and ends the session's thread; completes when no data is read any more, except from drives that hang.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopRequests, 1) == 0)
        {
            _isStopping = true;
            _loop.Poll.Wake();
        }
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>What the session's thread owns; for tests that are that thread.</summary>
    internal SessionLoop Loop => _loop;

    /// <summary>Has the session look at its clock; for clocks that are moved by hand.</summary>
    internal void Wake() => _loop.Poll.Wake();

    /// <summary>Has the session's thread answer a question.</summary>
    /// <exception cref="ObjectDisposedException">The session has ended.</exception>
    internal async Task<T> AskAsync<T>(Func<T> ask)
    {
        var question = new Question<T>(ask);
        bool isOpen = await _questions.Writer.WaitToWriteAsync().ConfigureAwait(false);
        while (isOpen && !_questions.Writer.TryWrite(question))
        {
            isOpen = await _questions.Writer.WaitToWriteAsync().ConfigureAwait(false);
        }
        ObjectDisposedException.ThrowIf(!isOpen, this);
        _loop.Poll.Wake();
        return await question.Answer.ConfigureAwait(false);
    }

    /// <summary>Waits for what the session's thread will do later, and no longer than that thread lives.</summary>
    internal async Task<T> OutliveAsync<T>(Task<T> task)
    {
        await Task.WhenAny(task, _broken.Task).ConfigureAwait(false);
        return task.IsCompleted ? await task.ConfigureAwait(false) : throw await _broken.Task.ConfigureAwait(false);
    }
}

/// <summary>What became of <see cref="SeedSession.AddAsync"/>.</summary>
public enum AddTorrentResult
{
    /// <summary>It is seeded from now on.</summary>
    Added,

    /// <summary>A torrent with this info-hash is there already; nothing changed.</summary>
    AlreadyThere,

    /// <summary><see cref="EngineOptions.MaxTorrents"/> are there; it was refused.</summary>
    TooMany,
}
