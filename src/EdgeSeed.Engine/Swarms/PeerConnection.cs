using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>One connection: its state, owned by the session loop. An idle one holds no buffer, no queue memory and no task.</summary>
internal sealed class PeerConnection(int slot, PeerSocket socket, PeerEndPoint endPoint, SendLane lane, EngineOptions options)
{
    /// <summary>Bytes of one that is idle: itself, its places in tables and queues, and its share of loose heap.</summary>
    public const int BaseBytes = 1024;

    /// <summary>So often a peer may be choked and unchoked that takes nothing.</summary>
    private const int FreeChokes = 8;

    private PeerSocket _socket = socket;

    /// <summary>Its place in the session's table.</summary>
    public int Slot { get; } = slot;

    public PeerEndPoint EndPoint { get; } = endPoint;

    public ref PeerSocket Socket => ref _socket;

    /// <summary>From which budget it is served.</summary>
    public SendLane Lane { get; set; } = lane;

    public PeerStage Stage { get; set; } = PeerStage.Handshaking;

    /// <summary>What is encrypted; null for a plain connection.</summary>
    public PeerEncryption? Encryption { get; set; }

    /// <summary>Whether we connected to it.</summary>
    public bool IsOutgoing { get; set; }

    /// <summary>We connected to a peer that was connected already: session milliseconds at which this ends if it is so still; 0 for no double.</summary>
    public long DoubleUntil { get; set; }

    /// <summary>What is fetched from it; null where the torrent is only seeded.</summary>
    public PeerFetch? Fetch { get; set; }

    /// <summary>What it offers of the info dictionary; null where that is known.</summary>
    public MetadataPeer? Metadata { get; set; }

    /// <summary>What it is asked of piece layers (BEP 52); null while that is nothing.</summary>
    public LayerPeer? Layers { get; set; }

    /// <summary>The torrent; null until the handshake names it.</summary>
    public TorrentState? Torrent { get; set; }

    /// <summary>It calls the torrent, a hybrid, by the name that it has in version 2 (BEP 52).</summary>
    public bool UsesSecondName { get; set; }

    /// <summary>It has said that it knows hybrids' second names, by whichever name it was called.</summary>
    public bool SaysVersion2 { get; set; }

    /// <summary>Whether it may be asked for hashes (BEP 52): libtorrent hangs up on who asks and has called a hybrid by its first name.</summary>
    public bool TellsHashes => UsesSecondName || Torrent!.Torrent.SecondName is null;

    public PeerId PeerId { get; set; }

    public bool SupportsFast { get; set; }

    public bool SupportsExtensions { get; set; }

    public bool SupportsDht { get; set; }

    public ExtensionIds Extensions { get; set; } = ExtensionIds.None;

    public IntroductionStage Introduction { get; set; }

    /// <summary>Bytes of the bitfield message written so far.</summary>
    public int BitfieldSent { get; set; }

    public bool IsInterested { get; set; }

    /// <summary>Whose places it takes.</summary>
    public AddressBlock Block { get; } = AddressBlock.Of(endPoint);

    /// <summary>What we told it last: whether its requests are refused.</summary>
    public bool IsChoked { get; set; } = true;

    /// <summary>What it should be told. It holds an upload slot while this is false.</summary>
    public bool ShouldChoke { get; set; } = true;

    /// <summary>When it got its last upload slot; 0 when it never had one.</summary>
    public long SlotSince { get; set; }

    /// <summary>It is told of one piece after the other (BEP 16), and may ask for those alone.</summary>
    public bool IsSuperSeeded { get; set; }

    /// <summary>How many pieces it says it has.</summary>
    public int PieceCount
    {
        get;
        set
        {
            Torrent!.PeerPieces += value - field;
            field = value;
        }
    }

    /// <summary>Where it listens; port 0 when that is not known.</summary>
    public PeerEndPoint Listener { get; set; }

    /// <summary>It would rather be spoken to encrypted.</summary>
    public bool PrefersEncryption { get; set; }

    /// <summary>When it was last told of other peers (BEP 11); 0 for never.</summary>
    public long ToldPeersAt { get; set; }

    /// <summary>When it last told of other peers; 0 for never.</summary>
    public long HeardPeersAt { get; set; }

    /// <summary>It downloads nothing (BEP 21).</summary>
    public bool IsUploadOnly { get; set; }

    /// <summary>The socket may have bytes for us: the poll said so, and no receive found it empty since.</summary>
    public bool IsReadable { get; set; }

