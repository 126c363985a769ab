using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Dht;

/// <summary>
/// Writes the datagrams of the DHT (BEP 5), each as short as it can be, and returns their length. The buffers are the caller's, of at least
/// <see cref="DhtMessage.MaxBytes"/> bytes.
/// </summary>
public static class DhtWriter
{
    /// <summary>Most peers in one answer.</summary>
    public const int MaxPeers = 48;

    /// <summary>Writes a question.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="transaction">By which the answer will be known.</param>
    /// <param name="query">What is asked.</param>
    public static int WriteQuery(Span<byte> destination, ReadOnlySpan<byte> transaction, in DhtQuery query)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        writer.WriteKey("a"u8);
        writer.WriteDictionaryStart();
        WriteId(ref writer, "id"u8, query.Id);
        bool isAnnounce = query.Method == DhtMethod.AnnouncePeer;
        if (isAnnounce || query.Method == DhtMethod.GetPeers) WriteId(ref writer, "info_hash"u8, query.Target);
        if (isAnnounce)
        {
            writer.WriteKey("port"u8);
            writer.WriteInteger(query.Port);
            if (query.IsSeed)
            {
                writer.WriteKey("seed"u8);
                writer.WriteInteger(1);
            }
        }
        if (query.Method == DhtMethod.FindNode) WriteId(ref writer, "target"u8, query.Target);
        if (isAnnounce)
        {
            writer.WriteKey("token"u8);
            writer.WriteString(query.Token);
        }
        writer.WriteEnd();
        writer.WriteKey("q"u8);
        writer.WriteString(NameOf(query.Method));
        if (query.IsReadOnly)
        {
            writer.WriteKey("ro"u8);
            writer.WriteInteger(1);
        }
        WriteEnd(ref writer, transaction, "q"u8);
        return writer.Length;
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="transaction">That of the question, at most <see cref="DhtMessage.MaxTransactionBytes"/>.</param>
    /// <param name="answer">What is answered.</param>
    public static int WriteAnswer(Span<byte> destination, ReadOnlySpan<byte> transaction, in DhtAnswer answer)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        if (answer.Seen is { } seen)
        {
            writer.WriteKey("ip"u8);
            seen.WriteCompact(writer.WriteStringInPlace(seen.CompactLength));
        }
        writer.WriteKey("r"u8);
        writer.WriteDictionaryStart();
        if (answer.Scrape.Length > 0)
        {
            writer.WriteKey("BFpe"u8);
            writer.WriteString(answer.Scrape[ScrapeFilter.Length..]);
            writer.WriteKey("BFsd"u8);
            writer.WriteString(answer.Scrape[..ScrapeFilter.Length]);
        }
        WriteId(ref writer, "id"u8, answer.Id);
        if (answer.Nodes.Length > 0) WriteNodes(ref writer, "nodes"u8, answer.Nodes);
        if (answer.Nodes6.Length > 0) WriteNodes(ref writer, "nodes6"u8, answer.Nodes6);
        if (answer.Token.Length > 0)
        {
            writer.WriteKey("token"u8);
            writer.WriteString(answer.Token);
        }
        if (answer.Peers.Length > 0)
        {
            writer.WriteKey("values"u8);
            writer.WriteListStart();
            foreach (ref readonly PeerEndPoint peer in answer.Peers) peer.WriteCompact(writer.WriteStringInPlace(peer.CompactLength));
            writer.WriteEnd();
        }
        writer.WriteEnd();
        WriteEnd(ref writer, transaction, "r"u8);
        return writer.Length;
    }

    /// <summary>Writes a refusal.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="transaction">That of the question.</param>
    /// <param name="code">203 for what cannot be read or has a bad token, 204 for what is not known.</param>
    public static int WriteError(Span<byte> destination, ReadOnlySpan<byte> transaction, int code)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        writer.WriteKey("e"u8);
        writer.WriteListStart();
        writer.WriteInteger(code);
        writer.WriteString(code == UnknownMethod ? "Method Unknown"u8 : "Protocol Error"u8);
        writer.WriteEnd();
        WriteEnd(ref writer, transaction, "e"u8);
        return writer.Length;
    }

    /// <summary>The code of a question that is malformed, or whose token is not good.</summary>
    public const int ProtocolError = 203;

    /// <summary>The code of a question that is not known.</summary>
    public const int UnknownMethod = 204;

    private static void WriteEnd(ref BencodeSpanWriter writer, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> kind)
    {
        writer.WriteKey("t"u8);
        writer.WriteString(transaction);
        writer.WriteKey("y"u8);
        writer.WriteString(kind);
        writer.WriteEnd();
    }

    private static void WriteId(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, in NodeId id)
    {
        writer.WriteKey(key);
        id.Write(writer.WriteStringInPlace(NodeId.Length));
    }

    private static void WriteNodes(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, ReadOnlySpan<DhtContact> nodes)
    {
        writer.WriteKey(key);
        Span<byte> rest = writer.WriteStringInPlace(nodes.Length * CompactNodes.LengthOf(nodes[0].EndPoint.IsIPv4));
        foreach (ref readonly DhtContact node in nodes) rest = rest[CompactNodes.Write(node, rest)..];
    }

    private static ReadOnlySpan<byte> NameOf(DhtMethod method) => method switch
    {
        DhtMethod.Ping => "ping"u8,
        DhtMethod.FindNode => "find_node"u8,
        DhtMethod.GetPeers => "get_peers"u8,
        DhtMethod.AnnouncePeer => "announce_peer"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Nothing else is asked."),
    };
}

/// <summary>A question.</summary>
/// <param name="Method">What is asked.</param>
/// <param name="Id">Our name.</param>
public readonly ref struct DhtQuery(DhtMethod Method, NodeId Id)
{
    /// <summary>What is asked.</summary>
    public DhtMethod Method { get; } = Method;

    /// <summary>Our name.</summary>
    public NodeId Id { get; } = Id;

    /// <summary>The place that is asked for; of no ping.</summary>
    public NodeId Target { get; init; }

    /// <summary>Of an announce: the TCP port at which we listen.</summary>
    public ushort Port { get; init; }

    /// <summary>Of an announce: whether we have everything (BEP 33).</summary>
    public bool IsSeed { get; init; }

    /// <summary>Of an announce: what the node gave us.</summary>
    public ReadOnlySpan<byte> Token { get; init; }

    /// <summary>Whether we answer nobody (BEP 43).</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Id">Our name.</param>
public readonly ref struct DhtAnswer(NodeId Id)
{
    /// <summary>Our name.</summary>
    public NodeId Id { get; } = Id;

    /// <summary>Where who asked is seen (BEP 42); null not to say it.</summary>
    public PeerEndPoint? Seen { get; init; }

    /// <summary>Nodes at IPv4 addresses.</summary>
    public ReadOnlySpan<DhtContact> Nodes { get; init; }

    /// <summary>Nodes at IPv6 addresses.</summary>
    public ReadOnlySpan<DhtContact> Nodes6 { get; init; }

    /// <summary>What has to come with an announce.</summary>
    public ReadOnlySpan<byte> Token { get; init; }

    /// <summary>Peers, at most <see cref="DhtWriter.MaxPeers"/>.</summary>
    public ReadOnlySpan<PeerEndPoint> Peers { get; init; }

    /// <summary>The filters of a scrape, that of seeds first; empty when none is asked for.</summary>
    public ReadOnlySpan<byte> Scrape { get; init; }
}
