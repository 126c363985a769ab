using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>What other nodes ask of us (BEP 5, 32, 33), and what we keep for them: peers they have announced, and nothing else.</summary>
/// <param name="wire">Sends the answers.</param>
/// <param name="pace">How many bytes there are for it.</param>
/// <param name="store">What was announced.</param>
/// <param name="sources">Whose address is his own.</param>
/// <param name="tokens">What has to be shown.</param>
/// <param name="random">Chooses among peers.</param>
internal sealed class DhtServer(IDhtWire wire, DhtPace pace, DhtPeerStore store, DhtSources sources, DhtTokens tokens, Random random)
{
    /// <summary>Peers in an answer to an address that may be forged, as far as they fit.</summary>
    private const int UnprovenPeers = 4;

    /// <summary>Peers in an answer that has other long parts too, or whose addresses are long.</summary>
    private const int FewPeers = 16;

    /// <summary>Questions answered since the start.</summary>
    public long Answered { get; private set; }

    /// <summary>Answers a question. Somebody who has not shown that his address is his own is sent no more bytes than he sent: what is least needed is left out.</summary>
    /// <param name="query">The question.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="same">The nodes of his family.</param>
    /// <param name="other">Those of the other; null where there are none.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public void Answer(in DhtMessage query, int length, in PeerEndPoint from, RoutingTable same, RoutingTable? other, long now)
    {
        Span<byte> datagram = stackalloc byte[DhtMessage.MaxBytes];
        int refusal = 0;
        if (query.Method == DhtMethod.Unknown) refusal = DhtWriter.UnknownMethod;
        else if (!query.HasArguments || (query.Method == DhtMethod.AnnouncePeer && !Take(query, from, now))) refusal = DhtWriter.ProtocolError;
        int room = sources.IsProven(from, now) ? DhtMessage.MaxBytes : length;
        int written = refusal == 0 ? WriteAnswer(datagram, query, room, from, same, other, now) : DhtWriter.WriteError(datagram, query.Transaction, refusal);
        int bytes = written + PacketOverhead.DatagramBytes;
        if (written > room || !pace.MayAnswer(bytes, now) || !wire.TrySend(datagram[..written], from)) return;
        pace.Answered(bytes);
        Answered++;
    }

    private bool Take(in DhtMessage announce, in PeerEndPoint from, long now)
    {
        ushort port = announce.IsPortImplied ? from.Port : announce.Port;
        if (port == 0 || !tokens.IsGood(from, now, announce.Token)) return false;
        sources.Prove(from, now);
        store.Announce(announce.Target, from.WithPort(port), announce.IsSeed, now);
        return true;
    }

    private int WriteAnswer(Span<byte> datagram, in DhtMessage query, int room, in PeerEndPoint from, RoutingTable same, RoutingTable? other, long now)
    {
        scoped DhtAnswer answer = new(same.Own) { Seen = from };
        if (query.Method is DhtMethod.Ping or DhtMethod.AnnouncePeer) return Write(datagram, query.Transaction, room, answer);
        bool isIPv4 = from.IsIPv4, isProven = sources.IsProven(from, now), isOneNamed = query.WantsIPv4 || query.WantsIPv6;
        bool wantsSame = !isOneNamed || (isIPv4 ? query.WantsIPv4 : query.WantsIPv6), wantsOther = isProven && (isIPv4 ? query.WantsIPv6 : query.WantsIPv4);
        AddressScope scope = AddressScopes.Of(from);
        Span<DhtContact> nodes = stackalloc DhtContact[RoutingTable.BucketSize], others = stackalloc DhtContact[RoutingTable.BucketSize];
        nodes = nodes[..(wantsSame ? same.FindNearest(query.Target, nodes, scope) : 0)];
        others = others[..(wantsOther && other is not null ? other.FindNearest(query.Target, others, scope) : 0)];
        answer = answer with { Nodes = isIPv4 ? nodes : others, Nodes6 = isIPv4 ? others : nodes };
        if (query.Method == DhtMethod.FindNode) return Write(datagram, query.Transaction, room, answer);
        Span<byte> token = stackalloc byte[DhtTokens.Length], filters = stackalloc byte[2 * ScrapeFilter.Length];
        tokens.Write(from, now, token);
        bool isScrape = query.IsScrape && isProven;
        filters = filters[..(isScrape ? filters.Length : 0)];
        filters.Clear();
        if (isScrape) store.Scrape(query.Target, isIPv4, filters, now);
        Span<PeerEndPoint> peers = stackalloc PeerEndPoint[DhtWriter.MaxPeers];
        int most = isScrape || !isIPv4 ? FewPeers : peers.Length;
        if (!isProven) most = UnprovenPeers;
        peers = peers[..store.Choose(query.Target, from, query.IsWithoutSeeds, peers[..most], random, now)];
        return Write(datagram, query.Transaction, room, answer with { Token = token, Peers = peers, Scrape = filters });
    }

    /// <summary>Writes an answer as it fits, if it can be made to: without the asker's own address, then with fewer nodes, the nearest, then with fewer peers.</summary>
    private static int Write(Span<byte> datagram, ReadOnlySpan<byte> transaction, int room, DhtAnswer answer)
    {
        while (true)
        {
            int written = DhtWriter.WriteAnswer(datagram, transaction, answer);
            if (written <= room) return written;
            if (answer.Seen is not null) answer = answer with { Seen = null };
            else if (answer.Nodes.Length > 0) answer = answer with { Nodes = answer.Nodes[..^1] };
            else if (answer.Nodes6.Length > 0) answer = answer with { Nodes6 = answer.Nodes6[..^1] };
            else if (answer.Peers.Length > 0) answer = answer with { Peers = answer.Peers[..^1] };
            else return written;
        }
    }
}