    /// <summary>The socket takes bytes: no send found it full since the poll said so.</summary>
    public bool IsWritable { get; set; }

    /// <summary>
    /// The kernel's acknowledgement of what it says next is charged already: it answers at once to being unchoked, when the rest of the second is given
    /// away.
    /// </summary>
    public bool IsAnswerPaid { get; set; }

    /// <summary>All that was sent of a first block is on its way or there: it reads what it asks for.</summary>
    public bool TakesBlocks { get; set; }

    public bool IsInRing { get; set; }

    /// <summary>Since when it waits for a turn at blocks, looked at once a second: session milliseconds, the ring's to say; 0 while that is not known.</summary>
    public long WaitsSince { get; set; }

    public bool IsInReadQueue { get; set; }

    public int Deficit { get; set; } = options.LimitedTurnBytes;

    /// <summary>Bytes it was sent lately (<see cref="SendLane.Forget"/>).</summary>
    public double RecentBytes { get; set; }

    /// <summary>Bytes it was sent by need, over the weight of its torrent.</summary>
    public double WeighedBytes { get; set; }

    /// <summary>Bytes that it is owed, of the time when it had no upload slot.</summary>
    public double SlotCredit { get; set; }

    /// <summary>It waits until its torrent may be sent more (<see cref="TorrentState.Ceiling"/>).</summary>
    public bool IsHeld { get; set; }

    /// <summary>What it counts for among those who are served.</summary>
    public double Weight => Torrent?.Weight ?? 1;

    public Outbox Outbox { get; } = new(options.MaxOutboxBytes);

    public RequestQueue Requests { get; } = new(lane.RequestsPeer(options));

    /// <summary>Pieces of the info dictionary it asked for; null while none.</summary>
    public Queue<int>? MetadataRequests { get; set; }

    /// <summary>Hashes it asked for (BEP 52); null while none.</summary>
    public HashRequests? HashRequests { get; set; }

    /// <summary>Requests for blocks that are refused, of which it is to be told (BEP 6); null while none.</summary>
    public RefusedRequests? Refused { get; set; }

    /// <summary>So many answers may be given whatever the budget says: their bytes are reserved (<see cref="Peers.AsideTurns"/>).</summary>
    public int AsideTurns { get; set; }

    /// <summary>How often it was told that it is choked, or not any more.</summary>
    public int ChokesTold { get; set; }

    /// <summary>When it was last told that it may ask: session milliseconds; 0 for never.</summary>
    public long UnchokedAt { get; set; }

    /// <summary>When it was last told that it may not ask any more: session milliseconds.</summary>
    public long ChokedAt { get; set; }

    /// <summary>The message being sent.</summary>
    public SendItem Item;

    /// <summary>Data read ahead for it; null unless it came from a drive's thread.</summary>
    public BlockBuffer? Buffer { get; set; }

    /// <summary>A drive's thread reads for it.</summary>
    public bool IsReading { get; set; }

    public bool IsWaitingForBuffer { get; set; }

    /// <summary>It has waited for a buffer, and one is kept for it until its turn at sending is over.</summary>
    public bool HasBufferTurn { get; set; }

    /// <summary>The stretch of the data that it reads from, or waits for; null where it takes what is in the cache.</summary>
    public ReadWindow? Window { get; set; }

    /// <summary>Where it began to read from its window.</summary>
    public long WindowFrom { get; set; }

    /// <summary>Bytes it was sent from its window.</summary>
    public long WindowSent { get; set; }

    /// <summary>How long its windows may be: shorter where it has not asked for what lay behind.</summary>
    public long WindowBytes { get; set; } = ReadWindow.MostBytes;

    /// <summary>Where it last found bytes gone that had been read; -1 for never.</summary>
    public long LostAt { get; set; } = -1;

    public bool IsWaitingForWindow { get; set; }

    /// <summary>The newest window of its drive when pieces were last suggested to it.</summary>
    public long SuggestedUpTo { get; set; }

    /// <summary>How much of what it asks for was read for others, or suggested to it.</summary>
    public SharedReads Shared;

    /// <summary>The beginning of a message whose rest has not come; empty, or as long as needed.</summary>
    public byte[] Partial { get; set; } = [];

    /// <summary><see cref="Partial"/> may hold whole messages that had to wait for room in a queue.</summary>
    public bool HasUnparsed { get; set; }

