using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// What HTTP and UDP have in common: admission, policy, the swarm, the box's own seeder, what the client can reach, and the counters.
/// Thread-safe; serving a request allocates nothing.
/// </summary>
public sealed partial class AnnounceHandler
{
    /// <summary>A download larger than this is not believed and counts as this much: a tebibyte.</summary>
    private const long MaxBelievedBytes = 1L << 40;

    private const int FirstUserPort = 1024;

    private readonly SwarmStore _store;
    private readonly TrackerPolicy _policy;
    private readonly LocalSeeders _localSeeders;
    private readonly TimeProvider _time;
    private volatile Settings _settings;
    private volatile AccessLog? _accessLog;

    /// <summary>A handler over a store.</summary>
    /// <param name="options">Intervals and limits.</param>
    /// <param name="store">The swarms; owned by the caller.</param>
    /// <param name="policy">Which torrents are served.</param>
    /// <param name="localSeeders">The box's own torrents and addresses.</param>
    /// <param name="time">The clock of the rate limits.</param>
    public AnnounceHandler(TrackerOptions options, SwarmStore store, TrackerPolicy policy, LocalSeeders localSeeders, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _policy, _localSeeders, _time) = (store, policy, localSeeders, time);
        _settings = new Settings(options, null, time);
    }

    /// <summary>Receives a line for each announce; none by default. May be replaced at any time.</summary>
    public AccessLog? AccessLog
    {
        get => _accessLog;
        set => _accessLog = value;
    }

    /// <summary>
    /// Is told who joins the swarm of a torrent that the box itself offers, by which name, and lacks pieces of it: it may be connected to at once, instead of waiting for
    /// it. From any thread; must return soon.
    /// </summary>
    public Action<InfoHash, PeerEndPoint>? Joined { get; set; }

    /// <summary>What may be sent in answers; no limit by default.</summary>
    public IAnswerBudget? Budget { get; init; }

    /// <summary>
    /// The options in effect. May be replaced at any time: intervals, limits for sources and answers and what is answered change with the next
    /// request; the caps and the expiry are the store's.
    /// </summary>
    public TrackerOptions Options
    {
        get => _settings.Options;
        set => _settings = new Settings(value, _settings, _time);
    }

    /// <summary>How many peers an answer to this request may have.</summary>
    public int PeersFor(in AnnounceRequest request)
    {
        TrackerOptions options = Options;
        return Math.Min(request.PeersWanted == AnnounceRequest.PeersNotSaid ? options.PeersPerAnswer : request.PeersWanted, Math.Min(options.MaxPeersPerAnswer, TrackerOptions.PeersPerAnswerLimit));
    }

    /// <summary>Serves an announce.</summary>
    /// <param name="request">What the client says. An address that it claims is believed only from who may speak for others.</param>
    /// <param name="source">Who asks; a proven address.</param>
    /// <param name="selection">The spans that receive the peers; how many, and what the client can reach, is decided here.</param>
    public AnnounceOutcome Announce(in AnnounceRequest request, in RequestSource source, ref PeerSelection selection)
    {
        AnnounceOutcome outcome = _localSeeders.TryResolve(request.InfoHash, out InfoHash first)
            ? Serve(request with { InfoHash = first }, request.InfoHash, source, ref selection)
            : Serve(request, request.InfoHash, source, ref selection);
        _accessLog?.Add(request, source, outcome);
        return outcome;
    }

    /// <summary>The figures of one torrent, the box's own part included; <see cref="ScrapeCounts.Complete"/> is -1 when it is not served or not known.</summary>
    public ScrapeCounts Scrape(in InfoHash infoHash)
    {
        if (_localSeeders.TryResolve(infoHash, out InfoHash first)) return Scrape(first);
        if (!_policy.Serves(infoHash)) return new ScrapeCounts(-1, 0, 0);
        bool isKnown = _store.TryScrape(infoHash, out SwarmCounts counts);
        if (_localSeeders.TryGet(infoHash, out LocalSeeder local)) counts = WithLocal(counts, local);
        else if (!isKnown) return new ScrapeCounts(-1, 0, 0);
        return new ScrapeCounts(counts.Seeds, counts.Leechers, (int)Math.Min(counts.Completed, int.MaxValue));
    }

    /// <summary>Takes one request from a source's allowance.</summary>
    /// <returns>False when there is none left: the request is to be refused, or dropped.</returns>
    public bool Admit(in PeerEndPoint client)
    {
        Settings settings = _settings;
        if (settings.Sources is null || (!settings.Options.LimitsLoopback && AddressScopes.Of(client) == AddressScope.Loopback) || settings.Sources.TryTake(client)) return true;
        Interlocked.Increment(ref _tooOften);
        return false;
    }

    private AnnounceOutcome Serve(in AnnounceRequest request, in InfoHash called, in RequestSource source, ref PeerSelection selection)
    {
        selection.IPv4Count = selection.IPv6Count = 0;
        if (!Admit(source.Client)) return new AnnounceOutcome(Refusal.TooOften, default, 0);
        if (source.IsHidden || source.IsUnnamed) return new AnnounceOutcome(source.IsHidden ? Refusal.Hidden : Refusal.Unnamed, default, 0);
        if (!_policy.Serves(request.InfoHash))
        {
            Interlocked.Increment(ref _refused);
            return new AnnounceOutcome(Refusal.NotServed, default, 0);
        }
        Settings settings = _settings;
        Horizon horizon = _localSeeders.Addresses.HorizonOf(source.Client, source.ReachedAt, settings.Options.LanIsForwarded);
        selection.Horizon = horizon;
        selection.Wanted = request.Event == AnnounceEvent.Stopped ? 0 : PeersFor(request);
        bool hasLocal = _localSeeders.TryGet(request.InfoHash, out LocalSeeder local);
        PeerEndPoint peer = PeerOf(request, source);
        SwarmCounts counts = hasLocal
            ? AnnounceBesideLocal(request, peer, local, source, ref selection, out PeerChange change)
            : _store.Announce(Describe(request, peer), ref selection, out change);
        Count(change, request, local.ContentLength, hasLocal);
        if (hasLocal && change == PeerChange.Joined && !request.IsSeed && peer.Port != 0) Joined?.Invoke(called, peer);
        return new AnnounceOutcome(Refusal.None, counts, settings.NextInterval());
    }

    private SwarmAnnounce Describe(in AnnounceRequest request, in PeerEndPoint peer) =>
        new(request.InfoHash, peer, request.IsSeed, request.Event) { WantsSeeds = request.WantsSeeds, HasTwoNames = _localSeeders.HasAlias(request.InfoHash) };

    private static SwarmCounts WithLocal(SwarmCounts counts, LocalSeeder local) =>
        local.IsSeed ? counts with { Seeds = counts.Seeds + 1 } : counts with { Leechers = counts.Leechers + 1 };

    /// <summary>
    /// Only who speaks for others may say that it is somebody else. A port of the system's own services is taken from within alone: else a
    /// stranger would have everybody knock at a mail or web server.
    /// </summary>
    private static PeerEndPoint PeerOf(in AnnounceRequest request, in RequestSource source)
    {
        PeerEndPoint peer = source.MaySpeakForOthers && request.ClaimedAddress is { } claimed && AddressScopes.IsOneMachine(claimed) ? claimed : source.Client.WithPort(request.Port);
        return peer.Port < FirstUserPort && AddressScopes.Of(source.Client) == AddressScope.Global ? peer.WithPort(0) : peer;
    }

    /// <summary>Puts the box itself first into the answer, if the client has a use for it, and has the store fill the room behind it.</summary>
    private SwarmCounts AnnounceBesideLocal(
        in AnnounceRequest request, in PeerEndPoint peer, LocalSeeder local, in RequestSource source, ref PeerSelection selection, out PeerChange change)
    {
        bool isIPv4 = source.Client.IsIPv4;
        Span<byte> all = isIPv4 ? selection.IPv4 : selection.IPv6;
        int written = 0;
        bool isUseful = selection.Wanted > 0 && (request.WantsSeeds || !local.IsSeed);
        if (isUseful && !all.IsEmpty && BoxFor(source, selection.Horizon) is { } box) written = box.WithPort(local.Port).WriteCompact(all);
        if (written > 0) (selection.Wanted, selection.Placed) = (selection.Wanted - 1, PeerEndPoint.FromCompact(all[..written]));
        if (isIPv4) selection.IPv4 = all[written..];
        else selection.IPv6 = all[written..];
        SwarmCounts counts = _store.Announce(Describe(request, peer), ref selection, out change);
        if (isIPv4) selection.IPv4 = all;
        else selection.IPv6 = all;
        if (written > 0 && isIPv4) selection.IPv4Count++;
        else if (written > 0) selection.IPv6Count++;
        return WithLocal(counts, local);
    }

    /// <summary>The box as this client sees it; on the box itself, where the request arrived, or loopback.</summary>
    private static PeerEndPoint? BoxFor(in RequestSource source, in Horizon horizon)
    {
        if (horizon.Audience != AddressScope.Loopback) return source.Client.IsIPv4 ? horizon.BoxIPv4 : horizon.BoxIPv6;
        return source.ReachedAt is { } at && at.IsIPv4 == source.Client.IsIPv4 ? at : source.Client;
    }
}

/// <summary>The answer to an announce, besides its peers.</summary>
/// <param name="Refusal">Why it was not served; the other values then mean nothing.</param>
/// <param name="Counts">The swarm's figures, the box's own part included.</param>
/// <param name="IntervalSeconds">When to announce again.</param>
public readonly record struct AnnounceOutcome(Refusal Refusal, SwarmCounts Counts, int IntervalSeconds);
