using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// Answers questions about a torrent's hash trees (BEP 52): rows of pieces out of the <c>.torrent</c>, rows of leaves by reading a piece. In memory are
/// where the trees lie, 40 bytes a file with bytes, and of files of very many pieces one hash for each 512, once they were asked for.
/// </summary>
internal sealed class HashTrees
{
    /// <summary>Longest piece that is read for the sake of its leaves, 16 MiB: makers choose none longer by themselves.</summary>
    public const int MaxLeafPieceLength = 16 << 20;

    private const int HashLength = MerkleTree.HashLength, ReadBytes = 4 * MerkleTree.LeafLength;

    // Hashes that are read and summed up at once; of so many the sum is remembered.
    private const int Block = HashRequest.MaxCount;

    private static readonly int s_blockLayers = BitOperations.Log2(Block);

    private readonly IHashedBytes _bytes;
    private readonly int _pieceLength;
    private readonly int _pieceLayer;
    private readonly (ulong Start, FileTree Tree)[] _trees;
    private readonly ConcurrentDictionary<int, byte[]> _blocks = new();

    /// <summary>Takes down where the trees lie.</summary>
    /// <param name="hashes">Says where.</param>
    /// <param name="bytes">Where they are read from.</param>
    public HashTrees(FileHashes hashes, IHashedBytes bytes)
    {
        (_bytes, _pieceLength, _pieceLayer) = (bytes, hashes.PieceLength, MerkleTree.PieceLayer(hashes.PieceLength));
        _trees = new (ulong, FileTree)[hashes.Count];
        for (int i = 0; i < _trees.Length; i++) _trees[i] = (StartOf(hashes.Root(i)), hashes[i]);
        Array.Sort(_trees, static (left, right) => left.Start.CompareTo(right.Start));
    }

