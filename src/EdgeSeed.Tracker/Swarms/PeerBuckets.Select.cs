using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class PeerBuckets<TEntry>
{
    /// <summary>No more buckets of a large swarm are looked into for one answer; it may then hold fewer peers than wanted.</summary>
    private const int MaxBucketsVisited = 32;

    /// <summary>An answer from a large swarm is gathered from at least this many buckets.</summary>
    private const int MinBucketsGathered = 4;

    /// <summary>Writes a random choice of peers in compact form; seeds and leechers in proportion, or leechers only.</summary>
    /// <param name="peers">The swarm's peers.</param>
    /// <param name="self">The asking client, which is left out.</param>
    /// <param name="wanted">The most peers to write.</param>
    /// <param name="onlyLeechers">Whether the client has no use for seeds.</param>
    /// <param name="horizon">What the client can reach.</param>
    /// <param name="destination">Room for <paramref name="wanted"/> peers and one more.</param>
    /// <returns>Peers written.</returns>
    public int Select(in FamilyPeers peers, PeerPlace self, int wanted, bool onlyLeechers, in Horizon horizon, Span<byte> destination)
    {
        int count = onlyLeechers ? peers.Leechers : peers.Count;
        if (wanted <= 0 || count == 0) return 0;
        bool isFiltered = peers.Restricted > 0 && horizon.Audience != AddressScope.Loopback;
        int start = peers.Buckets <= 1 ? 0 : _random.Below(peers.Buckets), written = 0;
        int average = Math.Max(1, peers.Count / Math.Max(1, peers.Buckets));
        int visits = Math.Min(Math.Max(1, peers.Buckets), MaxBucketsVisited);
        for (int visit = 0; visit < visits && written < wanted; visit++)
        {
            int bucket = start + visit;
            if (bucket >= peers.Buckets) bucket -= Math.Max(1, peers.Buckets);
            uint block = BlockOf(peers, bucket);
            if (block == 0) continue;
            // In proportion to the bucket, so that peers in a nearly empty one are not given more often than others.
            int share = visit == visits - 1 ? wanted : Math.Max(1, wanted * _blocks.Header(block).Count / (average * MinBucketsGathered));
            int most = Math.Min(share, wanted - written);
            written += Pick(block, bucket == self.Bucket ? self.Index : -1, most, onlyLeechers, isFiltered, horizon, destination[(written * TEntry.CompactLength)..]);
        }
        return written;
    }

    /// <summary>Copies a bucket's peers with their ages, and returns how many there are, the seeds first.</summary>
    public int Read(in FamilyPeers peers, int bucket, uint now, Span<byte> destination, Span<ushort> ages, out int seeds)
    {
        seeds = 0;
        uint block = BlockOf(peers, bucket);
        if (block == 0) return 0;
        ReadOnlySpan<TEntry> entries = _blocks.Used(block);
        seeds = _blocks.Header(block).Seeds;
        TEntry.CopyCompact(entries, destination);
        for (int i = 0; i < entries.Length; i++) ages[i] = (ushort)SwarmClock.Age(now, entries[i].Tick);
        return entries.Length;
    }

    private int Pick(uint block, int self, int most, bool onlyLeechers, bool isFiltered, in Horizon horizon, Span<byte> destination)
    {
        BlockHeader header = _blocks.Header(block);
        ReadOnlySpan<TEntry> entries = _blocks.Used(block);
        ReadOnlySpan<TEntry> seeds = onlyLeechers ? [] : entries[..header.Seeds], leechers = entries[header.Seeds..];
        int available = seeds.Length + leechers.Length;
        int seedShare = available == 0 ? 0 : Math.Min(seeds.Length, ((Math.Min(most, available) * seeds.Length) + _random.Below(available)) / available);
        int written = Stretch(seeds, self, seedShare, isFiltered, horizon, destination);
        written += Stretch(leechers, self - header.Seeds, most - written, isFiltered, horizon, destination[(written * TEntry.CompactLength)..]);
        // Where filters or the client itself left the leechers' part short, further seeds could follow; an answer somewhat short does no harm.
        return written;
    }

    /// <summary>Writes consecutive entries from a random one on, around the end, without <paramref name="self"/>.</summary>
    private int Stretch(ReadOnlySpan<TEntry> entries, int self, int most, bool isFiltered, in Horizon horizon, Span<byte> destination)
    {
        if (most <= 0 || entries.IsEmpty) return 0;
        int start = _random.Below(entries.Length);
        if (isFiltered) return StretchFiltered(entries, start, self, most, horizon, destination);
        bool mayMeetSelf = (uint)self < (uint)entries.Length;
        int take = Math.Min(entries.Length, mayMeetSelf ? most + 1 : most), length = TEntry.CompactLength;
        int first = Math.Min(take, entries.Length - start);
        TEntry.CopyCompact(entries.Slice(start, first), destination);
        TEntry.CopyCompact(entries[..(take - first)], destination[(first * length)..]);
        if (!mayMeetSelf) return take;
        int slot = self >= start ? self - start : self - start + entries.Length;
        if (slot < take) destination.Slice((take - 1) * length, length).CopyTo(destination[(slot * length)..]);
        return slot < take ? take - 1 : Math.Min(take, most);
    }

    private static int StretchFiltered(ReadOnlySpan<TEntry> entries, int start, int self, int most, in Horizon horizon, Span<byte> destination)
    {
        int written = 0;
        for (int step = 0; step < entries.Length && written < most; step++)
        {
            int index = start + step < entries.Length ? start + step : start + step - entries.Length;
            if (index == self || !horizon.TrySee(entries[index].EndPoint, out var seen)) continue;
            if (seen.CompactLength != TEntry.CompactLength) continue;
            seen.WriteCompact(destination[(written * TEntry.CompactLength)..]);
            written++;
        }
        return written;
    }
}
