using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeSeed.Storage.State;

/// <summary>
/// The envelope of every binary state file: eight bytes <c>EdgeSeed</c>, the kind (4 bytes), the version and the payload's length (4 bytes
/// each, little-endian), the SHA-256 of those 20 bytes and the payload, then the payload. A torn write, a flipped bit, a file of another
/// program or of another kind is recognised before anything in it is believed.
/// </summary>
public static class StateFile
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 52;

    /// <summary>Longest payload, 64 MiB; a longer file is refused without being read, a longer payload is a bug of the writer.</summary>
    public const int MaxPayloadLength = 64 << 20;

    private const int DigestOffset = 20;

    private static ReadOnlySpan<byte> Magic => "EdgeSeed"u8;

    /// <summary>Puts a payload into its envelope.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="version">The payload's format; a reader refuses versions it does not know.</param>
    /// <param name="payload">At most <see cref="MaxPayloadLength"/> bytes.</param>
    public static byte[] Seal(StateKind kind, int version, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayloadLength);
        byte[] file = new byte[HeaderLength + payload.Length];
        payload.CopyTo(file.AsSpan(HeaderLength));
        Enclose(kind, version, file);
        return file;
    }

    /// <summary>Writes the envelope around a payload that stands in its place already.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="version">The payload's format.</param>
    /// <param name="file">The whole file: room for <see cref="HeaderLength"/> bytes, then the payload.</param>
    public static void Enclose(StateKind kind, int version, Span<byte> file)
    {
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file[8..], (uint)kind);
        BinaryPrimitives.WriteInt32LittleEndian(file[12..], version);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], file.Length - HeaderLength);
        Digest(file, file.Slice(DigestOffset, SHA256.HashSizeInBytes));
    }

    /// <summary>Takes a payload out of its envelope.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="version">The format it must have.</param>
    /// <param name="payload">A slice of <paramref name="file"/>, when null is returned.</param>
    /// <returns>Null on success, or what is wrong in one plain phrase.</returns>
    public static string? TryOpen(ReadOnlyMemory<byte> file, StateKind kind, int version, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic)) return "it is not a state file of EdgeSeed";
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]) != bytes.Length - HeaderLength) return "it is cut short or too long";
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(bytes, digest);
        if (!digest.SequenceEqual(bytes.Slice(DigestOffset, digest.Length))) return "its checksum is wrong";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != (uint)kind) return "it holds something else";
        int found = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (found != version) return $"it has version {found}, and this program reads version {version}";
        payload = file[HeaderLength..];
        return null;
    }

    private static void Digest(ReadOnlySpan<byte> file, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..DigestOffset]);
        hash.AppendData(file[HeaderLength..]);
        hash.GetHashAndReset(digest);
    }
}
