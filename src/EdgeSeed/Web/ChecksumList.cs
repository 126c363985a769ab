using System.Buffers;
using System.Text;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>
/// <c>/SHA256SUMS</c>: the SHA-256 of every single file made into a torrent here, as <c>sha256sum -c --ignore-missing</c> reads it beside what was
/// downloaded.
/// </summary>
internal static class ChecksumList
{
    /// <summary>Where it is, by the name that such lists have on mirrors.</summary>
    public const string Path = "/SHA256SUMS";

    /// <summary>Whether a torrent is in the list.</summary>
    public static bool Has(PublishedTorrent torrent) => torrent.Entry is { IsOffered: true, Sha256: not null };

    /// <summary>One line: digits, two spaces, the name. What would break the line is escaped, and a backslash in front says so, as coreutils has it.</summary>
    public static void Write(IBufferWriter<byte> output, PublishedTorrent torrent)
    {
        ReadOnlySpan<byte> name = torrent.Entry.NameBytes.Span;
        bool isEscaped = name.ContainsAny("\\\n\r"u8);
        if (isEscaped) output.Write("\\"u8);
        output.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(torrent.Entry.Sha256!)));
        output.Write("  "u8);
        if (!isEscaped) output.Write(name);
        else foreach (byte value in name) output.Write(Escaped(value));
        output.Write("\n"u8);
    }

    private static ReadOnlySpan<byte> Escaped(byte value) => value switch
    {
        (byte)'\\' => "\\\\"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        _ => new[] { value },
    };
}
