using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>Asks trackers, over HTTP, HTTPS and UDP. What speaks to the network is made when first needed. May be used from any thread.</summary>
/// <param name="options">Bounds and times.</param>
/// <param name="identity">As whom to announce.</param>
/// <param name="time">The clock.</param>
/// <param name="now">Milliseconds of the announcer's clock.</param>
/// <param name="supervisor">Runs what listens.</param>
internal sealed class TrackerCalls(AnnouncerOptions options, AnnounceIdentity identity, TimeProvider time, Func<long> now, Supervisor supervisor) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly uint _key = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private HttpTrackerClient? _http;
    private UdpTrackerClient? _udp;

    /// <summary>See <see cref="Announcer.Progress"/>.</summary>
    public required Func<InfoHash, Task<AnnounceProgress>> Progress { get; init; }

    /// <summary>See <see cref="Announcer.Peers"/>.</summary>
    public required IPeerSink? Peers { get; init; }

    /// <summary>See <see cref="Announcer.Budget"/>.</summary>
    public required UploadBudget? Budget { get; init; }

    /// <summary>See <see cref="Announcer.Egress"/>.</summary>
    public required Egress Egress { get; init; }

    /// <summary>How hosts are looked up.</summary>
    public required AddressLookup Lookup { get; init; }

    /// <summary>Asks one tracker, over each address family that it and we have; the tracker has been entered and is left here.</summary>
    /// <returns>The answer, and whether the tracker was told that the torrent is now complete.</returns>
    public async Task<(TrackerAnswer Answer, bool IsCompletionTold)> AskAsync(
        ScheduledTorrent torrent, int place, bool isGoodbye, CancellationToken cancellation)
    {
        ExternalTracker tracker = torrent.Entries[place].Tracker;
        bool? isReached = null;
        string? error = null;
        try
        {
            var asked = await AskFamiliesAsync(torrent, place, isGoodbye, cancellation).ConfigureAwait(false);
            isReached = asked.Answer.Verdict != TrackerVerdict.Unreachable;
            error = asked.Answer.Message;
            return asked;
        }
        finally
        {
            tracker.Leave(isReached, error, now());
        }
    }

    private async Task<(TrackerAnswer Answer, bool IsCompletionTold)> AskFamiliesAsync(
        ScheduledTorrent torrent, int place, bool isGoodbye, CancellationToken cancellation)
    {
        ExternalTracker tracker = torrent.Entries[place].Tracker;
        Families told = torrent.Entries[place].Told;
        string? error = await tracker.ResolveAsync(Lookup, now(), cancellation).ConfigureAwait(false);
        if (error is not null) return (TrackerAnswer.Unreachable(error), false);
        IReadOnlyList<(TrackerRoute Route, IPAddress Address)> routes = tracker.Routes(isGoodbye ? told : OwnFamilies(), now());
        if (routes.Count == 0) return (TrackerAnswer.Unreachable("it has no address of a family that we use"), false);

        AnnounceProgress progress = await Progress(torrent.InfoHash).ConfigureAwait(false);
        var events = new AnnounceEvent[routes.Count];
        var asked = new Task<TrackerAnswer>[routes.Count];
        for (int i = 0; i < asked.Length; i++)
        {
            Families flag = routes[i].Route.Flag;
            AnnounceRequest request = Request(torrent, progress, isGoodbye, told.HasFlag(flag));
            events[i] = request.Event;
            // Noted beforehand: should this be broken off, the tracker may know of us and must be told when we leave.
            torrent.Entries[place].Told |= flag;
            asked[i] = AskRouteAsync(tracker, routes[i].Route, routes[i].Address, request, torrent.Entries[place].TrackerId, cancellation);
        }
        TrackerAnswer[] answers = await Task.WhenAll(asked).ConfigureAwait(false);
        bool isCompletionTold = false;
        for (int i = 0; i < answers.Length; i++)
        {
            bool isAccepted = answers[i].Verdict == TrackerVerdict.Accepted;
            isCompletionTold |= isAccepted && events[i] == AnnounceEvent.Completed;
            Families flag = routes[i].Route.Flag;
            if (isGoodbye || (!isAccepted && !told.HasFlag(flag))) torrent.Entries[place].Told &= ~flag;
        }
        return (answers.Aggregate(TrackerAnswer.Combine), isCompletionTold);
    }

    private async Task<TrackerAnswer> AskRouteAsync(
        ExternalTracker tracker, TrackerRoute route, IPAddress address, AnnounceRequest request, byte[]? trackerId,
        CancellationToken cancellation)
    {
        bool isLocal = OwnNetwork.Has(address);
        if (isLocal && tracker.Reach == LocalReach.Nowhere)
            return TrackerAnswer.Unreachable("it is inside the local network, where only trackers at exactly /announce are asked");
        if (Budget is { } budget) await budget.ReserveAsideAsync(AnnounceCost.Of(tracker.Address), cancellation).ConfigureAwait(false);
        IPeerSink? peers = request.Event == AnnounceEvent.Stopped || Peers is null ? null : new ScopedPeers(Peers, AddressScopes.Of(new PeerEndPoint(address, 0)));
        TrackerAnswer answer = tracker.Address.IsUdp
            ? await Udp().AnnounceAsync(tracker, route, address, request, peers, now, cancellation).ConfigureAwait(false)
            : await Http().AnnounceAsync(tracker.Address, address, tracker.Reach, request, trackerId, peers, cancellation).ConfigureAwait(false);
        // What else than a tracker answers within our own network is nobody's business.
        if (isLocal && !tracker.IsOurs && !answer.IsTrackers) answer = TrackerAnswer.Unreachable("no tracker answers there");
        // It may repeat our address to us.
        if (answer.Message is { } message) answer = answer with { Message = AddressSecret.HideEcho(message, tracker.Url) };
        tracker.Note(route, answer.Verdict != TrackerVerdict.Unreachable, now());
        return answer;
    }

    private AnnounceRequest Request(ScheduledTorrent torrent, in AnnounceProgress progress, bool isGoodbye, bool isTold)
    {
        return new AnnounceRequest
        {
            InfoHash = torrent.InfoHash,
            PeerId = identity.PeerId,
            Port = identity.Port,
            Uploaded = progress.Uploaded,
            Downloaded = progress.Downloaded,
            Left = progress.Left,
            Key = _key,
            NoPeerId = true,
            PeersWanted = Peers is null || isGoodbye ? 0 : options.PeersWanted,
            Event = isGoodbye ? AnnounceEvent.Stopped
                : !isTold ? AnnounceEvent.Started
                : torrent.IsCompletionDue ? AnnounceEvent.Completed
                : progress.IsPartialSeed ? AnnounceEvent.Paused
                : AnnounceEvent.None,
        };
    }

    private Families OwnFamilies()
    {
        Families own = Families.None;
        if (Socket.OSSupportsIPv4 && identity.SourceFor(AddressFamily.InterNetwork) is not null) own |= Families.IPv4;
        if (Socket.OSSupportsIPv6 && identity.SourceFor(AddressFamily.InterNetworkV6) is not null) own |= Families.IPv6;
        return own;
    }

    private HttpTrackerClient Http()
    {
        lock (_gate) return _http ??= new HttpTrackerClient(options, identity, Egress, Lookup, Budget, time);
    }

    private UdpTrackerClient Udp()
    {
        lock (_gate) return _udp ??= new UdpTrackerClient(options, identity, Egress, Budget, time, supervisor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http?.Dispose();
        _udp?.Dispose();
    }
}
