using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>What other nodes ask of us (BEP 5, 32, 33), and what we keep for them: peers they have announced, and nothing else.</summary>
/// <param name="wire">Sends the answers.</param>
/// <param name="pace">How many bytes there are for it.</param>
/// <param name="store">What was announced.</param>
/// <param name="sources">Who asks how often.</param>
/// <param name="tokens">What has to be shown.</param>
/// <param name="random">Chooses among peers.</param>
internal sealed class DhtServer(IDhtWire wire, DhtPace pace, DhtPeerStore store, DhtSources sources, DhtTokens tokens, Random random)
{
    /// <summary>Peers in an answer to an address that may be forged.</summary>
    private const int UnprovenPeers = 4;

    /// <summary>Peers in an answer that has other long parts too, or whose addresses are long.</summary>
    private const int FewPeers = 16;

    /// <summary>Questions answered since the start.</summary>
    public long Answered { get; private set; }

    /// <summary>Answers a question, if it is to be.</summary>
    /// <param name="query">The question.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="same">The nodes of his family.</param>
    /// <param name="other">Those of the other; null where there are none.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>Whether he has to prove himself by an answer of his.</returns>
    public bool Answer(in DhtMessage query, int length, in PeerEndPoint from, RoutingTable same, RoutingTable? other, long now)
    {
        SourceVerdict verdict = sources.Asks(from, now);
        if (verdict != SourceVerdict.Answer) return verdict == SourceVerdict.Question;
        Span<byte> datagram = stackalloc byte[DhtMessage.MaxBytes];
        int refusal = 0;
        if (query.Method == DhtMethod.Unknown) refusal = DhtWriter.UnknownMethod;
        else if (query.Method == DhtMethod.AnnouncePeer && !Take(query, from, now)) refusal = DhtWriter.ProtocolError;
        int written = refusal == 0 ? WriteAnswer(datagram, query, from, same, other, now) : DhtWriter.WriteError(datagram, query.Transaction, refusal);
        // A refusal helps nobody who did not ask: it is no longer than what came.
        if (refusal != 0 && written > length) return false;
        int bytes = written + PacketOverhead.DatagramBytes;
        if (!pace.MayAnswer(bytes, now) || !wire.TrySend(datagram[..written], from)) return false;
        pace.Answered(bytes);
        Answered++;
        return false;
    }

    private bool Take(in DhtMessage announce, in PeerEndPoint from, long now)
    {
        ushort port = announce.IsPortImplied ? from.Port : announce.Port;
        if (port == 0 || !tokens.IsGood(from, now, announce.Token)) return false;
        sources.Prove(from, now);
        store.Announce(announce.Target, from.WithPort(port), announce.IsSeed, now);
        return true;
    }

    private int WriteAnswer(Span<byte> datagram, in DhtMessage query, in PeerEndPoint from, RoutingTable same, RoutingTable? other, long now)
    {
        if (query.Method is DhtMethod.Ping or DhtMethod.AnnouncePeer) return DhtWriter.WriteAnswer(datagram, query.Transaction, from, new DhtAnswer(same.Own));
        bool isIPv4 = from.IsIPv4, isProven = sources.IsProven(from, now), isOneNamed = query.WantsIPv4 || query.WantsIPv6;
        bool wantsSame = !isOneNamed || (isIPv4 ? query.WantsIPv4 : query.WantsIPv6), wantsOther = isProven && (isIPv4 ? query.WantsIPv6 : query.WantsIPv4);
        AddressScope scope = AddressScopes.Of(from);
        Span<DhtContact> nodes = stackalloc DhtContact[RoutingTable.BucketSize], others = stackalloc DhtContact[RoutingTable.BucketSize];
        nodes = nodes[..(wantsSame ? same.FindNearest(query.Target, nodes, scope) : 0)];
        others = others[..(wantsOther && other is not null ? other.FindNearest(query.Target, others, scope) : 0)];
        ReadOnlySpan<DhtContact> nodes4 = isIPv4 ? nodes : others, nodes6 = isIPv4 ? others : nodes;
        if (query.Method == DhtMethod.FindNode) return DhtWriter.WriteAnswer(datagram, query.Transaction, from, new DhtAnswer(same.Own) { Nodes = nodes4, Nodes6 = nodes6 });
        Span<byte> token = stackalloc byte[DhtTokens.Length], filters = stackalloc byte[2 * ScrapeFilter.Length];
        tokens.Write(from, now, token);
        bool isScrape = query.IsScrape && isProven;
        filters = filters[..(isScrape ? filters.Length : 0)];
        filters.Clear();
        if (isScrape) store.Scrape(query.Target, isIPv4, filters, now);
        Span<PeerEndPoint> peers = stackalloc PeerEndPoint[DhtWriter.MaxPeers];
        int room = isScrape || !isIPv4 ? FewPeers : peers.Length;
        if (!isProven) room = UnprovenPeers;
        peers = peers[..store.Choose(query.Target, from, query.IsWithoutSeeds, peers[..room], random, now)];
        return DhtWriter.WriteAnswer(datagram, query.Transaction, from, new DhtAnswer(same.Own)
        {
            Nodes = nodes4,
            Nodes6 = nodes6,
            Token = token,
            Peers = peers,
            Scrape = filters,
        });
    }
}
