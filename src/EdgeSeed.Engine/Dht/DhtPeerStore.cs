using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Peers that others have announced to us (BEP 5): one table of <see cref="MaxPeers"/> places, some 130 kB when full, of which one address has
/// <see cref="MaxOfAddress"/> and one torrent <see cref="MaxOfTorrent"/> at most. Who comes when it is full takes the place of the one that was heard of
/// longest ago. Nothing else is kept for others.
/// </summary>
internal sealed class DhtPeerStore
{
    /// <summary>Peers of all torrents.</summary>
    public const int MaxPeers = 2048;

    /// <summary>Peers of one torrent.</summary>
    public const int MaxOfTorrent = 128;

    /// <summary>Places of one address, or /64.</summary>
    public const int MaxOfAddress = 16;

    /// <summary>After so long without another announce a peer is forgotten.</summary>
    public const long LifeMilliseconds = 1_800_000;

    private readonly List<Announced> _all = [];

    /// <summary>Peers kept.</summary>
    public int Count => _all.Count;

    /// <summary>Keeps a peer, or hears of it again.</summary>
    /// <param name="target">The torrent.</param>
    /// <param name="peer">Where it listens; the address is proven.</param>
    /// <param name="isSeed">Whether it has everything (BEP 33).</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public void Announce(in NodeId target, in PeerEndPoint peer, bool isSeed, long now)
    {
        AddressBlock block = AddressBlock.Of(peer);
        int oldest = -1, oldestOfTorrent = -1, oldestOfAddress = -1, ofTorrent = 0, ofAddress = 0;
        for (int i = 0; i < _all.Count; i++)
        {
            Announced each = _all[i];
            bool isOfTorrent = each.Target == target;
            if (isOfTorrent && each.Peer == peer)
            {
                _all[i] = each with { IsSeed = isSeed, At = now };
                return;
            }
            if (isOfTorrent) ofTorrent++;
            if (isOfTorrent && IsOlder(i, oldestOfTorrent)) oldestOfTorrent = i;
            bool isOfAddress = AddressBlock.Of(each.Peer) == block;
            if (isOfAddress) ofAddress++;
            if (isOfAddress && IsOlder(i, oldestOfAddress)) oldestOfAddress = i;
            if (IsOlder(i, oldest)) oldest = i;
        }
        int place = -1;
        if (ofAddress >= MaxOfAddress) place = oldestOfAddress;
        else if (ofTorrent >= MaxOfTorrent) place = oldestOfTorrent;
        else if (_all.Count >= MaxPeers || (oldest >= 0 && now - _all[oldest].At > LifeMilliseconds)) place = oldest;
        var announced = new Announced(target, peer, isSeed, now);
        if (place >= 0) _all[place] = announced;
        else _all.Add(announced);
    }

    /// <summary>Some peers of a torrent, others each time where there are more than asked for.</summary>
    /// <param name="target">The torrent.</param>
    /// <param name="asker">Who wants to know: named are peers of his family that are no nearer to us than he is.</param>
    /// <param name="isWithoutSeeds">Whether seeds are left out.</param>
    /// <param name="peers">Filled as far as there are any.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>How many.</returns>
    public int Choose(in NodeId target, in PeerEndPoint asker, bool isWithoutSeeds, Span<PeerEndPoint> peers, Random random, long now)
    {
        int seen = 0;
        AddressScope scope = AddressScopes.Of(asker);
        foreach (Announced each in _all)
        {
            if (each.Target != target || each.Peer.IsIPv4 != asker.IsIPv4 || now - each.At > LifeMilliseconds) continue;
            if ((isWithoutSeeds && each.IsSeed) || AddressScopes.Of(each.Peer) < scope) continue;
            int place = seen < peers.Length ? seen : random.Next(seen + 1);
            if (place < peers.Length) peers[place] = each.Peer;
            seen++;
        }
        return Math.Min(seen, peers.Length);
    }

    /// <summary>Makes the filters of a scrape (BEP 33).</summary>
    /// <param name="target">The torrent.</param>
    /// <param name="isIPv4">Of which family.</param>
    /// <param name="filters">Two filters, zero: that of seeds, then that of others.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public void Scrape(in NodeId target, bool isIPv4, Span<byte> filters, long now)
    {
        foreach (Announced each in _all)
        {
            if (each.Target != target || each.Peer.IsIPv4 != isIPv4 || now - each.At > LifeMilliseconds) continue;
            ScrapeFilter.Add(each.IsSeed ? filters[..ScrapeFilter.Length] : filters[ScrapeFilter.Length..], each.Peer);
        }
    }

    private bool IsOlder(int place, int than) => than < 0 || _all[place].At < _all[than].At;

    private readonly record struct Announced(NodeId Target, PeerEndPoint Peer, bool IsSeed, long At);
}
