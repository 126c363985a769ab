using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

internal sealed partial class PeerBuckets<TEntry>
{
    /// <summary>No more buckets of a large swarm are looked into for one answer; it may then hold fewer peers than wanted.</summary>
    private const int MaxBucketsVisited = 32;

    /// <summary>Peers of one source in an answer at most, while there are others.</summary>
    private const int MaxOfSourceInAnswer = 2;

    /// <summary>An answer from a large swarm is gathered from at least this many buckets.</summary>
    private const int MinBucketsGathered = 4;

    /// <summary>Writes a random choice of peers in compact form; seeds and leechers in proportion, or leechers only.</summary>
    /// <param name="peers">The swarm's peers.</param>
    /// <param name="self">The asking client, which is left out.</param>
    /// <param name="wanted">The most peers to write.</param>
    /// <param name="onlyLeechers">Whether the client has no use for seeds.</param>
    /// <param name="horizon">What the client can reach.</param>
    /// <param name="placed">Who is in the answer already; null for nobody.</param>
    /// <param name="destination">Room for <paramref name="wanted"/> peers and one more.</param>
    /// <returns>Peers written.</returns>
    public int Select(in FamilyPeers peers, PeerPlace self, int wanted, bool onlyLeechers, in Horizon horizon, PeerEndPoint? placed, Span<byte> destination)
    {
        int count = onlyLeechers ? peers.Leechers : peers.Count;
        if (wanted <= 0 || count == 0) return 0;
        bool isFiltered = peers.Restricted > 0 && (horizon.Audience != AddressScope.Loopback || placed is not null);
        bool isUncounted = peers.Crowded == 0 && !isFiltered;
        int mostOfSource = isUncounted || IsOneSource(peers, self) ? int.MaxValue : MaxOfSourceInAnswer;
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
            written += Pick(block, bucket == self.Bucket ? self.Index : -1, most, onlyLeechers, isFiltered, mostOfSource, horizon, placed, destination[(written * TEntry.CompactLength)..]);
        }
        return isUncounted && placed is { } other ? LeaveOut(other, destination, written) : written;
    }

    /// <summary>Takes out of an answer those that are too many beside one of their source who is in it already; if there are no others, they stay.</summary>
    /// <returns>Peers left.</returns>
    private static int LeaveOut(in PeerEndPoint placed, Span<byte> destination, int written)
    {
        int length = TEntry.CompactLength, left = 0, ofSource = 1;
        for (int i = 0; i < written; i++)
        {
            Span<byte> peer = destination.Slice(i * length, length);
            if (IsOneStranger(placed, PeerEndPoint.FromCompact(peer)) && ++ofSource > MaxOfSourceInAnswer) continue;
            // Those left out change places with those that stay, so that none is lost if all are of that source.
            Span<byte> free = destination.Slice(left++ * length, length);
            for (int at = 0; at < length; at++) (free[at], peer[at]) = (peer[at], free[at]);
        }
        return ofSource - 1 == written ? written : left;
    }

    /// <summary>Whether two are one stranger; the machines of a home network are several, though they share its IPv6 network.</summary>
    private static bool IsOneStranger(in PeerEndPoint one, in PeerEndPoint other) =>
        AddressScopes.Of(one) == AddressScope.Global ? AddressBlock.Of(one) == AddressBlock.Of(other) : one.WithPort(0) == other.WithPort(0);

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

    private int Pick(uint block, int self, int most, bool onlyLeechers, bool isFiltered, int mostOfSource, in Horizon horizon, PeerEndPoint? placed, Span<byte> destination)
    {
        BlockHeader header = _blocks.Header(block);
        ReadOnlySpan<TEntry> entries = _blocks.Used(block);
        ReadOnlySpan<TEntry> seeds = onlyLeechers ? [] : entries[..header.Seeds], leechers = entries[header.Seeds..];
        int available = seeds.Length + leechers.Length;
        int seedShare = available == 0 ? 0 : Math.Min(seeds.Length, ((Math.Min(most, available) * seeds.Length) + _random.Below(available)) / available);
        if (isFiltered || mostOfSource < int.MaxValue)
            return PickOneByOne(entries, onlyLeechers ? 0 : header.Seeds, header.Seeds, self, seedShare, most, mostOfSource, horizon, placed, destination);
        int written = Stretch(seeds, self, seedShare, destination);
        written += Stretch(leechers, self - header.Seeds, most - written, destination[(written * TEntry.CompactLength)..]);
        // Where filters or the client itself left the leechers' part short, further seeds could follow; an answer somewhat short does no harm.
        return written;
    }

    /// <summary>Writes consecutive entries from a random one on, around the end, without <paramref name="self"/>.</summary>
    private int Stretch(ReadOnlySpan<TEntry> entries, int self, int most, Span<byte> destination)
    {
        if (most <= 0 || entries.IsEmpty) return 0;
        int start = _random.Below(entries.Length);
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

    /// <summary>Writes entries of a block that the client can reach, and no more than so many of one source.</summary>
    private int PickOneByOne(
        ReadOnlySpan<TEntry> entries, int seeds, int firstLeecher, int self, int mostSeeds, int most, int mostOfSource, in Horizon horizon, PeerEndPoint? placed,
        Span<byte> destination)
    {
        Span<byte> picked = stackalloc byte[PeerGroup.MaxPeers];
        int written = 0;
        for (int part = 0; part < 2; part++)
        {
            int first = part == 0 ? 0 : firstLeecher, length = part == 0 ? seeds : entries.Length - firstLeecher, until = part == 0 ? mostSeeds : most;
            int start = length == 0 ? 0 : _random.Below(length);
            for (int step = 0; step < length && written < until; step++)
            {
                int index = first + (start + step < length ? start + step : start + step - length);
                if (index == self || !horizon.TrySee(entries[index].EndPoint, out PeerEndPoint seen) || seen.CompactLength != TEntry.CompactLength) continue;
                int ofSource = placed is { } other && IsOneStranger(other, seen) ? 1 : 0;
                for (int i = 0; i < written && ofSource < mostOfSource; i++) ofSource += entries[picked[i]].HasSameSource(entries[index]) ? 1 : 0;
                if (ofSource >= mostOfSource) continue;
                seen.WriteCompact(destination[(written * TEntry.CompactLength)..]);
                picked[written++] = (byte)index;
            }
        }
        return written;
    }

    /// <summary>Whether all peers but the asking one are of one source: there are no others to give.</summary>
    private bool IsOneSource(in FamilyPeers peers, PeerPlace self)
    {
        if (peers.Buckets > 1) return false;
        ReadOnlySpan<TEntry> entries = _blocks.Used(BlockOf(peers, 0));
        int first = self.Bucket == 0 && self.Index == 0 ? 1 : 0;
        for (int i = first + 1; i < entries.Length; i++)
        {
            if ((self.Bucket != 0 || i != self.Index) && !entries[i].HasSameSource(entries[first])) return false;
        }
        return true;
    }
}
