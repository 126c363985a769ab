using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class SwarmShard
{
    /// <summary>See <see cref="SwarmStore.CompletedChanges"/>.</summary>
    public long CompletedChanges
    {
        get
        {
            lock (_lock) return _completedChanges;
        }
    }

    /// <summary>See <see cref="SwarmStore.PeerChanges"/>.</summary>
    public long PeerChanges
    {
        get
        {
            lock (_lock) return _peerChanges;
        }
    }

    /// <summary>Adds the completed counts of this shard's torrents.</summary>
    public void AddCompletedCounts(List<(InfoHash InfoHash, uint Completed)> counts)
    {
        lock (_lock)
        {
            for (int index = 0; index < _swarms.Limit; index++)
            {
                ref Swarm swarm = ref _swarms[index];
                if (swarm.Completed > 0) counts.Add((swarm.InfoHash, swarm.Completed));
            }
        }
    }

    /// <summary>Adds this shard's torrents.</summary>
    public void AddTorrents(HashSet<InfoHash> torrents)
    {
        lock (_lock)
        {
            for (int index = 0; index < _swarms.Limit; index++)
            {
                if (_swarms[index].IsUsed) torrents.Add(_swarms[index].InfoHash);
            }
        }
    }

    /// <summary>See <see cref="SwarmStore.TryRead"/>; false at the end of this shard.</summary>
    public bool TryRead(ref StorePlace place, uint now, out PeerGroup group, Span<byte> peers, Span<ushort> ages)
    {
        lock (_lock)
        {
            for (; place.Swarm < _swarms.Limit; place = place with { Swarm = place.Swarm + 1, IsIPv6 = false, Bucket = 0 })
            {
                if (!_swarms[place.Swarm].IsUsed) continue;
                if (!place.IsIPv6)
                {
                    if (TryRead(_peers4, ref place, now, out group, peers, ages)) return true;
                    place = place with { IsIPv6 = true, Bucket = 0 };
                }
                if (TryRead(_peers6, ref place, now, out group, peers, ages)) return true;
            }
        }
        group = default;
        return false;
    }

    /// <summary>See <see cref="SwarmStore.Restore(in InfoHash, uint)"/>.</summary>
    public void Restore(in InfoHash infoHash, uint completed, uint now)
    {
        lock (_lock)
        {
            if (FindOrAdd(infoHash) is not (>= 0 and int index)) return;
            _swarms[index].Completed = completed;
            _swarms[index].LastTick = now;
            _swarms[index].LastAnnounce = ++_announces;
        }
    }

    /// <summary>See <see cref="SwarmStore.Restore(in InfoHash, in PeerEndPoint, bool, ushort)"/>.</summary>
    public void Restore(in InfoHash infoHash, in PeerEndPoint peer, bool isSeed, ushort age, uint now)
    {
        lock (_lock)
        {
            if (_limits.IsPeersFull || FindOrAdd(infoHash) is not (>= 0 and int index)) return;
            _swarms[index].LastTick = now;
            _swarms[index].LastAnnounce = ++_announces;
            if (_swarms[index].PeerCount >= _limits.MaxPeersPerTorrent) return;
            ushort tick = (ushort)(now - age);
            if (peer.IsIPv4) Restore(_peers4, index, PeerEntry4.Create(peer, tick), isSeed);
            else Restore(_peers6, index, PeerEntry6.Create(peer, tick), isSeed);
            Settle();
        }
    }

    private void Restore<TEntry>(PeerBuckets<TEntry> family, int index, in TEntry entry, bool isSeed) where TEntry : unmanaged, IPeerEntry<TEntry>
    {
        if (family.Find(TEntry.Of(ref _swarms[index]), entry).IsStored) return;
        family.MakeRoomAtSource(index, entry, _limits.MaxPeersPerSource);
        family.Add(index, entry, isSeed);
    }

    private bool TryRead<TEntry>(PeerBuckets<TEntry> family, ref StorePlace place, uint now, out PeerGroup group, Span<byte> peers, Span<ushort> ages)
        where TEntry : unmanaged, IPeerEntry<TEntry>
    {
        ref Swarm swarm = ref _swarms[place.Swarm];
        ref FamilyPeers all = ref TEntry.Of(ref swarm);
        for (int bucket = place.Bucket; bucket < all.Buckets; bucket++)
        {
            int count = family.Read(all, bucket, now, peers, ages, out int seeds);
            if (count == 0) continue;
            group = new PeerGroup(swarm.InfoHash, place.IsIPv6, count, seeds);
            place = place with { Bucket = bucket + 1 };
            return true;
        }
        group = default;
        return false;
    }

    private int FindOrAdd(in InfoHash infoHash)
    {
        int index = _swarms.Find(infoHash);
        return index >= 0 || _limits.IsTorrentsFull ? index : AddSwarm(infoHash);
    }
}
