using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// A tracker that torrents share: its addresses, and how it answers. One torrent finds out for all whether a silent one is back. May be
/// used from any thread; times are the announcer's milliseconds.
/// </summary>
internal sealed class ExternalTracker(string url, TrackerAddress address, AnnouncerOptions options)
{
    private readonly Lock _gate = new();
    private readonly TrackerRoute _v4 = new(AddressFamily.InterNetwork), _v6 = new(AddressFamily.InterNetworkV6);
    private IPAddress? _address4, _address6;
    private long _addressesEnd = long.MinValue;
    private int _underWay, _failures;
    private long _notBefore;
    private string? _lastError;

    /// <summary>The address as torrents have it: the key under which it is shared.</summary>
    public string Url { get; } = url;

    public TrackerAddress Address { get; } = address;

    /// <summary>Where it is, as far as is known: its address once it was looked up, so that a host of many names is one.</summary>
    public string Host
    {
        get
        {
            lock (_gate) return (_address4 ?? _address6)?.ToString() ?? Address.Host;
        }
    }

    /// <summary>When to ask again for one that has to wait, spread over a time that grows with the number of those who do.</summary>
    public long Later(long now) => now + 1000 + Random.Shared.Next(1000 + 10 * Torrents);

    /// <summary>Whether the operator named it, for torrents made here: then it may lie anywhere.</summary>
    public bool IsOurs { get; set; }

    /// <summary>Whether a user asked by hand for a torrent that lists it.</summary>
    public bool IsAskedFor { get; set; }

    /// <summary>Whether it may lie inside our own network.</summary>
    public LocalReach Reach => IsOurs ? LocalReach.Host : Address.IsPlain || (IsAskedFor && Address.IsPlainWithLogin) ? LocalReach.Exactly : LocalReach.Nowhere;

    /// <summary>Torrents that list it; under the announcer's lock.</summary>
    public int Torrents { get; set; }

    /// <summary>Why it did not answer; null when it did.</summary>
    public string? LastError
    {
        get
        {
            lock (_gate) return _lastError;
        }
    }

    /// <summary>When it may be asked again.</summary>
    public long NotBefore
    {
        get
        {
            lock (_gate) return _notBefore;
        }
    }

    /// <summary>Asks whether a torrent may be announced now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLast">For a goodbye, which comes but once: not too many at a time is then no concern.</param>
    /// <param name="notBefore">When to ask again, unless the answer is <see cref="TrackerAdmission.Open"/>.</param>
    public TrackerAdmission Enter(long now, bool isLast, out long notBefore)
    {
        lock (_gate)
        {
            notBefore = Later(now);
            if (_failures > 0 && (now < _notBefore || _underWay > 0 || isLast))
            {
                notBefore = Math.Max(notBefore, _notBefore);
                return TrackerAdmission.Failing;
            }
            if (_underWay >= options.MaxConcurrentTracker && !isLast) return TrackerAdmission.Busy;
            _underWay++;
            return TrackerAdmission.Open;
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    /// <param name="isReached">Whether the tracker answered; null when it was not waited for.</param>
    /// <param name="error">Why not.</param>
    /// <param name="now">The time.</param>
    public void Leave(bool? isReached, string? error, long now)
    {
        lock (_gate)
        {
            _underWay--;
            if (isReached == true) (_failures, _notBefore, _lastError) = (0, 0, null);
            if (isReached != false) return;
            _lastError = error;
            // Those who set out together fail together: that is one failure.
            if (now < _notBefore) return;
            _notBefore = now + BackOff.Milliseconds(++_failures, options);
            _addressesEnd = long.MinValue;
        }
    }

    /// <summary>The network is back: whoever failed may be asked at once, and is looked up again.</summary>
    public void Forgive()
    {
        lock (_gate) (_notBefore, _v4.NotBefore, _v6.NotBefore, _addressesEnd) = (0, 0, 0, long.MinValue);
    }

    /// <summary>
    /// The families over which to announce now: those with an address and without a recent failure, or failing that all with an address.
    /// </summary>
    public IReadOnlyList<(TrackerRoute Route, IPAddress Address)> Routes(Families wanted, long now)
    {
        lock (_gate)
        {
            var routes = new List<(TrackerRoute Route, IPAddress Address)>(2);
            if (_address4 is not null && wanted.HasFlag(Families.IPv4)) routes.Add((_v4, _address4));
            if (_address6 is not null && wanted.HasFlag(Families.IPv6)) routes.Add((_v6, _address6));
            if (routes.Exists(r => r.Route.NotBefore <= now)) routes.RemoveAll(r => r.Route.NotBefore > now);
            return routes;
        }
    }

    /// <summary>Notes whether a family worked.</summary>
    public void Note(TrackerRoute route, bool isReached, long now)
    {
        lock (_gate)
        {
            if (isReached) (route.Failures, route.NotBefore) = (0, 0);
            else if (now >= route.NotBefore) route.NotBefore = now + BackOff.Milliseconds(++route.Failures, options);
        }
    }

    /// <summary>The UDP connection id of a family, or null when a new one is needed.</summary>
    public ulong? Connection(TrackerRoute route, long now)
    {
        lock (_gate) return now < route.ConnectionEnds ? route.ConnectionId : null;
    }

    /// <summary>Keeps a UDP connection id until a time; a past one forgets it.</summary>
    public void Keep(TrackerRoute route, ulong connectionId, long until)
    {
        lock (_gate) (route.ConnectionId, route.ConnectionEnds) = (connectionId, until);
    }

    /// <summary>Looks the host up, unless that was done of late.</summary>
    /// <returns>Why it failed, in words; null when there is an address.</returns>
    public async Task<string?> ResolveAsync(AddressLookup lookup, long now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (now < _addressesEnd) return null;
        }
        IPAddress[] found;
        try
        {
            found = await lookup(Address.Host, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return $"its host cannot be looked up: {e.Message}";
        }
        lock (_gate)
        {
            // One of several at random, so that the next lookup passes by one that is down.
            Random.Shared.Shuffle(found);
            _address4 = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork);
            _address6 = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetworkV6);
            if (_address4 is null && _address6 is null) return "its host has no address";
            _addressesEnd = now + (long)options.AddressLife.TotalMilliseconds;
            return null;
        }
    }
}
