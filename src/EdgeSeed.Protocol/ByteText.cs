using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace EdgeSeed.Protocol;

/// <summary>
/// Text as a stranger wrote it: bytes that ought to be UTF-8 and may be anything. The bytes are kept and compared; a program is given
/// <see cref="Text"/>, and a terminal <see cref="ToString"/>, which it may print as it is.
/// </summary>
/// <param name="bytes">Borrowed: the text lives as long as they do.</param>
public readonly struct ByteText(ReadOnlyMemory<byte> bytes) : IEquatable<ByteText>
{
    /// <summary>The UTF-8 bytes of a string.</summary>
    public ByteText(string text) : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>The bytes as they were written.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The bytes as they were written.</summary>
    public ReadOnlySpan<byte> Span => Bytes.Span;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>Whether the bytes are well-formed UTF-8.</summary>
    public bool IsUtf8 => Utf8.IsValid(Span);

    /// <summary>The text itself, for JSON and other programs: each broken sequence is one U+FFFD, nothing else is changed. Not safe to print.</summary>
    public string Text => Encoding.UTF8.GetString(Span);

    /// <summary>The text for printing: see <see cref="Printable"/>.</summary>
    public override string ToString() => Printable(Span);

    /// <summary>
    /// Bytes made safe to print: UTF-8 as text, every byte that is not UTF-8 as <c>\xNN</c>, every character that may not be shown as it is
    /// (<see cref="ShownText"/>) as <c>\u{N}</c>.
    /// </summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return Encoding.ASCII.GetString(bytes);
        bool isFromRight = false;
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty && !isFromRight;)
        {
            Rune.DecodeFromUtf8(rest, out Rune rune, out int used);
            isFromRight = ShownText.IsFromRight(rune);
            rest = rest[used..];
        }
        var text = new StringBuilder(bytes.Length);
        Rune before = default;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
            {
                if (ShownText.IsShown(rune, before, isFromRight)) text.Append(rune.ToString());
                else text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                foreach (byte b in bytes[..used]) text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            }
            before = rune;
            bytes = bytes[used..];
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(ByteText other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ByteText other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(ByteText left, ByteText right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(ByteText left, ByteText right) => !left.Equals(right);
}
