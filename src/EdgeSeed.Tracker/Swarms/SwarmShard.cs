using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>A part of the swarms with everything in them, under one lock that is held for microseconds and never across a system call.</summary>
internal sealed partial class SwarmShard
{
    private readonly Lock _lock = new();
    private readonly SwarmTable _swarms;
    private readonly PeerBuckets<PeerEntry4> _peers4;
    private readonly PeerBuckets<PeerEntry6> _peers6;
    private readonly CompletedSources _completed = new();
    private readonly StoreLimits _limits;
    private readonly ulong _secret;
    private long _settledBytes;
    private long _completedChanges;
    private long _peerChanges;
    private uint _announces;
    private int _nextToGive;

    public SwarmShard(PagePool pool, StoreLimits limits, ulong secret)
    {
        (_limits, _secret) = (limits, secret);
        _swarms = new SwarmTable(secret);
        _peers4 = new PeerBuckets<PeerEntry4>(pool, _swarms, secret);
        _peers6 = new PeerBuckets<PeerEntry6>(pool, _swarms, secret);
    }

    /// <summary>See <see cref="SwarmStore.Announce"/>. At a cap it changes nothing and says what is short; <paramref name="isForced"/> adds all the same.</summary>
    public SwarmCounts Announce(
        in SwarmAnnounce announce, uint now, bool isForced, ref PeerSelection selection, out PeerChange change, out Shortage shortage)
    {
        lock (_lock)
        {
            change = PeerChange.None;
            shortage = Shortage.None;
            int index = _swarms.Find(announce.InfoHash);
            bool isLeaving = announce.Event == AnnounceEvent.Stopped, isStored = announce.Peer.Port != 0 && !isLeaving;
            if (index < 0 && !isStored) return default;
            if (index < 0 && !isForced && _limits.IsTorrentsFull) shortage = Shortage.Torrents;
            if (shortage != Shortage.None) return default;
            if (index < 0) index = AddSwarm(announce.InfoHash);
            ref Swarm swarm = ref _swarms[index];
            swarm.LastTick = now;
            swarm.LastAnnounce = ++_announces;
            _peerChanges++;
            if (isLeaving)
            {
                change = announce.Peer.IsIPv4 ? Leave(_peers4, index, announce) : Leave(_peers6, index, announce);
                if (change == PeerChange.Completed) CountCompleted(ref swarm);
                SwarmCounts left = swarm.Counts;
                DropIfEmpty(index);
                Settle();
                return left;
            }
            PeerPlace place = PeerPlace.None;
            if (isStored && announce.Peer.IsIPv4) place = Store(_peers4, index, announce, now, isForced, out change, out shortage);
            else if (isStored) place = Store(_peers6, index, announce, now, isForced, out change, out shortage);
            if (shortage != Shortage.None) return default;
            if (change == PeerChange.Completed) CountCompleted(ref swarm);
            Select(ref swarm, announce, place, ref selection);
            return swarm.Counts;
        }
    }

    /// <summary>See <see cref="SwarmStore.TryScrape"/>.</summary>
    public bool TryScrape(in InfoHash infoHash, out SwarmCounts counts)
    {
        lock (_lock)
        {
            int index = _swarms.Find(infoHash);
            counts = index < 0 ? default : _swarms[index].Counts;
            return index >= 0;
        }
    }

    private PeerPlace Store<TEntry>(
        PeerBuckets<TEntry> family, int index, in SwarmAnnounce announce, uint now, bool isForced, out PeerChange change, out Shortage shortage)
        where TEntry : unmanaged, IPeerEntry<TEntry>
    {
        shortage = Shortage.None;
        ref Swarm swarm = ref _swarms[index];
        TEntry entry = TEntry.Create(announce.Peer, (ushort)now);
        PeerPlace place = family.Find(TEntry.Of(ref swarm), entry);
        bool wasSeed = place.IsStored && family.IsSeed(TEntry.Of(ref swarm), place);
        bool isCompletion = announce is { Event: AnnounceEvent.Completed, IsSeed: true } && (!wasSeed || announce.HasTwoNames);
        change = place.IsStored ? PeerChange.Refreshed : PeerChange.Joined;
        if (place.IsStored)
        {
            if (isCompletion && _completed.TryAdd(announce.InfoHash, entry.Hash(_secret))) change = PeerChange.Completed;
            return family.Refresh(ref TEntry.Of(ref swarm), place, announce.IsSeed, now);
        }
        family.MakeRoomAtSource(index, entry, _limits.MaxPeersPerSource);
        bool isSwarmFull = swarm.PeerCount >= _limits.MaxPeersPerTorrent;
        if (!isSwarmFull && !isForced && _limits.IsPeersFull)
        {
            shortage = Shortage.Peers;
            return PeerPlace.None;
        }
        if (isSwarmFull && !family.RemoveOldest(index, entry))
        {
            if (TEntry.CompactLength == PeerEndPoint.CompactIPv4Length) _peers6.RemoveOldest(index, default);
            else _peers4.RemoveOldest(index, default);
        }
        if (isCompletion && _completed.TryAdd(announce.InfoHash, entry.Hash(_secret))) change = PeerChange.Completed;
        place = family.Add(index, entry, announce.IsSeed);
        Settle();
        return place;
    }

