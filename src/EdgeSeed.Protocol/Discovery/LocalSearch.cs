using System.Buffers.Text;
using System.Text;

namespace EdgeSeed.Protocol.Discovery;

/// <summary>
/// A datagram of local service discovery (BEP 14): somebody on this network takes part in the swarms named, and listens at a port of the
/// address from which it comes. Lines that are not known are ignored. Borrows the datagram.
/// </summary>
public ref struct LocalSearch
{
    /// <summary>The UDP port of both groups, host byte order.</summary>
    public const ushort GroupPort = 6771;

    /// <summary>Bytes of a datagram at most (BEP 14); longer ones are not read.</summary>
    public const int MaxBytes = 1400;

    /// <summary>Bytes of a cookie at most when one is written; longer ones are read, and are somebody else's.</summary>
    public const int MaxCookieBytes = 16;

    private const int HashLineBytes = 10 + InfoHash.Length * 2 + 2;

    /// <summary>What stands around the hashes takes no more.</summary>
    private const int FrameBytes = 150;

    /// <summary>Swarms that one written datagram names at most.</summary>
    public const int MaxHashes = (MaxBytes - FrameBytes) / HashLineBytes;

    private ReadOnlySpan<byte> _rest;

    private LocalSearch(ReadOnlySpan<byte> lines, ushort port, ReadOnlySpan<byte> cookie)
    {
        _rest = lines;
        Port = port;
        Cookie = cookie;
    }

    /// <summary>Bytes of a datagram that names so many swarms, at most.</summary>
    public static int BytesOf(int infoHashes) => FrameBytes + infoHashes * HashLineBytes;

    /// <summary>The group for IPv4: 239.192.152.143.</summary>
    public static PeerEndPoint GroupIPv4 => PeerEndPoint.FromIPv4(0xEFC0_988F, GroupPort);

    /// <summary>The group for IPv6: ff15::efc0:988f.</summary>
    public static PeerEndPoint GroupIPv6 => PeerEndPoint.FromIPv6([0xFF, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xEF, 0xC0, 0x98, 0x8F], GroupPort);

    /// <summary>The TCP port at which the sender listens.</summary>
    public ushort Port { get; }

    /// <summary>By which a sender knows its own datagrams; may be empty.</summary>
    public ReadOnlySpan<byte> Cookie { get; }

    private static ReadOnlySpan<byte> FirstLine => "BT-SEARCH * HTTP/1.1\r\n"u8;

    /// <summary>Reads a datagram.</summary>
    /// <returns>False when it is something else, is too long, or names no port.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out LocalSearch search)
    {
        search = default;
        if (datagram.Length > MaxBytes || !datagram.StartsWith(FirstLine)) return false;
        ReadOnlySpan<byte> lines = datagram[FirstLine.Length..], rest = lines, cookie = default;
        ushort port = 0;
        while (TryReadLine(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (Ascii.EqualsIgnoreCase(name, "port"u8))
            {
                if (!Utf8Parser.TryParse(value, out port, out int digits) || digits != value.Length) return false;
            }
            else if (Ascii.EqualsIgnoreCase(name, "cookie"u8))
            {
                cookie = value;
            }
        }
        search = new LocalSearch(lines, port, cookie);
        return port != 0;
    }

    /// <summary>The next swarm that is named; what is no info-hash is passed over.</summary>
    public bool TryNext(out InfoHash infoHash)
    {
        Span<char> digits = stackalloc char[InfoHash.Length * 2];
        while (TryReadLine(ref _rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (value.Length != digits.Length || !Ascii.EqualsIgnoreCase(name, "infohash"u8)) continue;
            Encoding.Latin1.GetChars(value, digits);
            if (InfoHash.TryParse(digits, out infoHash)) return true;
        }
        infoHash = default;
        return false;
    }

    /// <summary>Writes a datagram and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="isIPv6">Whether it goes to the group for IPv6, which it names.</param>
    /// <param name="port">Where we listen.</param>
    /// <param name="infoHashes">At most <see cref="MaxHashes"/>.</param>
    /// <param name="cookie">At most <see cref="MaxCookieBytes"/> bytes of printable ASCII.</param>
    public static int Write(Span<byte> destination, bool isIPv6, ushort port, ReadOnlySpan<InfoHash> infoHashes, ReadOnlySpan<byte> cookie)
    {
        int at = 0;
        Append(destination, ref at, FirstLine);
        Append(destination, ref at, isIPv6 ? "Host: [ff15::efc0:988f]:6771\r\nPort: "u8 : "Host: 239.192.152.143:6771\r\nPort: "u8);
        Utf8Formatter.TryFormat(port, destination[at..], out int digits);
        at += digits;
        foreach (ref readonly InfoHash infoHash in infoHashes)
        {
            Append(destination, ref at, "\r\nInfohash: "u8);
            infoHash.WriteDigits(destination[at..]);
            at += InfoHash.Length * 2;
        }
        Append(destination, ref at, "\r\ncookie: "u8);
        Append(destination, ref at, cookie);
        Append(destination, ref at, "\r\n\r\n\r\n"u8);
        return at;
    }

    private static void Append(Span<byte> destination, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination[at..]);
        at += text.Length;
    }

    /// <summary>Reads one line; false at the empty line, or where no whole line is left.</summary>
    private static bool TryReadLine(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        int end = rest.IndexOf("\r\n"u8);
        if (end <= 0) return false;
        ReadOnlySpan<byte> line = rest[..end];
        rest = rest[(end + 2)..];
        int colon = line.IndexOf((byte)':');
        if (colon < 0) return true;
        name = line[..colon];
        value = line[(colon + 1)..].Trim(" \t"u8);
        return true;
    }
}
