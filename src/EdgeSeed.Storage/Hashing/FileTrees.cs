using System.Buffers;
using System.Numerics;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>From the digests of pieces to what a torrent of version 2 says of its files (BEP 52): the roots of their trees, and their piece layers.</summary>
internal static class FileTrees
{
    /// <summary>The files with their roots, padding left out.</summary>
    /// <param name="input">What was hashed: each file begins with a piece.</param>
    /// <param name="digests">Digests of the format's length, piece by piece.</param>
    /// <param name="layers">The bencoded <c>piece layers</c>.</param>
    internal static List<DraftFile> Build(HashInput input, ReadOnlySpan<byte> digests, out byte[] layers)
    {
        var files = new List<DraftFile>();
        var byRoot = new SortedDictionary<TreeRoot, byte[]>();
        var tree = new MerkleTree();
        int length = PieceDigest.LengthOf(input.Format), piece = 0;
        foreach (TorrentFile file in input.Files)
        {
            if (file.IsPadding) continue;
            var draft = new DraftFile(file.Path, file.Length);
            if (file.Length > 0)
            {
                int pieces = (int)((file.Length - 1) / input.Layout.PieceLength + 1);
                byte[] layer = new byte[pieces * MerkleTree.HashLength];
                for (int i = 0; i < pieces; i++, piece++)
                {
                    ReadOnlySpan<byte> root = digests.Slice(piece * length, length)[^MerkleTree.HashLength..];
                    root.CopyTo(layer.AsSpan(i * MerkleTree.HashLength));
                }
                byte[] whole = layer;
                if (pieces > 1)
                {
                    whole = new byte[MerkleTree.HashLength];
                    for (int i = 0; i < pieces; i++) tree.Add(layer.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength));
                    tree.Finish(MerkleTree.PieceLayer(input.Layout.PieceLength), (int)BitOperations.RoundUpToPowerOf2((uint)pieces), whole);
                    byRoot[new TreeRoot(whole)] = layer;
                }
                draft = draft with { PiecesRoot = whole };
            }
            files.Add(draft);
        }
        layers = Write(byRoot);
        return files;
    }

    private static byte[] Write(SortedDictionary<TreeRoot, byte[]> byRoot)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(output);
        writer.WriteDictionaryStart();
        foreach ((TreeRoot root, byte[] layer) in byRoot)
        {
            writer.WriteKey(root.Bytes);
            writer.WriteString(layer);
        }
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A root that is ordered by its bytes.</summary>
    private readonly record struct TreeRoot(byte[] Bytes) : IComparable<TreeRoot>
    {
        public int CompareTo(TreeRoot other) => Bytes.AsSpan().SequenceCompareTo(other.Bytes);
    }
}
