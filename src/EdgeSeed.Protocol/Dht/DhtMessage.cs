using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Dht;

/// <summary>
/// A datagram of the DHT (BEP 5, 32, 33, 42, 43), read leniently: keys may come in any order and unknown ones are passed over. Borrows the datagram;
/// nothing is allocated.
/// </summary>
public ref struct DhtMessage
{
    /// <summary>A longer datagram is not read.</summary>
    public const int MaxBytes = 1500;

    /// <summary>A longer transaction is not answered, since the answer would repeat it.</summary>
    public const int MaxTransactionBytes = 32;

    /// <summary>A longer token is not kept, and so the node that gave it is not announced to.</summary>
    public const int MaxTokenBytes = 64;

    private static BencodeLimits Limits => new() { MaxLength = MaxBytes, MaxDepth = 8, MaxTokens = 512 };

    /// <summary>What it is.</summary>
    public DhtMessageKind Kind { get; private set; }

    /// <summary>What is asked, of a query.</summary>
    public DhtMethod Method { get; private set; }

    /// <summary>By which the answer is known; chosen by who asks.</summary>
    public ReadOnlySpan<byte> Transaction { get; private set; }

    /// <summary>Whether <see cref="Id"/> is there.</summary>
    public bool HasId { get; private set; }

    /// <summary>The sender's name.</summary>
    public NodeId Id { get; private set; }

    /// <summary>Whether <see cref="Target"/> is there.</summary>
    public bool HasTarget { get; private set; }

    /// <summary>The place that is asked for: <c>target</c> of find_node, else <c>info_hash</c>.</summary>
    public NodeId Target { get; private set; }

    /// <summary>Of an answer: what has to come with an announce; of an announce: what was given.</summary>
    public ReadOnlySpan<byte> Token { get; private set; }

    /// <summary>The TCP port that is announced, 0 when none is.</summary>
    public ushort Port { get; private set; }

    /// <summary>Whether the port from which the announce came is the one that is meant.</summary>
    public bool IsPortImplied { get; private set; }

    /// <summary>Whether who announces has everything (BEP 33).</summary>
    public bool IsSeed { get; private set; }

    /// <summary>Whether the filters of a scrape are asked for (BEP 33).</summary>
    public bool IsScrape { get; private set; }

    /// <summary>Whether seeds are not asked for (BEP 33).</summary>
    public bool IsWithoutSeeds { get; private set; }

    /// <summary>Whether the sender answers nobody and is not to be remembered (BEP 43).</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Whether nodes at IPv4 addresses are asked for by name (BEP 32).</summary>
    public bool WantsIPv4 { get; private set; }

    /// <summary>Whether nodes at IPv6 addresses are asked for by name (BEP 32).</summary>
    public bool WantsIPv6 { get; private set; }

    /// <summary>Nodes at IPv4 addresses.</summary>
    public CompactNodes Nodes { get; private set; }

    /// <summary>Nodes at IPv6 addresses (BEP 32).</summary>
    public CompactNodes Nodes6 { get; private set; }

    /// <summary>The peers of an answer.</summary>
    public DhtPeers Peers { get; private set; }

    /// <summary>Where the sender sees us (BEP 42): a compact address, or nothing.</summary>
    public ReadOnlySpan<byte> SeenAddress { get; private set; }

    /// <summary>Whether a query has the arguments that its method takes; of an unknown one that is not known.</summary>
    public readonly bool HasArguments => Method == DhtMethod.Unknown || (HasId && (Method == DhtMethod.Ping || HasTarget));

    /// <summary>Reads a datagram.</summary>
    /// <returns>False when it is none of the DHT's, or lacks what its kind must have: but for <see cref="HasArguments"/>, which is answered by a refusal.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out DhtMessage message)
    {
        message = default;
        DhtMessage read = default;
        var reader = new BencodeReader(datagram, Limits);
        if (!reader.ReadDictionaryStart()) return false;
        while (reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (!read.ReadField(ref reader, datagram, key)) return false;
        }
        if (!reader.IsComplete || !read.IsWhole()) return false;
        message = read;
        return true;
    }

    private bool ReadField(ref BencodeReader reader, ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key)
    {
        if (!reader.Read() || reader.Token == BencodeToken.End) return false;
        bool isDictionary = reader.Token == BencodeToken.DictionaryStart;
        if (isDictionary && (key.SequenceEqual("a"u8) || key.SequenceEqual("r"u8))) return ReadBody(ref reader, datagram);
        if (reader.Token == BencodeToken.String)
        {
            ReadOnlySpan<byte> value = reader.String;
            if (key.SequenceEqual("t"u8)) Transaction = value;
            else if (key.SequenceEqual("q"u8)) Method = MethodOf(value);
            else if (key.SequenceEqual("ip"u8)) SeenAddress = value.Length is PeerEndPoint.CompactIPv4Length or PeerEndPoint.CompactIPv6Length ? value : default;
            else if (key.SequenceEqual("y"u8)) Kind = KindOf(value);
        }
        else if (reader.Token == BencodeToken.Integer && key.SequenceEqual("ro"u8))
        {
            IsReadOnly = reader.Integer == 1;
        }
        return reader.SkipChildren();
    }

    private bool ReadBody(ref BencodeReader reader, ReadOnlySpan<byte> datagram)
    {
        while (reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (!reader.Read() || reader.Token == BencodeToken.End) return false;
            bool isRead = reader.Token switch
            {
                BencodeToken.String => ReadString(key, reader.String),
                BencodeToken.Integer => ReadInteger(key, reader.Integer),
                BencodeToken.ListStart when key.SequenceEqual("values"u8) => ReadPeers(ref reader, datagram),
                BencodeToken.ListStart when key.SequenceEqual("want"u8) => ReadWants(ref reader),
                _ => reader.SkipChildren(),
            };
            if (!isRead) return false;
        }
        return reader.Error.Fault == BencodeFault.None;
    }

    private bool ReadString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("token"u8)) Token = value;
        else if (key.SequenceEqual("nodes"u8)) Nodes = new CompactNodes(value, isIPv4: true);
        else if (key.SequenceEqual("nodes6"u8)) Nodes6 = new CompactNodes(value, isIPv4: false);
        else if (value.Length == NodeId.Length && key.SequenceEqual("id"u8)) (Id, HasId) = (new NodeId(value), true);
        else if (value.Length == NodeId.Length && (key.SequenceEqual("info_hash"u8) || key.SequenceEqual("target"u8))) (Target, HasTarget) = (new NodeId(value), true);
        return true;
    }

    private bool ReadInteger(ReadOnlySpan<byte> key, long value)
    {
        if (key.SequenceEqual("port"u8)) Port = value is > 0 and <= ushort.MaxValue ? (ushort)value : (ushort)0;
        else if (key.SequenceEqual("implied_port"u8)) IsPortImplied = value != 0;
        else if (key.SequenceEqual("seed"u8)) IsSeed = value == 1;
        else if (key.SequenceEqual("scrape"u8)) IsScrape = value == 1;
        else if (key.SequenceEqual("noseed"u8)) IsWithoutSeeds = value == 1;
        return true;
    }

    private bool ReadPeers(ref BencodeReader reader, ReadOnlySpan<byte> datagram)
    {
        int start = reader.Position;
        while (reader.Read() && reader.Token != BencodeToken.End)
        {
            if (!reader.SkipChildren()) return false;
        }
        if (reader.Token != BencodeToken.End) return false;
        Peers = new DhtPeers(datagram[start..reader.Offset]);
        return true;
    }

    private bool ReadWants(ref BencodeReader reader)
    {
        while (reader.Read() && reader.Token != BencodeToken.End)
        {
            if (reader.Token == BencodeToken.String)
            {
                WantsIPv4 |= reader.String.SequenceEqual("n4"u8);
                WantsIPv6 |= reader.String.SequenceEqual("n6"u8);
            }
            if (!reader.SkipChildren()) return false;
        }
        return reader.Token == BencodeToken.End;
    }

    private readonly bool IsWhole() => Transaction.Length is > 0 and <= MaxTransactionBytes && Kind switch
    {
        DhtMessageKind.Answer => HasId,
        DhtMessageKind.Query or DhtMessageKind.Error => true,
        _ => false,
    };

    private static DhtMethod MethodOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("ping"u8)) return DhtMethod.Ping;
        if (name.SequenceEqual("find_node"u8)) return DhtMethod.FindNode;
        if (name.SequenceEqual("get_peers"u8)) return DhtMethod.GetPeers;
        return name.SequenceEqual("announce_peer"u8) ? DhtMethod.AnnouncePeer : DhtMethod.Unknown;
    }

    private static DhtMessageKind KindOf(ReadOnlySpan<byte> letter)
    {
        if (letter.SequenceEqual("q"u8)) return DhtMessageKind.Query;
        if (letter.SequenceEqual("r"u8)) return DhtMessageKind.Answer;
        return letter.SequenceEqual("e"u8) ? DhtMessageKind.Error : DhtMessageKind.None;
    }
}

/// <summary>The three kinds of datagrams (BEP 5).</summary>
public enum DhtMessageKind : byte
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>Something is asked.</summary>
    Query,

    /// <summary>What was asked is answered.</summary>
    Answer,

    /// <summary>What was asked is refused.</summary>
    Error,
}

/// <summary>What may be asked (BEP 5).</summary>
public enum DhtMethod : byte
{
    /// <summary>Something that is not known here.</summary>
    Unknown,

    /// <summary>Whether somebody is there.</summary>
    Ping,

    /// <summary>Which nodes are near a place.</summary>
    FindNode,

    /// <summary>Who has a torrent, and which nodes are near it.</summary>
    GetPeers,

    /// <summary>That who asks has a torrent.</summary>
    AnnouncePeer,
}
