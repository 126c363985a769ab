using System.Numerics;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// The hash trees of a torrent's files (BEP 52) as far as a <c>.torrent</c> has them: the root of each file, and of files longer than a piece the
/// layer in which one hash stands for one piece. Layers are read where they lie (<see cref="TorrentBytes"/>); this holds 40 bytes a file.
/// </summary>
public sealed class FileHashes
{
    private const int HashesAtOnce = 128;

    private readonly TorrentOutline _torrent;
    private readonly FileTree[] _trees;

    internal FileHashes(TorrentOutline torrent, int pieceLength, FileTree[] trees) => (_torrent, PieceLength, _trees) = (torrent, pieceLength, trees);

    /// <summary>Bytes of a piece: a power of two, at least 16 KiB.</summary>
    public int PieceLength { get; }

    /// <summary>Files with bytes, each of which has a tree.</summary>
    public int Count => _trees.Length;

    /// <summary>A file's tree.</summary>
    /// <param name="tree">The file's place among those with bytes.</param>
    public FileTree this[int tree] => _trees[tree];

    /// <summary>Whether every file that needs a layer has it.</summary>
    internal bool IsComplete => FirstWithoutLayer < 0;

    /// <summary>The first file, by its place among those with bytes, that needs a layer and has none; -1 when there is no such.</summary>
    internal int FirstWithoutLayer => Array.FindIndex(_trees, static tree => tree.LayerOffset < 0);

    /// <summary>The layers that some file needs and this lacks, each once: files that are alike share one.</summary>
    internal MissingLayer[] MissingLayers
    {
        get
        {
            var seen = new HashSet<Sha256Hash>();
            var missing = new List<MissingLayer>();
            for (int i = 0; i < _trees.Length; i++)
            {
                var root = new Sha256Hash(Root(i));
                if (_trees[i].LayerOffset < 0 && seen.Add(root)) missing.Add(new MissingLayer(root, _trees[i].PieceCount));
            }
            return [.. missing];
        }
    }

    /// <summary>The root of a file's tree, 32 bytes.</summary>
    /// <param name="tree">The file's place among those with bytes.</param>
    public ReadOnlySpan<byte> Root(int tree) => _torrent.Image.Span.Slice(_trees[tree].RootOffset, MerkleTree.HashLength);

    /// <summary>Reads a part of the <c>.torrent</c>, in which <see cref="FileTree"/> says where hashes lie.</summary>
    /// <inheritdoc cref="TorrentBytes.TryRead"/>
    public bool TryRead(int offset, Span<byte> buffer) => _torrent.Bytes.TryRead(offset, buffer);

    /// <summary>Reads the root of the part of a tree that stands above a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="root">Filled with 32 bytes when true is returned.</param>
    /// <returns>False when the <c>.torrent</c> cannot be read any more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such piece.</exception>
    public bool TryReadRoot(PieceIndex piece, Span<byte> root)
    {
        int tree = TreeOf(piece);
        int place = piece.Value - _trees[tree].FirstPiece;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)_trees[tree].PieceCount, nameof(piece));
        return TryRead(_trees[tree].LayerOffset + place * MerkleTree.HashLength, root[..MerkleTree.HashLength]);
    }

    /// <summary>Whether a layer is that of a tree.</summary>
    /// <param name="tree">A file's place among those with bytes.</param>
    /// <param name="layer">Where in the file the layer's hashes start, of which there are as many as it has pieces.</param>
    /// <param name="computed">Used to compute what stands above them.</param>
    internal bool IsLayer(int tree, int layer, MerkleTree computed)
    {
        int pieces = _trees[tree].PieceCount;
        Span<byte> part = stackalloc byte[HashesAtOnce * MerkleTree.HashLength], root = stackalloc byte[MerkleTree.HashLength];
        for (int done = 0; done < pieces; done += HashesAtOnce)
        {
            ReadOnlySpan<byte> row = part[..(Math.Min(HashesAtOnce, pieces - done) * MerkleTree.HashLength)];
            if (!TryRead(layer + done * MerkleTree.HashLength, part[..row.Length])) return false;
            for (; !row.IsEmpty; row = row[MerkleTree.HashLength..]) computed.Add(row[..MerkleTree.HashLength]);
        }
        computed.Finish(MerkleTree.PieceLayer(PieceLength), (int)BitOperations.RoundUpToPowerOf2((uint)pieces), root);
        return root.SequenceEqual(Root(tree));
    }

    /// <summary>Takes a layer that is that of a tree.</summary>
    internal void SetLayer(int tree, int layer) => _trees[tree] = _trees[tree] with { LayerOffset = layer };

    /// <summary>The file in which a piece lies: the last one that does not begin after it.</summary>
    /// <param name="piece">The piece, from 0 to one less than there are.</param>
    /// <returns>The file's place among those with bytes.</returns>
    public int TreeOf(PieceIndex piece)
    {
        int low = 0, high = _trees.Length - 1;
        while (low < high)
        {
            int middle = (int)((uint)(low + high + 1) >> 1);
            if (_trees[middle].FirstPiece <= piece.Value) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}

/// <summary>A piece layer (BEP 52) that is not there: peers have it.</summary>
/// <param name="Root">The root of the file's tree.</param>
/// <param name="PieceCount">Its pieces, at least 2: one hash each.</param>
public readonly record struct MissingLayer(Sha256Hash Root, int PieceCount);

/// <summary>Where the hash tree of a file lies (BEP 52).</summary>
/// <param name="FirstPiece">The file's first piece.</param>
/// <param name="PieceCount">Its pieces; at least 1.</param>
/// <param name="Length">Its bytes; at least 1.</param>
/// <param name="RootOffset">Where its root is among the bytes that are in memory.</param>
/// <param name="LayerOffset">Where in the <c>.torrent</c> the hashes of its pieces begin: of a single piece that is the root; -1 where they are missing.</param>
public readonly record struct FileTree(int FirstPiece, int PieceCount, long Length, int RootOffset, int LayerOffset);
