using System.Numerics;
using System.Security.Cryptography;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Library;

/// <summary>What peers ask of hash trees (BEP 52) is told so that they can check it against the root alone.</summary>
public sealed class MirroredHashesTests : IContentWatch, IDisposable
{
    private const int Leaf = PieceLengths.Min, Piece = 4 * Leaf;

    private readonly SampleFolder _folder = new();
    private readonly SampleFolder _torrents = new();
    private readonly OpenFileCache _cache = new(8);

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
        _torrents.Dispose();
    }

    [Theory]
    [InlineData(Piece + 1, Piece)]
    [InlineData((5 * Piece) - 3, Piece)]
    [InlineData((37 * Piece) + Leaf + 9, Piece)]
    [InlineData((9 * Leaf) - 1, Leaf)]
    [InlineData(3 * Leaf, Piece)]
    public async Task Every_row_that_is_told_gives_the_root(int length, int pieceLength)
    {
        _folder.WriteRandom("a", length);
        _folder.WriteRandom("b", 100, seed: 2);
        (MirroredContent content, Metainfo torrent) = await Shelve(pieceLength);
        FileTree tree = torrent.FileHashes![0];
        Sha256Hash root = new(torrent.FileHashes.Root(0));
        int height = BitOperations.Log2((uint)BitOperations.RoundUpToPowerOf2((ulong)MerkleTree.LeafCount(tree.Length))), told = 0;
        for (uint layer = 0; layer <= height; layer++)
        {
            for (uint count = 2; count <= 512; count *= 2)
            {
                for (uint index = 0; index + count <= 1 << (height - (int)layer); index += count)
                {
                    // As many layers as lead up to the root.
                    uint layers = (uint)Math.Max(0, height - (int)layer - 1);
                    var request = new HashRequest(root, layer, index, count, layers);
                    byte[] hashes = new byte[request.AnswerLength];
                    StorageError? error = content.ReadHashes(request, hashes);
                    bool isPieces = layer == MerkleTree.PieceLayer(pieceLength), isLeaves = layer == 0 && count <= Math.Min(pieceLength / Leaf, 1 << height);
                    Assert.Equal(isPieces || isLeaves, error is null);
                    if (error is not null) continue;
                    told++;
                    Assert.Equal(root.Span.ToArray(), Climb(request, hashes));
                    // Fewer layers are the beginning of the same.
                    byte[] fewer = new byte[(request with { ProofLayers = 0 }).AnswerLength];
                    Assert.Null(content.ReadHashes(request with { ProofLayers = 0 }, fewer));
                    Assert.Equal(hashes[..fewer.Length], fewer);
                }
            }
        }
        Assert.True(told > 0);
    }

    [Fact]
    public async Task Rows_of_a_file_of_thousands_of_pieces_are_told_from_sums()
    {
        _folder.WriteSparse("a", 3000L * Leaf);
        (MirroredContent content, Metainfo torrent) = await Shelve(Leaf);
        Sha256Hash root = new(torrent.FileHashes!.Root(0));
        foreach (uint index in (uint[])[0, 512, 2560, 3584])
        {
            var request = new HashRequest(root, 0, index, 512, 11);
            byte[] hashes = new byte[request.AnswerLength];
            Assert.Null(content.ReadHashes(request, hashes));
            Assert.Equal(root.Span.ToArray(), Climb(request, hashes));
        }
        var small = new HashRequest(root, 0, 2998, 2, 11);
        byte[] row = new byte[small.AnswerLength];
        Assert.Null(content.ReadHashes(small, row));
        Assert.Equal(root.Span.ToArray(), Climb(small, row));
    }

    [Fact]
    public async Task What_no_tree_has_is_refused()
    {
        _folder.WriteRandom("a", (5 * Piece) - 3);
        (MirroredContent content, Metainfo torrent) = await Shelve(Piece);
        Sha256Hash root = new(torrent.FileHashes!.Root(0));
        byte[] room = new byte[(512 + 40) * 32];
        HashRequest good = new(root, 2, 0, 8, 2);
        Assert.Null(content.ReadHashes(good, room));
        HashRequest[] wrong =
        [
            good with { PiecesRoot = Sha256Hash.Of([9]) }, good with { Count = 3 }, good with { Count = 16 }, good with { Index = 8 }, good with { ProofLayers = 3 },
            good with { BaseLayer = 1 }, good with { BaseLayer = 3, Count = 4 }, good with { BaseLayer = 0, Count = 8 }, good with { BaseLayer = 30, Count = 2 },
        ];
        Assert.All(wrong, request => Assert.Equal(StorageFault.Withheld, content.ReadHashes(request, room)?.Fault));
    }

    [Fact]
    public async Task Leaves_of_a_damaged_piece_are_not_told()
    {
        _folder.WriteRandom("a", 3 * Piece);
        (MirroredContent content, Metainfo torrent) = await Shelve(Piece, () =>
        {
            byte[] data = File.ReadAllBytes(_folder.Text + "/a");
            data[Piece + 7] ^= 1;
            File.WriteAllBytes(_folder.Text + "/a", data);
        });
        HashRequest first = new(new Sha256Hash(torrent.FileHashes!.Root(0)), 0, 0, 4, 0);
        byte[] room = new byte[first.AnswerLength];
        Assert.Null(content.ReadHashes(first, room));
        Assert.Equal(StorageFault.Withheld, content.ReadHashes(first with { Index = 4 }, room)?.Fault);
        Assert.Null(content.ReadHashes(first with { Index = 8 }, room));
        content.Rest();
        Assert.Null(content.ReadHashes(first, room));
    }

    void IContentWatch.PieceFailed(InfoHash infoHash, ContentLocation owner, PieceIndex piece, StorageError error) => Assert.Fail(error.ToString());

    void IContentWatch.CopyFailed(InfoHash infoHash, ContentLocation owner, StorageError error) => Assert.Fail(error.ToString());

    // What stands above the row, with each sibling on the way up.
    private static byte[] Climb(in HashRequest request, ReadOnlySpan<byte> hashes)
    {
        var tree = new MerkleTree();
        for (int i = 0; i < request.Count; i++) tree.Add(hashes.Slice(i * 32, 32));
        byte[] root = new byte[32];
        tree.Finish(0, (int)request.Count, root);
        uint place = request.Index / request.Count;
        for (ReadOnlySpan<byte> proof = hashes[((int)request.Count * 32)..]; !proof.IsEmpty; proof = proof[32..], place /= 2)
            root = SHA256.HashData((byte[])(place % 2 == 0 ? [.. root, .. proof[..32]] : [.. proof[..32], .. root]));
        return root;
    }

    private async Task<(MirroredContent, Metainfo)> Shelve(int pieceLength, Action? damage = null)
    {
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default with { Order = FileOrder.Tree }, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions { Format = TorrentFormat.V2, PieceLength = pieceLength });
        Assert.Null(made.Error);
        damage?.Invoke();
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default with { Order = FileOrder.Tree }, out listing));
        ContentLocation file = new(_torrents.Write("t.torrent", made.File.ToArray()));
        Assert.Null(TorrentFileReader.Read(file, 1 << 20, out Metainfo? torrent, out _));
        ContentLocation data = torrent!.IsSingleFile ? _folder.Location with { Within = torrent.NamePath } : _folder.Location;
        var verified = new Bitfield(torrent.PieceCount);
        verified.SetAll();
        var content = new MirroredContent(torrent.InfoHash, torrent.Layout, this);
        var stamps = torrent.Files.Select(item => item.IsPadding ? default : listing!.Files.Single(file => file.Path == item.Path).Stamp).ToArray();
        Assert.True(content.Add(new ContentCopy(file, new ShelvedContent(torrent, file, file, data, _cache, stamps), verified, new DriveReads(0, TimeProvider.System))));
        return (content, torrent);
    }
}
