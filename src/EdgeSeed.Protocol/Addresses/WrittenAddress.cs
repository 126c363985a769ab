using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeSeed.Protocol.Addresses;

/// <summary>
/// An address as people and programs write it, read in one way wherever it stands: in torrents, magnet links, the configuration, on the
/// command line and in a redirect. White space around it is dropped; spaces, letters of any script and other characters that may
/// not be in an address are percent-encoded (RFC 3987), as browsers and other clients do; a <c>#part</c> is cut off; a host in another script becomes
/// its ASCII form; an IPv6 address gets its brackets, unless its end could be a port; <c>udp</c> without a port means port 80, as with libtorrent and Transmission.
/// What cannot be used says why.
/// </summary>
/// <param name="Text">
/// The address: ASCII without spaces, quotes or control characters, <c>scheme://[user:password@]host[:port][/path][?query]</c>, with the
/// password if there is one. Null when it cannot be used.
/// </param>
/// <param name="Remark">What a person should know, in a few words; null when there is nothing. Given whenever <paramref name="Text"/> is null.</param>
public readonly record struct WrittenAddress(string? Text, string? Remark)
{
    /// <summary>Longest address in characters, encoded; a longer one cannot be used.</summary>
    public const int MaxLength = 2048;

    private const int UsualUdpPort = 80;

    // What may stand in path and query as it is (RFC 3986), and brackets, which servers take although they may not.
    private const string PlainMarks = "-._~:/?@!$&'()*+,;=%[]";

    /// <summary>Reads an address.</summary>
    /// <param name="written">As it was written; bytes that are not UTF-8 are sent as they are, percent-encoded.</param>
    /// <param name="kind">What it is of.</param>
    public static WrittenAddress Read(ReadOnlySpan<byte> written, AddressKind kind)
    {
        if (written.Length > MaxLength * 2) return Unusable("it is too long");
        // Each byte a character from here on: so bytes that are not UTF-8 come through.
        ReadOnlySpan<char> text = Encoding.Latin1.GetString(TrimOutside(written));
        if (text.IsEmpty) return Unusable("it is empty");
        if (text.ContainsAnyInRange('\0', '\x1f')) return Unusable("it holds a control character");
        int end = text.IndexOf("://", StringComparison.Ordinal);
        if (end <= 0) return Unusable($"it does not begin with {Schemes(kind)}");
        string scheme = text[..end].ToString().ToLowerInvariant();
        if (Refusal(scheme, kind) is { } refusal) return Unusable(refusal);
        text = text[(end + 3)..];
        int fragment = text.IndexOf('#');
        if (fragment >= 0) text = text[..fragment];
        int slash = text.IndexOfAny('/', '?');
        ReadOnlySpan<char> authority = slash < 0 ? text : text[..slash], path = slash < 0 ? default : text[slash..];

        int at = authority.LastIndexOf('@');
        string login = at < 0 ? "" : Encoded(authority[..at]) + "@";
        if (!TryReadHost(authority[(at + 1)..], out string host, out int? port, out string? problem)) return Unusable(problem);
        string? remark = null;
        if (port is null && scheme == "udp") (port, remark) = (UsualUdpPort, "it names no port: 80 is used, as other clients do");
        string number = port is { } given ? ":" + given.ToString(CultureInfo.InvariantCulture) : "";
        string address = $"{scheme}://{login}{host}{number}{(path.StartsWith("?") ? "/" : "")}{Encoded(path)}";
        return address.Length > MaxLength ? Unusable("it is too long") : new WrittenAddress(address, remark);
    }

    /// <summary>Reads text, such as from a command line.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, AddressKind)"/>
    public static WrittenAddress Read(string written, AddressKind kind) => Read(Encoding.UTF8.GetBytes(written), kind);

    /// <summary>An address without the login that may be in it: what may be shown.</summary>
    /// <param name="address">As it was written, or as <see cref="Text"/> has it.</param>
    public static string WithoutLogin(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3) return address;
        int end = address.AsSpan(start).IndexOfAny('/', '?', '#') is var found and >= 0 ? start + found : address.Length;
        int at = address.LastIndexOf('@', end - 1, end - start);
        return at < 0 ? address : string.Concat(address.AsSpan(0, start), address.AsSpan(at + 1));
    }

    /// <summary>Reads the host and port of a peer, such as <c>192.0.2.7:6881</c>, <c>[2001:db8::7]:6881</c> or <c>host.example.org:6881</c>.</summary>
    /// <param name="written">As it was written.</param>
    /// <param name="peer">In the same form, a host in another script in its ASCII form.</param>
    /// <param name="problem">What is wrong with it, when false is returned.</param>
    public static bool TryReadPeer(ReadOnlySpan<byte> written, out string peer, [NotNullWhen(false)] out string? problem)
    {
        peer = "";
        if (written.Length > MaxLength) return Fails("it is too long", out problem);
        if (!TryReadHost(Encoding.Latin1.GetString(TrimOutside(written)), out string host, out int? port, out problem)) return false;
        if (port is not { } number) return Fails("it names no port", out problem);
        peer = string.Create(CultureInfo.InvariantCulture, $"{host}:{number}");
        return true;
    }

    private static WrittenAddress Unusable(string why) => new(null, why);

    private static string Schemes(AddressKind kind) => kind == AddressKind.Tracker ? "http://, https:// or udp://" : "http:// or https://";

    private static string? Refusal(string scheme, AddressKind kind) => scheme switch
    {
        "http" or "https" => null,
        "udp" when kind == AddressKind.Tracker => null,
        "ws" or "wss" => "trackers for browsers (WebTorrent) are not supported",
        "ftp" or "sftp" or "ftps" => "FTP is not supported",
        _ => $"it does not begin with {Schemes(kind)}",
    };

    // ASCII white space, a byte order mark and no-break spaces.
    private static ReadOnlySpan<byte> TrimOutside(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> mark = "\uFEFF"u8, space = "\u00A0"u8;
        for (int before = -1; before != text.Length;)
        {
            before = text.Length;
            text = text.Trim(" \t\r\n\v\f\0"u8);
            if (text.StartsWith(mark)) text = text[mark.Length..];
            if (text.StartsWith(space)) text = text[space.Length..];
            if (text.EndsWith(space)) text = text[..^space.Length];
        }
        return text;
    }

    private static bool TryReadHost(ReadOnlySpan<char> text, out string host, out int? port, [NotNullWhen(false)] out string? problem)
    {
        (host, port, problem) = ("", null, null);
        ReadOnlySpan<char> name = text, number = default;
        int close = text.IndexOf(']');
        bool isBracketed = text.StartsWith("[") && close > 0;
        if (isBracketed)
        {
            name = text[1..close];
            number = text[(close + 1)..];
        }
        else if (text.Count(':') == 1)
        {
            name = text[..text.IndexOf(':')];
            number = text[name.Length..];
        }
        if (name.IsEmpty) return Fails("it names no host", out problem);
        // "http://http://host": two schemes, of which the first looks like a host.
        if (number is ":" && Refusal(name.ToString().ToLowerInvariant(), AddressKind.Tracker) is null) return Fails("its scheme stands in it twice", out problem);
        if (number.Length > 1)
        {
            bool isPort = number[0] == ':' && int.TryParse(number[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is > 0 and <= ushort.MaxValue
                && (port = value) is not null;
            if (!isPort) return Fails("its port is not one (1 to 65535)", out problem);
        }
        if (isBracketed || name.Contains(':'))
        {
            // "2001:db8::1:80": nobody knows whether its end is a port.
            if (!isBracketed && name.LastIndexOf(':') is var colon && int.TryParse(name[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && IPAddress.TryParse(name[..colon], out _)) return Fails("its IPv6 address may end in a port: it needs brackets, as in [2001:db8::1]:80", out problem);
            bool isAddress = IPAddress.TryParse(name, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
            host = $"[{name}]";
            return isAddress || Fails("its host is not an address", out problem);
        }
        return TryReadName(name, out host) || Fails("its host is not a name", out problem);
    }

    private static bool TryReadName(ReadOnlySpan<char> name, out string host)
    {
        host = name.ToString();
        if (!System.Text.Ascii.IsValid(name))
        {
            byte[] utf8 = Encoding.Latin1.GetBytes(host);
            if (!System.Text.Unicode.Utf8.IsValid(utf8)) return false;
            try
            {
                host = new IdnMapping { AllowUnassigned = true }.GetAscii(Encoding.UTF8.GetString(utf8));
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
        host = host.ToLowerInvariant();
        foreach (char c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return false;
        }
        return true;
    }

    private static bool Fails(string why, [NotNull] out string? problem)
    {
        problem = why;
        return false;
    }

    // A '%' that begins no escape is one that was meant as itself.
    private static string Encoded(ReadOnlySpan<char> text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPlain = char.IsAsciiLetterOrDigit(c) || PlainMarks.Contains(c);
            if (c == '%') isPlain = i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            if (isPlain) encoded.Append(c);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }
        return encoded.ToString();
    }
}
