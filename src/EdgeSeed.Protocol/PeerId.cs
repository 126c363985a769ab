using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol;

/// <summary>The 20 bytes by which a client names itself (BEP 3); by custom <c>-XXnnnn-</c> (BEP 20) and twelve random bytes.</summary>
[InlineArray(Length)]
[SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array is its storage.")]
[SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The one field of an inline array is its storage.")]
public struct PeerId : IEquatable<PeerId>
{
    /// <summary>Bytes in a peer id.</summary>
    public const int Length = 20;

    private byte _first;

    /// <summary>Copies a peer id from the wire.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">The span has another length: the caller did not check it.</exception>
    public PeerId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A peer id has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(this);
    }

    /// <summary>The 20 bytes, in wire order; borrows this value's own storage.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<PeerId, byte>(ref Unsafe.AsRef(in this)), Length);

    /// <summary>A new identity: EdgeSeed's Azureus-style prefix <c>-EG0100-</c> (BEP 20; <c>ES</c> is Electric Sheep's) and twelve random bytes.</summary>
    public static PeerId Create()
    {
        Span<byte> bytes = stackalloc byte[Length];
        "-EG0100-"u8.CopyTo(bytes);
        RandomNumberGenerator.Fill(bytes[8..]);
        return new PeerId(bytes);
    }

    /// <summary>The printable bytes as they are, every other as <c>%xx</c>.</summary>
    public override readonly string ToString()
    {
        var text = new System.Text.StringBuilder(Length * 3);
        foreach (byte b in Span)
        {
            if (b is > 0x20 and < 0x7f and not (byte)'%') text.Append((char)b);
            else text.Append('%').Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public readonly bool Equals(PeerId other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is PeerId other && Equals(other);

    /// <summary>The last four bytes, which custom leaves random.</summary>
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Span[16..]);

    /// <summary>Compares the 20 bytes.</summary>
    public static bool operator ==(PeerId left, PeerId right) => left.Equals(right);

    /// <summary>Compares the 20 bytes.</summary>
    public static bool operator !=(PeerId left, PeerId right) => !left.Equals(right);
}
