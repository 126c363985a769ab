using System.Numerics;
using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Root_is_that_of_the_tree_built_layer_by_layer()
    {
        var tree = new MerkleTree();
        for (int count = 0; count <= 70; count++)
        {
            byte[][] hashes = [.. Enumerable.Range(0, count).Select(number => SHA256.HashData(BitConverter.GetBytes(number)))];
            for (int width = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, count)); width <= 256; width *= 2)
            {
                for (int layer = 0; layer < 3; layer++)
                {
                    foreach (byte[] hash in hashes) tree.Add(hash);
                    byte[] root = new byte[MerkleTree.HashLength];
                    tree.Finish(layer, width, root);
                    Assert.Equal(LayerByLayer(hashes, width, layer), root);
                }
            }
        }
    }

    [Theory]
    [InlineData(16 << 10, 0)]
    [InlineData(32 << 10, 1)]
    [InlineData(128 << 10, 3)]
    [InlineData(256 << 20, 14)]
    public void Layer_of_pieces_is_as_far_above_the_leaves_as_a_piece_has_halves(int pieceLength, int layer) => Assert.Equal(layer, MerkleTree.PieceLayer(pieceLength));

    private static byte[] LayerByLayer(byte[][] hashes, int width, int layer)
    {
        byte[] padding = new byte[32];
        for (int i = 0; i < layer; i++) padding = SHA256.HashData([.. padding, .. padding]);
        byte[][] row = [.. hashes, .. Enumerable.Repeat(padding, width - hashes.Length)];
        while (row.Length > 1) row = [.. row.Chunk(2).Select(pair => SHA256.HashData([.. pair[0], .. pair[1]]))];
        return row[0];
    }
}