    /// <inheritdoc cref="IHashSource.ReadHashes"/>
    public StorageError? Read(in HashRequest request, Span<byte> hashes)
    {
        if (!request.IsPossible || !TryFind(request.PiecesRoot, out FileTree tree)) return Refused("no file has such a tree");
        int height = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)MerkleTree.LeafCount(tree.Length)));
        int layer = (int)request.BaseLayer, count = (int)request.Count;
        bool isThere = layer < height && request.Index + (long)count <= 1L << (height - layer) && layer + request.ProofLayers < height;
        if (!isThere) return Refused("its tree is not so high or so wide");
        if (layer == _pieceLayer) return ReadPieces(request, tree, hashes);
        // Only leaves and pieces need be told (BEP 52), and leaves of one piece at a time.
        bool isInPiece = layer == 0 && count <= LeavesOfPiece(height) && _pieceLength <= MaxLeafPieceLength;
        return isInPiece ? ReadLeaves(request, tree, LeavesOfPiece(height), hashes) : Refused("such hashes are not told");
    }

    private int LeavesOfPiece(int height) => 1 << Math.Min(height, _pieceLayer);

    private StorageError? ReadPieces(in HashRequest request, in FileTree tree, Span<byte> hashes) =>
        ReadRow(tree, request.Index, hashes[..((int)request.Count * HashLength)]) ?? ReadProof(request, tree, default, hashes);

    private StorageError? ReadLeaves(in HashRequest request, in FileTree tree, int leaves, Span<byte> hashes)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(leaves * HashLength);
        Span<byte> row = rented.AsSpan(0, leaves * HashLength);
        try
        {
            int piece = (int)(request.Index / leaves);
            if (HashLeaves(tree, piece, row) is { } error) return error;
            int from = (int)(request.Index % leaves);
            row.Slice(from * HashLength, (int)request.Count * HashLength).CopyTo(hashes);
            return ReadProof(request, tree, row, hashes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The proof behind a row: the sibling of each hash on the way up that the row does not tell by itself.</summary>
    private StorageError? ReadProof(in HashRequest request, in FileTree tree, ReadOnlySpan<byte> leaves, Span<byte> hashes)
    {
        int at = (int)request.Count * HashLength;
        for (int above = BitOperations.Log2(request.Count); above <= request.ProofLayers; above++, at += HashLength)
        {
            long sibling = (request.Index >> above) ^ 1;
            Span<byte> hash = hashes.Slice(at, HashLength);
            int layer = (int)request.BaseLayer + above;
            if (!leaves.IsEmpty && layer < BitOperations.Log2((uint)(leaves.Length / HashLength)))
                MerkleTree.Sum(leaves.Slice((int)((sibling << layer) * HashLength % leaves.Length), HashLength << layer), 0, 1 << layer, hash);
            else if (SumPieces(tree, sibling, layer - _pieceLayer, hash) is { } error) return error;
        }
        return null;
    }

    /// <summary>What stands above 2^<paramref name="layers"/> pieces.</summary>
    private StorageError? SumPieces(in FileTree tree, long place, int layers, Span<byte> hash)
    {
        if (layers <= s_blockLayers)
        {
            Span<byte> row = stackalloc byte[Block * HashLength];
            row = row[..(HashLength << layers)];
            StorageError? error = ReadRow(tree, place << layers, row);
            if (error is null) MerkleTree.Sum(row, _pieceLayer, 1 << layers, hash);
            return error;
        }
        if (Blocks(tree, out byte[] blocks) is { } unreadable) return unreadable;
        int width = 1 << (layers - s_blockLayers);
        long from = Math.Min(place * width * HashLength, blocks.Length), to = Math.Min((place + 1) * width * HashLength, blocks.Length);
        MerkleTree.Sum(blocks.AsSpan((int)from, (int)(to - from)), _pieceLayer + s_blockLayers, width, hash);
        return null;
    }

    /// <summary>One hash for each 512 pieces of a file; all files' together are a 512th of what the <c>.torrent</c> has.</summary>
    private StorageError? Blocks(in FileTree tree, out byte[] blocks)
    {
        if (_blocks.TryGetValue(tree.FirstPiece, out blocks!)) return null;
        blocks = new byte[(tree.PieceCount + Block - 1) / Block * HashLength];
        Span<byte> row = stackalloc byte[Block * HashLength];
        for (int i = 0; i * HashLength < blocks.Length; i++)
        {
            if (ReadRow(tree, (long)i * Block, row) is { } error) return error;
            MerkleTree.Sum(row, _pieceLayer, Block, blocks.AsSpan(i * HashLength, HashLength));
        }
        _blocks.TryAdd(tree.FirstPiece, blocks);
        return null;
    }

    /// <summary>Hashes of pieces from the <c>.torrent</c>; beyond the file's last, padding.</summary>
    private StorageError? ReadRow(in FileTree tree, long first, Span<byte> row)
    {
        int there = (int)Math.Clamp(tree.PieceCount - first, 0, row.Length / HashLength);
        for (int at = there * HashLength; at < row.Length; at += HashLength) MerkleTree.PaddingHash(_pieceLayer).CopyTo(row[at..]);
        return there == 0 ? null : _bytes.ReadTorrent(tree.LayerOffset + first * HashLength, row[..(there * HashLength)]);
    }

    /// <summary>Hashes the leaves of a piece, and sees that they are those of the torrent.</summary>
    private StorageError? HashLeaves(in FileTree tree, int piece, Span<byte> row)
    {
        row.Clear();
        long at = (long)piece * _pieceLength, end = Math.Min(at + _pieceLength, tree.Length);
        if (at >= end) return null;
        byte[] rented = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            for (int leaf = 0; at < end;)
            {
                Span<byte> part = rented.AsSpan(0, (int)Math.Min(ReadBytes, end - at));
                if (_bytes.ReadContent((long)tree.FirstPiece * _pieceLength + at, part) is { } error) return error;
                at += part.Length;
                for (; !part.IsEmpty; part = part[Math.Min(MerkleTree.LeafLength, part.Length)..], leaf++)
                    SHA256.HashData(part[..Math.Min(MerkleTree.LeafLength, part.Length)], row[(leaf * HashLength)..]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        Span<byte> found = stackalloc byte[HashLength], wanted = stackalloc byte[HashLength];
        MerkleTree.Sum(row, 0, row.Length / HashLength, found);
        if (ReadRow(tree, piece, wanted) is { } unreadable) return unreadable;
        return found.SequenceEqual(wanted) ? null : Refused("this piece is damaged or missing, and withheld");
    }

    private bool TryFind(Sha256Hash root, out FileTree tree)
    {
        ulong start = StartOf(root.Span);
        int low = 0, high = _trees.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (_trees[middle].Start < start) low = middle + 1;
            else high = middle;
        }
        bool isThere = low < _trees.Length && _trees[low].Start == start;
        tree = isThere ? _trees[low].Tree : default;
        return isThere;
    }

    // Who asks by the rest of a root that no file has is told hashes that do not give it, and sees that.
    private static ulong StartOf(ReadOnlySpan<byte> root) => BinaryPrimitives.ReadUInt64BigEndian(root);

    private static StorageError Refused(string why) => StorageError.Found(StorageOperation.Read, "the torrent's hash trees", StorageFault.Withheld, why);
}

/// <summary>What hash trees are read from: a <c>.torrent</c>, which has the layers of pieces, and its data, whose hashes the leaves are.</summary>
internal interface IHashedBytes
{
    /// <summary>Reads a part of the <c>.torrent</c>.</summary>
    /// <param name="offset">From where.</param>
    /// <param name="buffer">Filled wholly on success.</param>
    StorageError? ReadTorrent(long offset, Span<byte> buffer);

    /// <summary>Reads a part of the data.</summary>
    /// <param name="offset">From where in the torrent's stream of bytes.</param>
    /// <param name="buffer">Filled wholly on success.</param>
    StorageError? ReadContent(long offset, Span<byte> buffer);
}
