using System.Buffers.Binary;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Torrents;

/// <summary>A torrent to be seeded: no piece hashes and no file list, so that thousands of idle ones cost little.</summary>
public sealed record SeedTorrent
{
    private readonly int? _reader;

    /// <summary>The torrent's name in its swarm.</summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>What clients of version 2 call it, of whom some are in the same swarm, where it is a hybrid (BEP 52); null where it has one name.</summary>
    public SecondName? SecondName { get; init; }

    /// <summary>How it is cut into pieces.</summary>
    public required TorrentLayout Layout { get; init; }

    /// <summary>Bytes of its files without padding; where that is not said, all there are.</summary>
    public long ContentLength
    {
        get => field > 0 ? field : Layout.TotalLength;
        init;
    }

    /// <summary>
    /// Pieces that have been verified; only these are offered. The session takes it over: the caller must not change its bits.
    /// </summary>
    public required Bitfield Verified { get; init; }

    /// <summary>The data. Read until <see cref="SeedSession.RemoveAsync"/> has completed.</summary>
    public required BlockSource Content { get; init; }

    /// <summary>
    /// The bencoded info dictionary for peers that came by a magnet link (BEP 9); null offers none. Usually a file, so that it need not be
    /// in memory;
    /// <see cref="MemoryBlocks"/> where it is.
    /// </summary>
    public BlockSource? Info { get; init; }

    /// <summary>The hash trees of its files, for peers that came by a magnet link or look for a bad block (BEP 52); null tells none.</summary>
    public IHashSource? Hashes { get; init; }

    /// <summary>What the owner wants for it.</summary>
    public TorrentRule Rule { get; init; } = TorrentRule.Default;

    /// <summary>How to fetch what is not verified; null only seeds.</summary>
    public DownloadOrder? Download { get; init; }

    /// <summary>No peers from other peers or from the local network (BEP 27).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Nodes of the DHT that the torrent names (BEP 5); of one that is private none are asked.</summary>
    public IReadOnlyList<PeerEndPoint> Nodes { get; init; } = [];

    /// <summary>Which drive the data is on: its windows are read one after the other, and a slow drive stalls only itself.</summary>
    public int Drive { get; init; }

    /// <summary>Which of the reading threads serves it; the drive's number where that has one only.</summary>
    public int Reader
    {
        get => _reader ?? Drive;
        init => _reader = value;
    }
}

/// <summary>What a hybrid torrent is called by version 2 (BEP 52): an object of its own, because most torrents have none.</summary>
/// <param name="infoHash">The info-hash of version 2, cut to what a handshake has room for.</param>
public sealed class SecondName(InfoHash infoHash)
{
    /// <summary>The name.</summary>
    public InfoHash InfoHash { get; } = infoHash;

    /// <summary>First bytes of the hash by which encrypted peers ask for it.</summary>
    internal ulong EncryptionName { get; } = BinaryPrimitives.ReadUInt64LittleEndian(TorrentKeyHash.Of(infoHash).Digest.Span);
}
