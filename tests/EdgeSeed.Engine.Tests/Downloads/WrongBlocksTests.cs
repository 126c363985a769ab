using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

/// <summary>Which blocks of a failed piece were wrong is known by the hashes that peers tell (BEP 52): only these are fetched again, and only who gave them is banned.</summary>
public sealed class WrongBlocksTests
{
    private const string Here = "127.0.7.1";
    private const int Block = TorrentLayout.BlockLength;

    [Theory]
    [InlineData(TorrentFormat.V2, 256 << 10, (256 << 10) - 5)]
    [InlineData(TorrentFormat.V2, 128 << 10, 1_000_001)]
    [InlineData(TorrentFormat.Hybrid, 128 << 10, 1_000_001)]
    [InlineData(TorrentFormat.V2, 16 << 20, 20_000_000)]
    public async Task Liar_is_banned_and_no_right_block_is_fetched_twice(TorrentFormat format, int pieceLength, int length)
    {
        var world = new World(format, pieceLength, length);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = await world.DownloadAsync(swarm);
        var lies = new ConcurrentDictionary<(int Piece, int Begin), bool>();
        await using GivingPeer liar = await JoinAsync(session, world, 2, (piece, begin, size) => lies.TryAdd((piece, begin), true) || true ? new byte[size] : null);
        await using GivingPeer honest = await JoinAsync(session, world, 3, world.Give, world.Tell);
        await session.WaitForDownloadAsync(world.Made.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(world.Target.Bytes.SequenceEqual(world.Bytes));
        Assert.All(world.Given, block => Assert.InRange(block.Value, 1, lies.ContainsKey(block.Key) ? 2 : 1));
        DownloadStatus status = await StatusAsync(session);
        Assert.Equal(1, status.BannedPeers);
        Assert.InRange(status.WastedBytes, 1, 2 * lies.Count * Block);
        Assert.True(liar.Ended.IsCompleted);
        Assert.Equal(1, (await session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BadData));
    }

    [Fact]
    public async Task Of_a_piece_that_a_liar_gave_alone_the_wrong_block_is_fetched_and_nothing_else()
    {
        var world = new World(TorrentFormat.V2, 256 << 10, 256 << 10);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = await world.DownloadAsync(swarm);
        await using GivingPeer honest = await JoinAsync(session, world, 3, world.Give, world.Tell, GivingPeer.State(PeerMessageId.HaveAll));
        await using GivingPeer liar = await JoinAsync(session, world, 2, (_, begin, size) => begin == 0 ? new byte[size] : world.Bytes.AsSpan(begin, size).ToArray());
        await liar.Ended.WaitAsync(DownloadSwarm.Patience);
        await honest.SendAsync(GivingPeer.State(PeerMessageId.Unchoke));
        await session.WaitForDownloadAsync(world.Made.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(world.Target.Bytes.SequenceEqual(world.Bytes));
        Assert.Equal([(0, 0)], world.Given.Keys);
    }

    /// <summary>Who tells wrong hashes is banned too; who refuses, is silent or answers something else is passed over, and at last the piece is fetched anew.</summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    public async Task Wrong_answers_harm_nobody_but_who_gives_them(int kind, int banned)
    {
        var world = new World(TorrentFormat.V2, 256 << 10, 256 << 10);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = await world.DownloadAsync(swarm, new EngineOptions { SnubTimeout = TimeSpan.FromSeconds(2) });
        int asked = 0;
        byte[]? Answer(HashRequest request)
        {
            asked++;
            byte[] right = world.Tell(request);
            if (kind == 1) right[^1] ^= 1;
            return kind switch
            {
                0 => Message(PeerMessageId.Hashes, request, request.AnswerLength),
                1 => right,
                2 => Message(PeerMessageId.Hashes, request, request.AnswerLength - MerkleTree.HashLength),
                3 => Message(PeerMessageId.HashReject, request, 0),
                4 => null,
                _ => [.. Message(PeerMessageId.Hashes, request with { Index = request.Index + request.Count }, request.AnswerLength), .. Message(PeerMessageId.HashReject, request, 0)],
            };
        }

        // Gives right data, but not the last block, so that the others have a part in the piece.
        await using GivingPeer teller = await JoinAsync(session, world, 4, (_, begin, size) => begin < 8 * Block ? world.Bytes.AsSpan(begin, size).ToArray() : null, Answer);
        await using GivingPeer liar = await JoinAsync(session, world, 2, (_, _, size) => new byte[size]);
        await Eventually.IsAsync(() => Volatile.Read(ref asked) > 0);
        await using GivingPeer honest = await JoinAsync(session, world, 3, world.Give);
        // Three that do not answer take five seconds each, before anything is fetched anew.
        await session.WaitForDownloadAsync(world.Made.InfoHash).WaitAsync(DownloadSwarm.Patience * 2);
        Assert.True(world.Target.Bytes.SequenceEqual(world.Bytes));
        Assert.Equal(banned, (await StatusAsync(session)).BannedPeers);
        Assert.Equal(banned, (await session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BadData));
    }

    private static byte[] Message(PeerMessageId id, HashRequest request, int hashBytes)
    {
        byte[] message = new byte[HashRequest.MessageLength + hashBytes];
        request.Write(message, id, hashBytes);
        return message;
    }

    private static Task<GivingPeer> JoinAsync(
        SeedSession session, World world, int number, Func<int, int, int, byte[]?> give, Func<HashRequest, byte[]?>? tell = null, byte[]? hello = null) =>
        GivingPeer.JoinAsync(session, Here, $"127.0.7.{number}", world.Made.SecondName ?? world.Made.InfoHash, give, hello, tell: tell);

    private static async Task<DownloadStatus> StatusAsync(SeedSession session) => (await session.ReadStatusAsync()).Torrents[0].Download!;

    /// <summary>A torrent of one file of known bytes, and who tells the truth about it.</summary>
    private sealed class World
    {
        private readonly TorrentHashes _hashes;

        public World(TorrentFormat format, int pieceLength, int length)
        {
            Bytes = PatternBlocks.Range(7, length);
            Target = new MemoryTarget(length);
            Made = Make(format, pieceLength);
            _hashes = new TorrentHashes(Made.FileHashes!, new MemoryBlocks(Bytes));
        }

        public byte[] Bytes { get; }

        public MemoryTarget Target { get; }

        public Metainfo Made { get; }

        /// <summary>How often each block was asked of who tells the truth, by piece and begin.</summary>
        public ConcurrentDictionary<(int Piece, int Begin), int> Given { get; } = new();

        public byte[] Give(int piece, int begin, int length)
        {
            Given.AddOrUpdate((piece, begin), 1, static (_, count) => count + 1);
            return Bytes.AsSpan(piece * Made.PieceLength + begin, length).ToArray();
        }

        public byte[] Tell(HashRequest request)
        {
            byte[] message = Message(PeerMessageId.Hashes, request, request.AnswerLength);
            Assert.Null(_hashes.ReadHashes(request, message.AsSpan(HashRequest.MessageLength)));
            return message;
        }

        public async Task<SeedSession> DownloadAsync(DownloadSwarm swarm, EngineOptions? options = null)
        {
            SeedSession session = swarm.Open(Here, options);
            await session.AddAsync(new SeedTorrent
            {
                InfoHash = Made.InfoHash,
                SecondName = Made.SecondName is { } second ? new SecondName(second) : null,
                Layout = Made.Layout,
                Verified = new Bitfield(Made.PieceCount),
                Content = Target,
                Info = new MemoryBlocks(Made.InfoBytes),
                Download = new DownloadOrder { PieceHashes = Sha1s(Made.Format, Made.PieceLength), FileHashes = Made.FileHashes, Files = new FileMap(Made.Files), Target = Target },
            });
            return session;
        }

        private byte[] Sha1s(TorrentFormat format, int pieceLength) => format == TorrentFormat.V2 ? [] : [.. Bytes.Chunk(pieceLength).SelectMany(SHA1.HashData)];

        private Metainfo Make(TorrentFormat format, int pieceLength)
        {
            var layer = new List<byte>();
            foreach (byte[] piece in Bytes.Chunk(pieceLength)) layer.AddRange(Sum([.. piece.Chunk(Block).SelectMany(SHA256.HashData)], 0, pieceLength / Block));
            int pieces = layer.Count / MerkleTree.HashLength;
            byte[] root = Sum([.. layer], MerkleTree.PieceLayer(pieceLength), (int)BitOperations.RoundUpToPowerOf2((uint)pieces));
            byte[] layers = pieces == 1 ? [.. "de"u8] : [.. "d32:"u8, .. root, .. Encoding.ASCII.GetBytes($"{layer.Count}:"), .. layer, .. "e"u8];
            Assert.True(SafePath.TryParse("file", out SafePath name));
            byte[] file = MetainfoWriter.Write(new MetainfoDraft
            {
                Format = format,
                Name = name,
                PieceLength = pieceLength,
                IsSingleFile = true,
                Files = [new DraftFile(name, Bytes.Length) { PiecesRoot = root }],
                PieceHashes = Sha1s(format, pieceLength),
                PieceLayers = layers,
            });
            Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? made, out MetainfoError error), error.ToString());
            return made;
        }

        private static byte[] Sum(byte[] row, int layer, int width)
        {
            byte[] sum = new byte[MerkleTree.HashLength];
            MerkleTree.Sum(row, layer, width, sum);
            return sum;
        }
    }
}
