using System.Security.Cryptography;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Library;

/// <summary>A <c>.torrent</c> whose hashes stay in the file is what it is when read whole, whatever happens to the file meanwhile.</summary>
public sealed class TorrentFileReaderTests : IDisposable
{
    private const int Piece = 4 << 20, Pieces = 1 << 18;

    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.Hybrid)]
    [InlineData(TorrentFormat.V2)]
    public void Torrent_of_a_tebibyte_is_read_in_little_memory_and_is_what_it_is_whole(TorrentFormat format)
    {
        ContentLocation file = WriteZeros(format, Pieces);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(TorrentFileReader.Read(file, 256 << 10, out Metainfo? parts, out FileStamp stamp));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(parts!.ReadingBytes, 0, 4096);
        Assert.InRange(stamp.Length, Pieces * 20L, long.MaxValue);

        Assert.Null(TorrentFileReader.ReadWhole(file, int.MaxValue, out Metainfo? whole));
        Assert.Equal((whole!.InfoHash, whole.InfoHashV2, whole.Layout, whole.Format), (parts.InfoHash, parts.InfoHashV2, parts.Layout, parts.Format));
        Assert.Equal((whole.InfoPlace, whole.PiecesPlace, whole.LayersPlace), (parts.InfoPlace, parts.PiecesPlace, parts.LayersPlace));
        Assert.Equal(whole.Files, parts.Files);
        byte[] digest = [.. format == TorrentFormat.V2 ? [] : ZeroSha1(), .. format == TorrentFormat.V1 ? [] : ZeroRoot()];
        foreach (int piece in (int[])[0, 1, 1000, 1001, Pieces - 1])
        {
            Assert.True(whole.IsRight(new PieceIndex(piece), digest));
            Assert.True(parts.IsRight(new PieceIndex(piece), digest));
        }
        digest[^1] ^= 1;
        Assert.False(parts.IsRight(new PieceIndex(7), digest));
        Assert.Throws<ArgumentOutOfRangeException>(() => parts.IsRight(new PieceIndex(Pieces), digest));
    }

    [Fact]
    public void What_takes_too_much_without_its_hashes_is_refused_and_so_is_a_file_of_any_length()
    {
        ContentLocation file = WriteZeros(TorrentFormat.V2, Pieces);
        StorageError? error = TorrentFileReader.Read(file, 200, out Metainfo? torrent, out _);
        Assert.Equal((StorageFault.TooLarge, "too large for service.memory_limit: without its hashes it takes more than 200 bytes of memory to read"), (error!.Fault, error.Detail));
        Assert.Null(torrent);
        _folder.WriteSparse("long", (64L << 20) + 1);
        error = TorrentFileReader.Read(new ContentLocation(_folder.Path.Join("long"u8)), int.MaxValue, out torrent, out _);
        Assert.Equal((StorageFault.TooLarge, "it is too long for a torrent file: it has 67108865 bytes, and there may be 67108864"), (error!.Fault, error.Detail));
    }

    [Fact]
    public void Layer_that_is_wrong_in_one_hash_is_refused_at_the_byte_where_its_root_is()
    {
        ContentLocation file = WriteZeros(TorrentFormat.V2, 3000);
        byte[] bytes = File.ReadAllBytes(file.Root.ToString());
        bytes[^40] ^= 1;
        _folder.Write("t.torrent", bytes);
        StorageError? error = TorrentFileReader.Read(file, 1 << 20, out Metainfo? torrent, out _);
        Assert.Null(torrent);
        Assert.False(MetainfoParser.TryParse(bytes, new MetainfoLimits(), out _, out MetainfoError whole));
        Assert.Equal((StorageFault.Malformed, whole.ToString()), (error!.Fault, error.Detail));
        Assert.Contains("does not give the pieces root", whole.Message);
    }

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.Hybrid)]
    [InlineData(TorrentFormat.V2)]
    public void Cut_short_or_changed_at_any_time_while_it_is_read_it_is_another_file_and_nothing_else(TorrentFormat format)
    {
        ContentLocation file = WriteZeros(format, 5000);
        string path = file.Root.ToString();
        byte[] bytes = File.ReadAllBytes(path);
        bool isRead = false;
        for (int reads = 0; !isRead; reads++)
        {
            foreach (long length in (long[])[0, bytes.Length / 2, bytes.Length])
            {
                File.WriteAllBytes(path, bytes);
                using (FileDescriptor opened = Open(file, out FileStamp stamp))
                {
                    var parts = new TorrentFileBytes(file, stamp);
                    var cut = new ChangedMeanwhile(parts, reads, () =>
                    {
                        using FileStream stream = File.OpenWrite(path);
                        stream.SetLength(length);
                        File.SetLastWriteTimeUtc(stream.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(reads));
                    });
                    isRead = MetainfoParser.TryParse(cut, new MetainfoLimits(), out Metainfo? torrent, out _) && parts.Error is null;
                    Assert.Equal(!isRead, parts.Error is { Fault: StorageFault.Changed });
                }
                if (isRead) Assert.True(reads > 3, "It was read by too few parts: this proves nothing.");
            }
        }
    }

    // Read byte for byte this would take an hour.
    [Fact(Timeout = 120_000)]
    public async Task Hole_of_a_tebibyte_is_verified_at_once()
    {
        ContentLocation file = WriteZeros(TorrentFormat.Hybrid, Pieces);
        _folder.WriteSparse("zeros", (long)Pieces * Piece);
        Assert.Null(TorrentFileReader.Read(file, 1 << 20, out Metainfo? torrent, out _));
        Assert.True((await PieceVerifier.VerifyAsync(torrent!, new ContentLocation(_folder.Path.Join("zeros"u8)), new HashOptions())).IsExact);
    }

    [Fact]
    public async Task Data_whose_torrent_goes_away_is_not_called_damaged()
    {
        const int count = 3000;
        ContentLocation file = WriteZeros(TorrentFormat.V2, count, MerkleTree.LeafLength);
        _folder.WriteSparse("zeros", (long)count * MerkleTree.LeafLength);
        var data = new ContentLocation(_folder.Path.Join("zeros"u8));
        Assert.Null(TorrentFileReader.Read(file, 1 << 20, out Metainfo? torrent, out _));
        Assert.True((await PieceVerifier.VerifyAsync(torrent!, data, new HashOptions())).Pieces.IsComplete);
        File.Delete(file.Root.ToString());
        VerifyResult result = await PieceVerifier.VerifyAsync(torrent!, data, new HashOptions());
        Assert.Equal(FileState.Unreadable, result.Files[0].State);
        Assert.Equal((0, StorageFault.Changed), (result.Files[0].DamagedPieces, result.Files[0].Error!.Fault));
        using var probe = new PieceProbe(torrent!, data);
        Assert.False(probe.IsRight(new PieceIndex(count - 1), out StorageError? error, default));
        Assert.Equal(StorageFault.Changed, error!.Fault);
    }

    private static FileDescriptor Open(ContentLocation file, out FileStamp stamp)
    {
        using RootedFiles rooted = new(file);
        Assert.Null(rooted.Open(default, out FileDescriptor? opened, out FileStatus status));
        stamp = status.Stamp;
        return opened!;
    }

    private static byte[] ZeroSha1() => SHA1.HashData(new byte[Piece]);

    private static byte[] ZeroRoot(int piece = Piece)
    {
        byte[] root = new byte[MerkleTree.HashLength];
        var tree = new MerkleTree();
        byte[] leaf = SHA256.HashData(new byte[MerkleTree.LeafLength]);
        for (int i = 0; i < piece / MerkleTree.LeafLength; i++) tree.Add(leaf);
        tree.Finish(0, piece / MerkleTree.LeafLength, root);
        return root;
    }

    /// <summary>The torrent of a file of zeros, in which every piece has the same hashes.</summary>
    private ContentLocation WriteZeros(TorrentFormat format, int pieces, int piece = Piece)
    {
        byte[] root = new byte[MerkleTree.HashLength], layer = Repeat(ZeroRoot(piece), pieces);
        var tree = new MerkleTree();
        for (int i = 0; i < pieces; i++) tree.Add(layer.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength));
        tree.Finish(MerkleTree.PieceLayer(piece), (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)pieces), root);
        Assert.True(SafePath.TryParse("zeros", out SafePath name));
        return new ContentLocation(_folder.Write("t.torrent", MetainfoWriter.Write(new MetainfoDraft
        {
            Format = format,
            Name = name,
            PieceLength = piece,
            IsSingleFile = true,
            Files = [new DraftFile(name, (long)pieces * piece) { PiecesRoot = root }],
            PieceHashes = format == TorrentFormat.V2 ? default : Repeat(ZeroSha1(), pieces),
            PieceLayers = format == TorrentFormat.V1 ? default : (byte[])[.. "d32:"u8, .. root, .. System.Text.Encoding.ASCII.GetBytes($"{layer.Length}:"), .. layer, .. "e"u8],
        })));
    }

    private static byte[] Repeat(byte[] unit, int count)
    {
        byte[] repeated = new byte[unit.Length * count];
        for (int i = 0; i < count; i++) unit.CopyTo(repeated, i * unit.Length);
        return repeated;
    }

    /// <summary>A file that is changed before one of the reads.</summary>
    private sealed class ChangedMeanwhile(TorrentBytes file, int reads, Action change) : TorrentBytes
    {
        private int _reads = reads;

        public override int Length => file.Length;

        public override bool TryRead(int offset, Span<byte> buffer)
        {
            if (_reads-- == 0) change();
            return file.TryRead(offset, buffer);
        }
    }
}
