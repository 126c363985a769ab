using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>What is derived from the shared secret: SHA-1 over a four-letter label and what follows it.</summary>
internal static class EncryptionKeys
{
    /// <summary>Bytes of the key stream that are thrown away before the first is used.</summary>
    private const int DroppedBytes = 1024;

    private const int LabelLength = 4;

    /// <summary>Hashes a label and some bytes, at most a key and an info-hash long.</summary>
    public static void Hash(ReadOnlySpan<byte> label, ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        Span<byte> input = stackalloc byte[LabelLength + DiffieHellman.KeyLength + InfoHash.Length];
        label.CopyTo(input);
        bytes.CopyTo(input[LabelLength..]);
        SHA1.HashData(input[..(LabelLength + bytes.Length)], digest);
    }

    /// <summary>The cipher of one direction, ready for its first byte.</summary>
    /// <param name="label"><c>keyA</c> for what the connecting side sends, <c>keyB</c> for the other.</param>
    /// <param name="shared">The shared secret.</param>
    /// <param name="infoHash">The torrent.</param>
    public static Rc4 Cipher(ReadOnlySpan<byte> label, ReadOnlySpan<byte> shared, InfoHash infoHash)
    {
        Span<byte> input = stackalloc byte[DiffieHellman.KeyLength + InfoHash.Length];
        shared.CopyTo(input);
        infoHash.Span.CopyTo(input[shared.Length..]);
        Span<byte> key = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(label, input, key);
        var cipher = new Rc4(key);
        cipher.Skip(DroppedBytes);
        return cipher;
    }
}
