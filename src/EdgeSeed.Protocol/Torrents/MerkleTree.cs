using System.Numerics;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// The binary hash tree of a file (BEP 52): SHA-256 of blocks of 16 KiB, the last maybe shorter, as leaves; what is beyond the end of the file to
/// make their number a power of two has leaves of zeros. Computed in one pass with a hash a layer in memory, whatever the file's length.
/// </summary>
public sealed class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Bytes under a leaf.</summary>
    public const int LeafLength = TorrentLayout.BlockLength;

    // 2^31 pieces of the longest kind have fewer.
    private const int MaxLayers = 48;

    private static readonly byte[] s_padding = Padding();

    private readonly byte[] _pending = new byte[MaxLayers * HashLength];
    private int _count;

    /// <summary>Layers above the leaves in which one hash stands for a whole piece.</summary>
    /// <param name="pieceLength">A power of two, at least <see cref="LeafLength"/>.</param>
    public static int PieceLayer(int pieceLength) => BitOperations.Log2((uint)(pieceLength / LeafLength));

    /// <summary>Leaves of a file, without those that only make up a power of two.</summary>
    public static long LeafCount(long fileLength) => fileLength == 0 ? 0 : (fileLength - 1) / LeafLength + 1;

    /// <summary>The hash, in a layer so far above the leaves, of what lies wholly beyond the end of a file.</summary>
    public static ReadOnlySpan<byte> PaddingHash(int layer) => s_padding.AsSpan(layer * HashLength, HashLength);

    /// <summary>The hash of two that stand beside one another.</summary>
    /// <param name="left">32 bytes.</param>
    /// <param name="right">32 bytes.</param>
    /// <param name="parent">Filled with 32 bytes; may be one of the two.</param>
    public static void Combine(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> parent)
    {
        Span<byte> both = stackalloc byte[2 * HashLength];
        left.CopyTo(both);
        right.CopyTo(both[HashLength..]);
        SHA256.HashData(both, parent);
    }

    /// <summary>What stands above a row of hashes.</summary>
    /// <param name="row">The hashes, without those that only make up its width.</param>
    /// <param name="layer">How far above the leaves they are.</param>
    /// <param name="width">Hashes of the row with its padding: a power of two, no less than there are.</param>
    /// <param name="hash">Filled with 32 bytes.</param>
    public static void Sum(ReadOnlySpan<byte> row, int layer, int width, Span<byte> hash)
    {
        var tree = new MerkleTree();
        for (; !row.IsEmpty; row = row[HashLength..]) tree.Add(row[..HashLength]);
        tree.Finish(layer, width, hash);
    }

    /// <summary>Takes the next hash of the layer that is walked along.</summary>
    /// <param name="hash">32 bytes.</param>
    public void Add(ReadOnlySpan<byte> hash)
    {
        // Every 1 at the end of the count is a left half that waits for its right one.
        Span<byte> sum = stackalloc byte[HashLength];
        hash.CopyTo(sum);
        int layer = 0;
        for (int left = _count; (left & 1) != 0; left >>= 1, layer++) Combine(Pending(layer), sum, sum);
        sum.CopyTo(Pending(layer));
        _count++;
    }

    /// <summary>Ends the layer: fills it up with padding to a power of two and gives what stands above all of it.</summary>
    /// <param name="layer">How far above the leaves the hashes were that were added.</param>
    /// <param name="width">Hashes that the layer has with its padding: a power of two, no less than were added.</param>
    /// <param name="root">Filled with 32 bytes.</param>
    public void Finish(int layer, int width, Span<byte> root)
    {
        int height = BitOperations.Log2((uint)width);
        if (_count == 0) PaddingHash(layer + height).CopyTo(root);
        else
        {
            // From the lowest half that waits: everything to the right of it is padding.
            int above = BitOperations.TrailingZeroCount(_count);
            Pending(above).CopyTo(root);
            for (int place = (_count >> above) - 1; above < height; above++, place >>= 1)
            {
                if ((place & 1) != 0) Combine(Pending(above), root, root);
                else Combine(root, PaddingHash(layer + above), root);
            }
        }
        _count = 0;
    }

    private Span<byte> Pending(int layer) => _pending.AsSpan(layer * HashLength, HashLength);

    private static byte[] Padding()
    {
        byte[] hashes = new byte[MaxLayers * HashLength];
        for (int layer = 1; layer < MaxLayers; layer++)
        {
            Span<byte> below = hashes.AsSpan((layer - 1) * HashLength, HashLength);
            Combine(below, below, hashes.AsSpan(layer * HashLength, HashLength));
        }
        return hashes;
    }
}
