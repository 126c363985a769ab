using System.Text;
using EdgeSeed.Engine.Sessions;

namespace EdgeSeed.Engine;

/// <summary>What bounds a <see cref="SeedSession"/>. Every loop and table has its maximum here.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// Connected peers at most, all torrents together; default 500. When full, the address that holds most (IPv6: the /64) gives one up for a newcomer of
    /// another; else a peer that has been idle longest is dropped, or the newcomer closed.
    /// </summary>
    public int MaxPeers { get; init; } = 500;

    /// <summary>Connected peers of one torrent at most; default 500. When full, it is as with <see cref="MaxPeers"/>.</summary>
    public int MaxPeersTorrent { get; init; } = 500;

    /// <summary>Outgoing connections that are being made at a time; default 8. More addresses are passed over: they may come to us.</summary>
    public int MaxConnecting { get; init; } = 8;

    /// <summary>Upload slots; 0, the default, derives them from the budget. Whoever has none waits for its turn.</summary>
    public int UploadSlots { get; init; }

    /// <summary>
    /// Connections that have not finished their handshake, at most; default 256. When full, the oldest of the address that has most of them
    /// is dropped
    /// for a newcomer.
    /// </summary>
    public int MaxPendingHandshakes { get; init; } = 256;

    /// <summary>Torrents at most; default 20,000. When full, adding is refused.</summary>
    public int MaxTorrents { get; init; } = 20_000;

    /// <summary>
    /// Requests that one peer may have waiting, also told to it as <c>reqq</c> (BEP 10); default 2,000: Transmission asks for so many once a
    /// second, and gets that much in a second. When full, requests are rejected (BEP 6) or left unread.
    /// </summary>
    public int MaxRequestsPeer { get; init; } = 2000;

    /// <summary>
    /// The same of a peer that comes while the upload is limited; default 500, or as many as go out in four seconds: refusing them costs upload.
    /// </summary>
    public int LimitedRequestsPeer { get; init; } = 500;

    /// <summary>Requests for pieces of the info dictionary that one peer may have waiting (BEP 9); default 16. A peer with so many is not read from.</summary>
    public int MaxMetadataRequestsPeer { get; init; } = 16;

    /// <summary>Bytes of the longest extended message that is read; default 8 KiB. A longer one ends the connection.</summary>
    public int MaxExtendedBytes { get; init; } = 8 * 1024;

    /// <summary>
    /// Bytes of memory that connections may hold together; default 8 MiB. From three quarters on, request queues stay as they are; when full, idle
    /// peers are dropped for newcomers, else newcomers are refused; both count as <see cref="DisconnectReason.MemoryShort"/>.
    /// </summary>
    public int MaxPeerBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of unfinished messages held for all peers together; default 1 MiB. A peer that would exceed it is dropped.</summary>
    public int MaxPartialBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Protocol messages waiting for one peer's socket, in bytes; default 1 KiB. When full, nothing more is read from that peer.
    /// </summary>
    public int MaxOutboxBytes { get; init; } = 1024;

    /// <summary>Buffers for blocks that are not in the page cache; default 32. When all are out, peers wait their turn.</summary>
    public int BufferCount { get; init; } = 32;

    /// <summary>Bytes of each such buffer; default 64 KiB: neighbouring blocks are read together up to this.</summary>
    public int BufferBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Bytes of one drive's data that the kernel is told to keep ready for peers, at first; default 32 MiB. It is more once that was kept, and less where it
    /// was not. They lie in the kernel's cache and are not memory of this process.
    /// </summary>
    public long ReadAheadBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The same at most; default 512 MiB.</summary>
    public long MaxReadAheadBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>
    /// Bytes that one peer is sent before it is the next one's turn, while the upload is not limited; default 1 MiB, or until its socket is full.
    /// </summary>
    public int TurnBytes { get; init; } = 1024 * 1024;

    /// <summary>The turns of all who have an upload slot, together, where they are many: default 256 MiB.</summary>
    public int SharedTurnBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Bytes sent to all peers before the sockets are looked at again, default 4 MiB: so newcomers, and what peers say, wait for a few turns
    /// and not for everybody's.
    /// </summary>
    public int RoundBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The same while the upload is limited; default 16 KiB, one block.</summary>
    public int LimitedTurnBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes received from one peer before it is the next one's turn; default 64 KiB.</summary>
    public int ReceiveTurnBytes { get; init; } = 64 * 1024;

    /// <summary>The same of a peer that we download from; default 256 KiB, so that the thread that writes them is woken for many blocks at once.</summary>
    public int DownloadTurnBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Unsent bytes that the kernel may hold for one peer; default 256 KiB, and less while the upload is limited. When reached, sending to that
    /// peer waits. They are copies, which the kernel counts as its own memory and bounds for all sockets together (tcp_mem).
    /// </summary>
    public int UnsentBytesPeer { get; init; } = 256 * 1024;

    /// <summary>UDP port of the node of the DHT (BEP 5), if there is one; 0, the default, for the same number as that for peers.</summary>
    public ushort NodePort { get; init; }

    /// <summary>Whether a torrent that is only seeded connects to peers it hears of; default true. One that is being downloaded always does.</summary>
    public bool SeeksPeers { get; init; } = true;

    /// <summary>Peers of a torrent that is only seeded, beyond which it seeks no more; default 10. The others are left to find us.</summary>
    public int MaxSeedPeers { get; init; } = 10;

    /// <summary>
    /// Connections the kernel holds until they are accepted; default 512, and fewer on a slow line: as many as are accepted in a second, at
    /// least 16. The kernel does not answer more, which try again by themselves.
    /// </summary>
    public int ListenBacklog { get; init; } = 512;

    /// <summary>Connections accepted before peers are served again; default 32.</summary>
    public int AcceptsTurn { get; init; } = 32;

    /// <summary>
    /// Connections accepted in a second, default 500, and fewer on a slow line, where greeting them may take a sixth of the budget, and half of it for some
    /// seconds after a quiet time. More wait in the backlog, which is shorter then, and while they do, the kernel passes over addresses that were here lately:
    /// hosts whose connections are ended at once can neither spend the budget by coming back nor keep others out.
    /// </summary>
    public int MaxAcceptsSecond { get; init; } = 500;

    /// <summary>Commands to the session that wait to be run; default 256. When full, the caller waits.</summary>
    public int MaxCommands { get; init; } = 256;

    /// <summary>Reads of <see cref="SeedSession.ReadRangeAsync"/> that may wait for drives; default 32. When full, a further one is refused.</summary>
    public int MaxRangeReads { get; init; } = 32;

    /// <summary>Threads that read from drives, one a drive; default 16. Drives beyond share threads.</summary>
    public int MaxDriveThreads { get; init; } = 16;

    /// <summary>Whether connections are encrypted (Message Stream Encryption); default <see cref="EncryptionPolicy.Prefer"/>.</summary>
    public EncryptionPolicy Encryption { get; init; } = EncryptionPolicy.Prefer;

    /// <summary>
    /// Key exchanges in a second, about 0.2 ms of computing each, which strangers can ask for; default 100. Over that, encrypted newcomers
    /// wait, and plain ones do not.
    /// </summary>
    public int MaxKeyExchangesSecond { get; init; } = 100;

    /// <summary>Time to complete a handshake; default 15 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A peer from which nothing has come for so long is dropped; default 3 min (BEP 3 keep-alives come every two).</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A peer that takes nothing of what we send for so long is dropped; default 1 min.</summary>
    public TimeSpan StuckTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nothing is sent before a keep-alive; default 100 s.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>When the peer table is full, a peer that wants nothing gives way to a newcomer after so long; default 5 s.</summary>
    public TimeSpan EvictUninterestedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same for a peer that takes nothing of what is sent; default 10 s.</summary>
    public TimeSpan EvictStuckAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for a peer that could ask and does not; default 30 s.</summary>
    public TimeSpan EvictIdleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// While the upload is limited, so many bytes per second make one upload slot; default 4,000: a block in four seconds. More peers would
    /// all wait too long.
    /// </summary>
    public int BytesPerSecondSlot { get; init; } = 4_000;

    /// <summary>
    /// Whether a limited upload goes where it is needed most, torrents that others serve well getting what is left over; default false: every peer gets
    /// the same.
    /// </summary>
    public bool ByNeed { get; init; }

    /// <summary>Upload slots at least, however slow the line; default 4.</summary>
    public int MinSlots { get; init; } = 4;

    /// <summary>How long a peer keeps its upload slot while others wait for one; default 20 s.</summary>
    public TimeSpan SlotTenure { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a torrent whose data cannot be read is not served before it is tried again; default 5 s, doubling up to 32 times that.
    /// </summary>
    public TimeSpan ReadFailurePause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether peers are told of each other (BEP 11), never those of private torrents; default true.</summary>
    public bool PeerExchange { get; init; } = true;

    /// <summary>When torrents are super-seeded at first (BEP 16); default <see cref="SuperSeedingPolicy.Never"/>.</summary>
    public SuperSeedingPolicy SuperSeeding { get; init; } = SuperSeedingPolicy.Never;

    /// <summary>
    /// Memory for super-seeding (BEP 16): a piece takes 1.1 bytes and three bits for each peer; default 2 MiB. When full, everybody is
    /// told of all pieces: a torrent of a million pieces is so spread to two peers at first.
    /// </summary>
    public int MaxSpreadBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Blocks of 16 KiB on their way from peers to the targets of downloads, all torrents together; default 192, which is 3 MiB. When all are
    /// out, nothing more is read from who sends them.
    /// </summary>
    public int IncomingBlocks { get; init; } = 192;

    /// <summary>
    /// Blocks that one peer may be asked for at once; default 500: Transmission answers a few times a second. It is less for peers that are slow
    /// or say that they keep fewer (BEP 10).
    /// </summary>
    public int MaxOutstandingPeer { get; init; } = 500;

    /// <summary>Connections of one torrent that is being downloaded, beyond which we seek no more; default 50.</summary>
    public int MaxDownloadPeers { get; init; } = 50;

    /// <summary>
    /// Addresses of peers kept for one torrent that is being downloaded; default 400. When full, one that failed gives way to a newcomer.
    /// </summary>
    public int MaxCandidates { get; init; } = 400;

    /// <summary>
    /// Bytes of the largest info dictionary fetched for a magnet link; default 16 MiB, which holds the hashes of 800,000 pieces. Who offers a
    /// larger one is not asked.
    /// </summary>
    public int MaxMetadataBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most bytes of all piece layers that a magnet link may cause to be held, 32 MiB: a million pieces.</summary>
    public int MaxLayerBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long piece layers are waited for at most where version 1 is there to go by, one minute.</summary>
    public TimeSpan LayerPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Peers banned for wrong data; default 1000. When full, the first is forgotten.</summary>
    public int MaxBannedPeers { get; init; } = 1000;

    /// <summary>A peer that gives nothing for so long is left aside, and its blocks are asked of others; default 60 s.</summary>
    public TimeSpan SnubTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a target that takes no data is left alone before it is tried again; default 5 s.</summary>
    public TimeSpan TargetPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the data of torrents whose peers have gone is let rest: files closed, lists of files forgotten; default 1 min.</summary>
    public TimeSpan RestInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The client's name in extended handshakes (BEP 10), UTF-8.</summary>
    public ReadOnlyMemory<byte> ClientName { get; init; } = Encoding.UTF8.GetBytes("EdgeSeed 0.1");
}

/// <summary>
/// Whether connections are encrypted (Message Stream Encryption, RC4). Encryption keeps who merely looks at the wire from recognising
/// BitTorrent; it costs the processor some 1.5 s a GB, where plain data goes out untouched.
/// </summary>
public enum EncryptionPolicy
{
    /// <summary>
    /// Both kinds are taken. We connect with an encrypted handshake first, and plainly to who ends it. Data is encrypted only for peers
    /// that insist: where the other side offers plaintext behind an encrypted handshake, that is selected.
    /// </summary>
    Prefer,

    /// <summary>Only connections that are encrypted throughout.</summary>
    Require,

    /// <summary>Only plain connections.</summary>
    Off,
}

/// <summary>When a torrent is super-seeded (BEP 16): each peer is then offered pieces that nobody has yet, and fetches the others from peers.</summary>
public enum SuperSeedingPolicy
{
    /// <summary>While no other complete seed is known of.</summary>
    Auto,

    /// <summary>Whenever this side has every piece, other seeds or not.</summary>
    Always,

    /// <summary>Every peer is offered every piece at once.</summary>
    Never,
}
