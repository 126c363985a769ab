using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Whose turn it is among the torrents: first those that are being fetched, then those that the DHT does not know of yet, then those that were announced
/// longest ago, of which few have peers enough to wait twice as long. Within each kind they come in the order of their info-hashes, so that each lookup begins
/// where the last one ended. Private torrents never have a turn, nor do those of which nobody is to be told, unless they are
/// fetched.
/// </summary>
/// <param name="state">The clock.</param>
/// <param name="torrents">All of them.</param>
internal sealed class DhtRota(SessionState state, TorrentTable torrents)
{
    /// <summary>A seed is announced again after so long, if the bytes allow: nodes forget a peer after half an hour.</summary>
    public const long SeedMilliseconds = 1_500_000;

    /// <summary>While something is being fetched its peers are sought again after so long, and oftener while there are none.</summary>
    private const long FetchMilliseconds = 300_000, HungryMilliseconds = 10_000;

    /// <summary>A torrent of which so many peers were named is found without us for a while.</summary>
    private const int ManyPeers = 32;

    /// <summary>Bytes of a lookup and of the announces that follow, with as many nodes as there are in a bucket.</summary>
    private const int LookupBytes = 3000;

    /// <summary>Nodes that are told of a torrent where many torrents share few bytes: 10,000 then have their turns within an hour at 100 KB/s.</summary>
    private const int FewNodes = 3;

    /// <summary>Torrents that are chosen at a time, and for how long that holds: to look at all for each turn cost more than all the rest of the DHT.</summary>
    private const int MaxNext = 16;

    /// <summary>See <see cref="MaxNext"/>.</summary>
    private const long LookMilliseconds = 3_000;

    private readonly Queue<TorrentState> _next = new(MaxNext);
    private readonly List<(Urgency Urgency, TorrentState Torrent)> _chosen = new(MaxNext);
    private InfoHash _last;
    private long _lookedAt;

    /// <summary>The torrent whose turn it is now; null when it is nobody's.</summary>
    public TorrentState? Next()
    {
        if (_next.Count == 0 || state.Now - _lookedAt >= LookMilliseconds) Look();
        while (_next.TryDequeue(out TorrentState? next))
        {
            if (UrgencyOf(next) != Urgency.None) return next;
        }
        return null;
    }

    /// <summary>A torrent has had its turn.</summary>
    public void Took(TorrentState torrent)
    {
        torrent.SoughtAt = Math.Max(state.Now, 1);
        if (!torrent.IsFetching) _last = torrent.Torrent.InfoHash;
    }

    /// <summary>How many nodes are told of a torrent: fewer where all have to have their turn within <see cref="SeedMilliseconds"/> and else would not.</summary>
    /// <param name="bytesPerSecond">What may be sent.</param>
    public int Width(long bytesPerSecond) =>
        torrents.NameCount * (double)LookupBytes > bytesPerSecond * (SeedMilliseconds / 1000.0) ? FewNodes : RoutingTable.BucketSize;

    /// <summary>What a torrent's lookup is for.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="canBeReached">Whether others can connect to us.</param>
    public static DhtPurpose PurposeOf(TorrentState torrent, bool canBeReached)
    {
        if (!canBeReached || !torrent.Rule.IsAnnounced) return DhtPurpose.Peers;
        return torrent.IsComplete ? DhtPurpose.AnnounceSeed : DhtPurpose.Announce;
    }

    private Urgency UrgencyOf(TorrentState torrent)
    {
        if (torrent.Torrent.IsPrivate || torrent.Removal is not null) return Urgency.None;
        long waited = torrent.SoughtAt == 0 ? long.MaxValue : state.Now - torrent.SoughtAt;
        if (torrent.IsFetching) return waited > (torrent.Peers == 0 ? HungryMilliseconds : FetchMilliseconds) ? Urgency.Peers : Urgency.None;
        if (torrent.VerifiedCount == 0 || torrent.Rule is { IsAnnounced: false } or { IsPaused: true }) return Urgency.None;
        if (torrent.SoughtAt == 0) return Urgency.First;
        return waited > SeedMilliseconds * (torrent.SoughtPeers >= ManyPeers ? 2 : 1) ? Urgency.Again : Urgency.None;
    }

    /// <summary>Chooses the next ones among all.</summary>
    private void Look()
    {
        _chosen.Clear();
        foreach (TorrentState torrent in torrents.Values)
        {
            Urgency its = UrgencyOf(torrent);
            if (its == Urgency.None) continue;
            int place = _chosen.Count;
            while (place > 0 && IsBefore((its, torrent), _chosen[place - 1])) place--;
            if (place == MaxNext) continue;
            if (_chosen.Count == MaxNext) _chosen.RemoveAt(MaxNext - 1);
            _chosen.Insert(place, (its, torrent));
        }
        _next.Clear();
        foreach ((_, TorrentState torrent) in _chosen) _next.Enqueue(torrent);
        _lookedAt = state.Now;
    }

    private bool IsBefore(in (Urgency Urgency, TorrentState Torrent) one, in (Urgency Urgency, TorrentState Torrent) other) =>
        one.Urgency != other.Urgency ? one.Urgency > other.Urgency : IsBefore(one.Torrent.Torrent.InfoHash, other.Torrent.Torrent.InfoHash);

    /// <summary>Whether the one comes sooner than the other on the way round from where the last one was.</summary>
    private bool IsBefore(in InfoHash one, in InfoHash other)
    {
        bool isOneAhead = one.Span.SequenceCompareTo(_last.Span) > 0, isOtherAhead = other.Span.SequenceCompareTo(_last.Span) > 0;
        return isOneAhead == isOtherAhead ? one.Span.SequenceCompareTo(other.Span) < 0 : isOneAhead;
    }

    private enum Urgency
    {
        None,
        Again,
        First,
        Peers,
    }
}
