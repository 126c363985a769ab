using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// The pieces which a peer may ask for while it is choked (BEP 6): computed from its address, so that reconnecting yields no more of them.
/// </summary>
public static class AllowedFastSet
{
    /// <summary>The usual number of pieces, named k in the BEP.</summary>
    public const int DefaultSize = 10;

    /// <summary>No set is larger; a longer span is filled only so far.</summary>
    public const int MaxSize = 32;

    /// <summary>Computes the set in the BEP's canonical way and order.</summary>
    /// <param name="peer">The peer's address as seen here; its last byte does not matter, so that a /24 network shares one set.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="pieceCount">Pieces of the torrent.</param>
    /// <param name="pieces">Receives piece indices; its length is the size wanted.</param>
    /// <returns>How many were written: fewer than wanted when the torrent has fewer pieces, and none for an IPv6 peer, for which the BEP
    /// has no rule.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "BEP 6 prescribes SHA-1.")]
    public static int Compute(PeerEndPoint peer, InfoHash infoHash, int pieceCount, Span<uint> pieces)
    {
        if (!peer.IsIPv4) return 0;
        int wanted = Math.Min(Math.Min(pieces.Length, MaxSize), pieceCount);
        Span<byte> seed = stackalloc byte[4 + InfoHash.Length];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        BinaryPrimitives.WriteUInt32BigEndian(seed, peer.IPv4Address & 0xFFFF_FF00);
        infoHash.Span.CopyTo(seed[4..]);
        int count = 0;
        for (ReadOnlySpan<byte> input = seed; count < wanted; input = digest)
        {
            SHA1.HashData(input, digest);
            for (int at = 0; at < digest.Length && count < wanted; at += 4)
            {
                uint piece = BinaryPrimitives.ReadUInt32BigEndian(digest[at..]) % (uint)pieceCount;
                if (!pieces[..count].Contains(piece)) pieces[count++] = piece;
            }
        }
        return count;
    }
}