    /// <summary>The peer sends no more.</summary>
    public bool HasHungUp { get; set; }

    /// <summary>Payload bytes still to come that are passed over.</summary>
    public int SkipBytes { get; set; }

    /// <summary>The bytes passed over are a bitfield, whose bits are counted.</summary>
    public bool IsSkippingBitfield { get; set; }

    /// <summary>The bytes passed over are a block's.</summary>
    public bool IsSkippingBlock { get; set; }

    public int SegmentPayload { get; set; } = Budget.PacketOverhead.DefaultSegmentPayload;

    public long ConnectedAt { get; init; }

    public long LastReceivedAt { get; set; }

    public long LastSentAt { get; set; }

    public long UploadedBytes { get; set; }

    /// <summary>Bytes of memory held at present. What its socket holds is the kernel's.</summary>
    public int HeldBytes => BaseBytes + Requests.HeldBytes + Outbox.HeldBytes + Partial.Length + (Encryption is null ? 0 : PeerEncryption.HeldBytes)
        + (Refused is null ? 0 : RefusedRequests.HeldBytes) + (HashRequests is null ? 0 : HashRequests.HeldBytes);

    /// <summary>Those of <see cref="HeldBytes"/> that the session has in its books.</summary>
    public int BookedBytes { get; set; }

    /// <summary>Requests not answered yet, with the one that is being answered.</summary>
    public int WaitingRequests => Requests.Count + (Refused?.Count ?? 0) + (Item is { Exists: true, IsBlock: true } ? 1 : 0);

    /// <summary>Whether the next change of its choking has to wait for its turn: it has changed more often than it has taken blocks.</summary>
    public bool IsChokedTooOften => ChokesTold >= FreeChokes + UploadedBytes / TorrentLayout.BlockLength;

    /// <summary>Answers that go aside of the data, refusals in a packet counted as one.</summary>
    public int AsideCount => (MetadataRequests?.Count ?? 0) + (HashRequests?.Count ?? 0) + (RefusalCount > 0 ? 1 : 0) + (ShouldChoke != IsChoked && IsChokedTooOften ? 1 : 0);

    /// <summary>What the next of them takes on the wire, about.</summary>
    public int AsideBytes
    {
        get
        {
            int message = 0;
            if (ShouldChoke == IsChoked || !IsChokedTooOften)
            {
                if (MetadataRequests is { Count: > 0 } metadata) message = MetadataMessage.PieceLength(Torrent!.InfoBytes, metadata.Peek()) + MetadataMessage.MaxHeaderBytes;
                else if (HashRequests is { Count: > 0 } hashes) message = hashes.NextAnswerLength;
            }
            return message == 0 ? RefusedRequests.PacketBytes(Math.Max(1, RefusalCount)) : message + Budget.PacketOverhead.Of(message, SegmentPayload);
        }
    }

    /// <summary>Requests that are to be refused by now.</summary>
    public int RefusalCount => (Refused?.Count ?? 0) + (IsChoked ? Requests.Count : 0);

    /// <summary>Whether more may be asked of it that is answered aside: else it is not read from.</summary>
    public bool HasRoomAside(EngineOptions options) =>
        (MetadataRequests?.Count ?? 0) < options.MaxMetadataRequestsPeer && (HashRequests?.Count ?? 0) < HashRequests.Capacity && (Refused?.Count ?? 0) < RefusedRequests.Capacity;

    /// <summary>Whether something waits to be sent to it.</summary>
    public bool HasWork => Item.Exists || !Outbox.IsEmpty || HasControlWork || Requests.Count > 0 || AsideCount > 0;

    /// <summary>Whether a protocol message is due: these go before other peers' blocks.</summary>
    public bool HasControlWork =>
        !Outbox.IsEmpty || Introduction == IntroductionStage.Handshake
        || (Stage == PeerStage.Running && Introduction < IntroductionStage.Finished)
        || (Introduction == IntroductionStage.Finished && (ShouldChoke != IsChoked || Fetch is { HasMessages: true }));

    /// <summary>Decrypts what came next, in place, where the connection is encrypted.</summary>
    public void Decrypt(Span<byte> received)
    {
        if (Encryption?.Stream is not { } stream) return;
        stream.Decrypt(received);
        if (stream.IsFinished) Encryption = null;
    }

    public bool IsSeed => Torrent is { } torrent && PieceCount >= torrent.Torrent.Layout.PieceCount;
}
