using System.Net;
using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>Sessions on loopback addresses of their own around one torrent of known bytes: some seed it, some download it.</summary>
internal sealed class DownloadSwarm(int length, int pieceLength) : IAsyncDisposable
{
    private readonly List<SeedSession> _sessions = [];
    private readonly byte[] _bytes = PatternBlocks.Range(0, length);

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public TorrentLayout Layout { get; } = new(length, pieceLength);

    public ReadOnlySpan<byte> Bytes => _bytes;

    public byte[] Info { get; } = PatternBlocks.Range(91, 40_000);

    public InfoHash InfoHash => new(SHA1.HashData(Info));

    /// <summary>A session that has the pieces chosen.</summary>
    /// <param name="address">Where it listens: 127.x.y.z.</param>
    /// <param name="has">By piece; null has all.</param>
    /// <param name="spoil">Changes what it believes to be the data.</param>
    public async Task<PeerEndPoint> SeedAsync(string address, Func<int, bool>? has = null, Action<byte[]>? spoil = null, EngineOptions? options = null)
    {
        SeedSession session = Open(address, options);
        byte[] own = [.. _bytes];
        spoil?.Invoke(own);
        var verified = new Bitfield(Layout.PieceCount);
        for (int piece = 0; piece < Layout.PieceCount; piece++)
        {
            if (has is null || has(piece)) verified.Set(new PieceIndex(piece));
        }
        await session.AddAsync(Torrent(new MemoryBlocks(own), verified));
        return EndPoint(address, session);
    }

    /// <summary>A session that downloads into a target.</summary>
    /// <param name="address">Where it listens: 127.x.y.z.</param>
    /// <param name="target">Where to.</param>
    /// <param name="has">Pieces that are there already; null for none.</param>
    /// <param name="bytesPerSecond">Its upload budget.</param>
    public async Task<SeedSession> DownloadAsync(
        string address, MemoryTarget target, EngineOptions? options = null, Bitfield? wanted = null, Func<int, bool>? has = null, long bytesPerSecond = UploadBudget.Unlimited)
    {
        SeedSession session = Open(address, options, bytesPerSecond);
        var verified = new Bitfield(Layout.PieceCount);
        for (int piece = 0; has is not null && piece < Layout.PieceCount; piece++)
        {
            if (!has(piece)) continue;
            var index = new PieceIndex(piece);
            verified.Set(index);
            target.Write(Layout.Offset(index), _bytes.AsSpan((int)Layout.Offset(index), Layout.PieceSize(index)));
        }
        await session.AddAsync(Torrent(target, verified) with
        {
            Download = new DownloadOrder { PieceHashes = Hashes(), Target = target, Wanted = wanted },
        });
        return session;
    }

    public SeedSession Open(string address, EngineOptions? options = null, long bytesPerSecond = UploadBudget.Unlimited)
    {
        var budget = new UploadBudget(bytesPerSecond, TimeProvider.System);
        var session = new SeedSession(options ?? new EngineOptions(), budget, new IPEndPoint(IPAddress.Parse(address), 0), TimeProvider.System);
        _sessions.Add(session);
        return session;
    }

    public static PeerEndPoint EndPoint(string address, SeedSession session) => new(IPAddress.Parse(address), session.Port);

    public async ValueTask DisposeAsync()
    {
        foreach (SeedSession session in _sessions) await session.DisposeAsync();
    }

    private SeedTorrent Torrent(BlockSource content, Bitfield verified) => new()
    {
        InfoHash = InfoHash,
        Layout = Layout,
        Verified = verified,
        Content = content,
        Info = new MemoryBlocks(Info),
    };

    private byte[] Hashes()
    {
        var hashes = new byte[Layout.PieceCount * Metainfo.HashLength];
        for (int piece = 0; piece < Layout.PieceCount; piece++)
        {
            var index = new PieceIndex(piece);
            SHA1.HashData(_bytes.AsSpan((int)Layout.Offset(index), Layout.PieceSize(index)), hashes.AsSpan(piece * Metainfo.HashLength));
        }
        return hashes;
    }
}
