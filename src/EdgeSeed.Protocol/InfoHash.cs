using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeSeed.Protocol;

/// <summary>The SHA-1 of a torrent's bencoded <c>info</c> dictionary (BEP 3): 20 bytes that name a swarm everywhere.</summary>
[InlineArray(Length)]
[SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array is its storage.")]
[SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The one field of an inline array is its storage.")]
public struct InfoHash : IEquatable<InfoHash>
{
    /// <summary>Bytes in an info-hash.</summary>
    public const int Length = 20;

    private byte _first;

    /// <summary>Copies an info-hash from the wire or from a digest.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The span has another length: the caller did not check it.</exception>
    public InfoHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"An info-hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(this);
    }

    /// <summary>The 20 bytes, in wire order; borrows this value's own storage.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<InfoHash, byte>(ref Unsafe.AsRef(in this)), Length);

    /// <summary>Reads 40 hexadecimal digits, or the 32 base32 digits that old magnet links use (BEP 9).</summary>
    /// <returns>False when the text is neither; <paramref name="infoHash"/> is then all zero.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out InfoHash infoHash)
    {
        infoHash = default;
        Span<byte> bytes = stackalloc byte[Length];
        bool parsed = text.Length switch
        {
            Length * 2 => Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done,
            Length * 8 / 5 => Base32.TryDecode(text, bytes),
            _ => false,
        };
        if (parsed) infoHash = new InfoHash(bytes);
        return parsed;
    }

    /// <summary>Writes what <see cref="ToString"/> gives, as ASCII bytes.</summary>
    /// <param name="digits">At least 40 bytes; what lies beyond stays as it is.</param>
    public readonly void WriteDigits(Span<byte> digits)
    {
        ReadOnlySpan<byte> bytes = Span;
        for (int i = 0; i < Length; i++)
        {
            digits[2 * i] = "0123456789abcdef"u8[bytes[i] >> 4];
            digits[(2 * i) + 1] = "0123456789abcdef"u8[bytes[i] & 15];
        }
    }

    /// <summary>40 lower-case hexadecimal digits.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(Span);

    /// <inheritdoc/>
    public readonly bool Equals(InfoHash other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is InfoHash other && Equals(other);

    /// <summary>The first four bytes: a digest is already evenly spread. Who must resist chosen hashes mixes in a secret of its own.</summary>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <summary>Compares the 20 bytes.</summary>
    public static bool operator ==(InfoHash left, InfoHash right) => left.Equals(right);

    /// <summary>Compares the 20 bytes.</summary>
    public static bool operator !=(InfoHash left, InfoHash right) => !left.Equals(right);
}
