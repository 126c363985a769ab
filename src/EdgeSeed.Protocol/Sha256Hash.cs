using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol;

/// <summary>
/// A SHA-256: the info-hash of version 2 (BEP 52), or a hash of a file's tree. Of an info-hash, trackers, handshakes and the DHT have room for the first
/// 20 bytes, which <see cref="Truncated"/> gives.
/// </summary>
[InlineArray(Length)]
[SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array is its storage.")]
[SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The one field of an inline array is its storage.")]
public struct Sha256Hash : IEquatable<Sha256Hash>
{
    /// <summary>Bytes in a SHA-256.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private byte _first;

    /// <summary>Copies a digest.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The span has another length: the caller did not check it.</exception>
    public Sha256Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A SHA-256 has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(this);
    }

    /// <summary>The 32 bytes; borrows this value's own storage.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<Sha256Hash, byte>(ref Unsafe.AsRef(in this)), Length);

    /// <summary>What stands for it where there is room for 20 bytes.</summary>
    public readonly InfoHash Truncated => new(Span[..InfoHash.Length]);

    /// <summary>That of some bytes.</summary>
    public static Sha256Hash Of(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(data, digest);
        return new Sha256Hash(digest);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <returns>False when the text is something else; <paramref name="hash"/> is then all zero.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Sha256Hash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Length * 2 || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        hash = new Sha256Hash(bytes);
        return true;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(Span);

    /// <inheritdoc/>
    public readonly bool Equals(Sha256Hash other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Sha256Hash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <summary>Compares the 32 bytes.</summary>
    public static bool operator ==(Sha256Hash left, Sha256Hash right) => left.Equals(right);

    /// <summary>Compares the 32 bytes.</summary>
    public static bool operator !=(Sha256Hash left, Sha256Hash right) => !left.Equals(right);
}
