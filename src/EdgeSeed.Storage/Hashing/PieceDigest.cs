using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// Computes what a piece is compared with (<see cref="Metainfo.IsRight(PieceIndex, ReadOnlySpan{byte})"/>) in one pass over its bytes: its SHA-1 for version 1, then its root in the
/// file's hash tree for version 2, where padding has no part. Not thread-safe.
/// </summary>
public sealed class PieceDigest : IDisposable
{
    private readonly IncrementalHash? _sha1;
    private readonly IncrementalHash? _leaf;
    private readonly MerkleTree? _tree;
    private readonly LaneSha256? _lanes;
    private FilePiece _piece;
    private int _treeLeft;
    private int _leafLeft;

    /// <summary>For pieces hashed by the versions of a format.</summary>
    /// <param name="format">The versions.</param>
    public PieceDigest(TorrentFormat format) : this(format, LaneSha256.Fastest)
    {
    }

    /// <summary>For pieces hashed by the versions of a format.</summary>
    /// <param name="format">The versions.</param>
    /// <param name="lanes">Hashes as many leaves as come at once; null for one after the other.</param>
    internal PieceDigest(TorrentFormat format, LaneSha256? lanes)
    {
        _lanes = lanes;
        if (format != TorrentFormat.V2) _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        if (format == TorrentFormat.V1) return;
        _leaf = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _tree = new MerkleTree();
    }

    /// <summary>Bytes of a digest in a format.</summary>
    internal static int LengthOf(TorrentFormat format) =>
        (format == TorrentFormat.V2 ? 0 : Metainfo.HashLength) + (format == TorrentFormat.V1 ? 0 : MerkleTree.HashLength);

    /// <summary>Most bytes of a digest in any format.</summary>
    public const int MaxLength = Metainfo.HashLength + MerkleTree.HashLength;

    /// <summary>Starts a piece.</summary>
    /// <param name="piece">The file's part of it; not looked at in version 1.</param>
    public void Begin(FilePiece piece)
    {
        if (_tree is null) return;
        (_piece, _treeLeft) = (piece, piece.Length);
        _leafLeft = Math.Min(_treeLeft, MerkleTree.LeafLength);
    }

    /// <summary>Takes the next bytes of the piece.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha1?.AppendData(bytes);
        if (_tree is null) return;
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        for (bytes = bytes[..Math.Min(bytes.Length, _treeLeft)]; !bytes.IsEmpty;)
        {
            bytes = AppendTogether(bytes);
            if (bytes.IsEmpty) return;
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, _leafLeft)];
            bytes = bytes[part.Length..];
            _leaf!.AppendData(part);
            _treeLeft -= part.Length;
            _leafLeft -= part.Length;
            if (_leafLeft > 0) return;
            _leaf.GetHashAndReset(hash);
            _tree.Add(hash);
            _leafLeft = Math.Min(_treeLeft, MerkleTree.LeafLength);
        }
    }

    private ReadOnlySpan<byte> AppendTogether(ReadOnlySpan<byte> bytes)
    {
        if (_lanes is null || bytes.Length < _lanes.Lanes * MerkleTree.LeafLength || _leafLeft < MerkleTree.LeafLength) return bytes;
        Span<byte> hashes = stackalloc byte[LaneSha256.MaxLanes * MerkleTree.HashLength];
        for (int length = _lanes.Lanes * MerkleTree.LeafLength; bytes.Length >= length; bytes = bytes[length..])
        {
            _lanes.Hash(bytes, hashes);
            for (int i = 0; i < _lanes.Lanes; i++) _tree!.Add(hashes.Slice(i * MerkleTree.HashLength, MerkleTree.HashLength));
            _treeLeft -= length;
        }
        _leafLeft = Math.Min(_treeLeft, MerkleTree.LeafLength);
        return bytes;
    }

    /// <summary>Ends the piece; one whose bytes did not all come has a digest that is nobody's.</summary>
    /// <param name="digest">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>The part that was filled.</returns>
    public ReadOnlySpan<byte> Finish(Span<byte> digest)
    {
        int length = 0;
        if (_sha1 is not null) length = _sha1.GetHashAndReset(digest);
        if (_tree is null) return digest[..length];
        if (_treeLeft > 0) _leaf!.GetHashAndReset(stackalloc byte[MerkleTree.HashLength]);
        _tree.Finish(layer: 0, _piece.Leaves, digest.Slice(length, MerkleTree.HashLength));
        return digest[..(length + MerkleTree.HashLength)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sha1?.Dispose();
        _leaf?.Dispose();
    }
}
