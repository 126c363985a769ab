using System.Buffers;
using System.Buffers.Text;
using System.Text;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Protocol.Torrents;

public sealed partial class MagnetLink
{
    /// <summary>Room for the digits of a length.</summary>
    private const int MaxDigits = 20;

    /// <summary>
    /// The link as text: ASCII, everything that is not an unreserved character percent-encoded (RFC 3986), so it is safe in a page or a
    /// shell's quotes.
    /// </summary>
    public override string ToString()
    {
        var text = new ArrayBufferWriter<byte>(512);
        WriteTo(text);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }

    /// <summary>Appends what <see cref="ToString"/> gives, as ASCII bytes, without making anything: for lists of thousands of links.</summary>
    /// <param name="text">Where to.</param>
    public void WriteTo(IBufferWriter<byte> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Write("magnet:?"u8);
        if (!IsV2Alone)
        {
            text.Write("xt=urn:btih:"u8);
            InfoHash.WriteDigits(text.GetSpan(InfoHash.Length * 2));
            text.Advance(InfoHash.Length * 2);
        }
        if (InfoHashV2 is { } v2)
        {
            text.Write(IsV2Alone ? "xt=urn:btmh:1220"u8 : "&xt=urn:btmh:1220"u8);
            Convert.TryToHexStringLower(v2.Span, text.GetSpan(Sha256Hash.Length * 2), out int digits);
            text.Advance(digits);
        }
        if (Name is { } name) Append(text, "&dn="u8, name.Span);
        if (ExactLength is { } length)
        {
            text.Write("&xl="u8);
            Utf8Formatter.TryFormat(length, text.GetSpan(MaxDigits), out int count);
            text.Advance(count);
        }
        foreach (string tracker in Trackers) Append(text, "&tr="u8, tracker);
        foreach (string seed in WebSeeds) Append(text, "&ws="u8, seed);
        foreach (string peer in Peers) Append(text, "&x.pe="u8, peer);
    }

    private static void Append(IBufferWriter<byte> text, ReadOnlySpan<byte> key, string value)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Append(text, key, bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Append(IBufferWriter<byte> text, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        text.Write(key);
        text.Advance(PercentEncoding.Encode(value, text.GetSpan(value.Length * 3)));
    }
}
