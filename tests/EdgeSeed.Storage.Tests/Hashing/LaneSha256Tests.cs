using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Tests.Hashing;

public sealed class LaneSha256Tests
{
    public static TheoryData<int> Widths
    {
        get
        {
            var widths = new TheoryData<int>();
            foreach (int lanes in (int[])[4, 8, 16])
            {
                if (LaneSha256.Create(lanes) is not null) widths.Add(lanes);
            }
            return widths;
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Leaves_give_the_frameworks_digests(int lanes)
    {
        LaneSha256 sha256 = LaneSha256.Create(lanes)!;
        byte[] digests = new byte[lanes * MerkleTree.HashLength];
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] leaves = RandomBytes(lanes * MerkleTree.LeafLength, seed);
            sha256.Hash(leaves, digests);
            Assert.Equal(leaves.Chunk(MerkleTree.LeafLength).SelectMany(SHA256.HashData), digests);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => sha256.Hash(new byte[lanes * MerkleTree.LeafLength - 1], digests));
        Assert.Throws<ArgumentOutOfRangeException>(() => sha256.Hash(new byte[lanes * MerkleTree.LeafLength], digests.AsSpan(1)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Pieces_in_any_parts_give_the_digest_of_one_leaf_after_the_other(int lanes)
    {
        const int leaves = 64;
        using var together = new PieceDigest(TorrentFormat.Hybrid, LaneSha256.Create(lanes));
        using var singly = new PieceDigest(TorrentFormat.Hybrid, null);
        var random = new Random(lanes);
        int[] ends = [0, 1, MerkleTree.LeafLength - 1, MerkleTree.LeafLength, MerkleTree.LeafLength + 1];
        for (int round = 0; round < 60; round++)
        {
            byte[] piece = RandomBytes(leaves * MerkleTree.LeafLength, round);
            var part = new FilePiece(Math.Max(1, random.Next(leaves) * MerkleTree.LeafLength + ends[round % ends.Length]), leaves);
            together.Begin(part);
            singly.Begin(part);
            for (int done = 0, length; done < piece.Length; done += length)
            {
                length = Math.Min(piece.Length - done, random.Next(4) == 0 ? random.Next(1, 20_000) : random.Next(1, 2 * lanes) * MerkleTree.LeafLength);
                together.Append(piece.AsSpan(done, length));
            }
            singly.Append(piece);
            Assert.Equal(singly.Finish(new byte[PieceDigest.MaxLength]).ToArray(), together.Finish(new byte[PieceDigest.MaxLength]).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    public void Other_widths_do_not_exist(int lanes) => Assert.Null(LaneSha256.Create(lanes));

    private static byte[] RandomBytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