    private PeerChange Leave<TEntry>(PeerBuckets<TEntry> family, int index, in SwarmAnnounce announce) where TEntry : unmanaged, IPeerEntry<TEntry>
    {
        ref FamilyPeers peers = ref TEntry.Of(ref _swarms[index]);
        TEntry entry = TEntry.Create(announce.Peer, 0);
        PeerPlace place = family.Find(peers, entry);
        if (!place.IsStored) return PeerChange.None;
        bool wasSeed = family.IsSeed(peers, place);
        family.Remove(index, place);
        if (wasSeed) return PeerChange.SeedLeft;
        // Who stops as soon as it has everything often says only that.
        return announce.IsSeed && _completed.TryAdd(announce.InfoHash, entry.Hash(_secret)) ? PeerChange.Completed : PeerChange.LeecherLeft;
    }

    private void CountCompleted(ref Swarm swarm)
    {
        swarm.Completed++;
        _completedChanges++;
    }

    /// <summary>Divides the answer: up to a quarter to the family that the client did not announce with, the rest to its own, and what either leaves to the other.</summary>
    private void Select(ref Swarm swarm, in SwarmAnnounce announce, PeerPlace self, ref PeerSelection selection)
    {
        int room4 = PeerSelection.Fits(selection.IPv4, PeerEndPoint.CompactIPv4Length), room6 = PeerSelection.Fits(selection.IPv6, PeerEndPoint.CompactIPv6Length);
        bool isIPv4 = announce.Peer.IsIPv4, onlyLeechers = !announce.WantsSeeds;
        int has4 = Math.Min(room4, onlyLeechers ? swarm.IPv4.Leechers : swarm.IPv4.Count);
        int has6 = Math.Min(room6, onlyLeechers ? swarm.IPv6.Leechers : swarm.IPv6.Count);
        int wanted = selection.Wanted, own = isIPv4 ? has4 : has6, other = isIPv4 ? has6 : has4;
        int toOther = Math.Min(other, Math.Max(wanted / 4, wanted - own)), toOwn = Math.Min(own, wanted - toOther);
        PeerPlace self4 = isIPv4 ? self : PeerPlace.None, self6 = isIPv4 ? PeerPlace.None : self;
        selection.IPv4Count = _peers4.Select(swarm.IPv4, self4, isIPv4 ? toOwn : toOther, onlyLeechers, selection.Horizon, selection.Placed, selection.IPv4);
        selection.IPv6Count = _peers6.Select(swarm.IPv6, self6, isIPv4 ? toOther : toOwn, onlyLeechers, selection.Horizon, selection.Placed, selection.IPv6);
    }

    private int AddSwarm(in InfoHash infoHash)
    {
        _limits.AddTorrents(1);
        return _swarms.Add(infoHash);
    }

    /// <summary>Forgets a swarm in which nothing is left to know.</summary>
    private void DropIfEmpty(int index)
    {
        if (_swarms[index] is not { PeerCount: 0, Completed: 0 }) return;
        _swarms.Remove(index);
        _limits.AddTorrents(-1);
    }

    private void Settle()
    {
        long bytes = ((long)_peers4.Count * PeerEntry4.WorstBytes) + ((long)_peers6.Count * PeerEntry6.WorstBytes);
        if (bytes == _settledBytes) return;
        _limits.AddPeerBytes(bytes - _settledBytes);
        _settledBytes = bytes;
    }
}

/// <summary>What an announce found full.</summary>
internal enum Shortage : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is no room for a further torrent.</summary>
    Torrents,

    /// <summary>There is no room for a further peer.</summary>
    Peers,
}
