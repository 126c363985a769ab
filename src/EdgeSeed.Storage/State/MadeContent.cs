using System.Security.Cryptography;
using EdgeSeed.Protocol;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Storage.State;

/// <summary>What was made of some content. Its record: the content's fingerprint, the info-hash, and the SHA-256 where there is one.</summary>
/// <param name="InfoHash">The torrent.</param>
/// <param name="Sha256">See <see cref="MadeTorrent.Sha256"/>.</param>
public readonly record struct MadeContent(InfoHash InfoHash, byte[]? Sha256)
{
    private const int Length = ContentFingerprint.Length + InfoHash.Length;

    /// <summary>Null for what is none: a record has one of two lengths.</summary>
    internal static MadeContent? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is not (Length or Length + SHA256.HashSizeInBytes)) return null;
        return new MadeContent(new InfoHash(payload[ContentFingerprint.Length..Length]), payload.Length == Length ? null : payload[Length..].ToArray());
    }

    internal byte[] ToPayload(ReadOnlySpan<byte> fingerprint) => [.. fingerprint, .. InfoHash.Span, .. Sha256 ?? []];
}
