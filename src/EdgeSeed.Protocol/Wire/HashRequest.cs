using System.Buffers.Binary;
using System.Numerics;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// What a peer asks of a file's hash tree (BEP 52): a row of hashes, and beside the way from it to the root those by which it can be checked. The
/// same 48 bytes, four numbers big-endian behind the root, stand in <c>hash request</c>, in <c>hash reject</c> and before the hashes in <c>hashes</c>.
/// </summary>
/// <param name="PiecesRoot">The root of the file's tree.</param>
/// <param name="BaseLayer">How far above the leaves the row is.</param>
/// <param name="Index">The first hash of the row.</param>
/// <param name="Count">Hashes of the row.</param>
/// <param name="ProofLayers">Layers above the row that are to be accounted for.</param>
public readonly record struct HashRequest(Sha256Hash PiecesRoot, uint BaseLayer, uint Index, uint Count, uint ProofLayers)
{
    /// <summary>Bytes of a request, without the message's length and number.</summary>
    public const int Length = Sha256Hash.Length + 4 * sizeof(uint);

    /// <summary>Bytes of a message that is a request or a reject.</summary>
    public const int MessageLength = MessageWriter.StateLength + Length;

    /// <summary>Most hashes of a row: the most that BEP 52 has peers ask for.</summary>
    public const int MaxCount = 512;

    // No file has a higher tree.
    private const int MaxHeight = 40;

    /// <summary>
    /// Whether it can be answered for some tree: its count is a power of two from 2 to <see cref="MaxCount"/>, its row begins at a multiple of that, and the
    /// layers exist in a tree of some height.
    /// </summary>
    public bool IsPossible => Count is >= 2 and <= MaxCount && BitOperations.IsPow2(Count) && Index % Count == 0 && BaseLayer < MaxHeight && ProofLayers < MaxHeight;

    /// <summary>
    /// Hashes that account for the layers above the row, each the sibling of what stands above the row; those layers that the row itself tells need none.
    /// Of a possible request.
    /// </summary>
    public int ProofCount => Math.Max(0, (int)ProofLayers - BitOperations.Log2(Count) + 1);

    /// <summary>Bytes of the hashes that answer it. Of a possible request.</summary>
    public int AnswerLength => ((int)Count + ProofCount) * MerkleTree.HashLength;

    /// <summary>Bytes of the longest answer to a possible request, without the message's length and number.</summary>
    public const int MaxAnswerLength = Length + (MaxCount + MaxHeight) * MerkleTree.HashLength;

    /// <summary>
    /// Whether hashes are those of the tree: the row and what accounts for the layers above it give the root. Of a possible request whose proof reaches up
    /// to the root.
    /// </summary>
    /// <param name="hashes">The row, then the proof from below upwards; of any length.</param>
    public bool IsAnsweredBy(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length != AnswerLength) return false;
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        MerkleTree.Sum(hashes[..((int)Count * MerkleTree.HashLength)], (int)BaseLayer, (int)Count, hash);
        uint place = Index / Count;
        for (hashes = hashes[((int)Count * MerkleTree.HashLength)..]; !hashes.IsEmpty; hashes = hashes[MerkleTree.HashLength..], place >>= 1)
        {
            ReadOnlySpan<byte> sibling = hashes[..MerkleTree.HashLength];
            if ((place & 1) != 0) MerkleTree.Combine(sibling, hash, hash);
            else MerkleTree.Combine(hash, sibling, hash);
        }
        return hash.SequenceEqual(PiecesRoot.Span);
    }

    /// <summary>Reads it.</summary>
    /// <param name="payload"><see cref="Length"/> bytes.</param>
    public static HashRequest Read(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> numbers = payload[Sha256Hash.Length..];
        return new HashRequest(
            new Sha256Hash(payload[..Sha256Hash.Length]), BinaryPrimitives.ReadUInt32BigEndian(numbers), BinaryPrimitives.ReadUInt32BigEndian(numbers[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(numbers[8..]), BinaryPrimitives.ReadUInt32BigEndian(numbers[12..]));
    }

    /// <summary>Writes a message up to what follows the request.</summary>
    /// <param name="message">Room for <see cref="MessageLength"/> bytes.</param>
    /// <param name="id">One of the three about hashes.</param>
    /// <param name="hashBytes">Bytes of hashes that follow; 0 but for <see cref="PeerMessageId.Hashes"/>.</param>
    public void Write(Span<byte> message, PeerMessageId id, int hashBytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(message, 1 + Length + hashBytes);
        message[4] = (byte)id;
        Sha256Hash root = PiecesRoot;
        root.Span.CopyTo(message[MessageWriter.StateLength..]);
        Span<byte> numbers = message[(MessageWriter.StateLength + Sha256Hash.Length)..];
        BinaryPrimitives.WriteUInt32BigEndian(numbers, BaseLayer);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[4..], Index);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[8..], Count);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[12..], ProofLayers);
    }
}
