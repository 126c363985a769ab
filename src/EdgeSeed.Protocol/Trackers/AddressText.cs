using System.Buffers.Binary;
using System.Buffers.Text;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>Reads and writes addresses as text, without the objects that <see cref="System.Net.IPAddress"/> would allocate.</summary>
public static class AddressText
{
    /// <summary>No address with a port is longer.</summary>
    public const int MaxBytes = 64;

    /// <summary>
    /// Reads <c>192.0.2.1</c>, <c>192.0.2.1:6881</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]</c> or <c>[2001:db8::1]:6881</c> (BEP 7, RFC
    /// 2732).
    /// </summary>
    /// <param name="text">The decoded bytes.</param>
    /// <param name="endPoint">The address; port 0 when none is given.</param>
    /// <returns>False for anything else, such as a host name.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out PeerEndPoint endPoint)
    {
        endPoint = default;
        ReadOnlySpan<byte> address = text, port = default;
        bool isIPv6;
        if (text is [(byte)'[', ..])
        {
            int close = text.IndexOf((byte)']');
            if (close < 0) return false;
            address = text[1..close];
            port = text[(close + 1)..];
            isIPv6 = true;
        }
        else
        {
            int colon = text.IndexOf((byte)':');
            isIPv6 = colon >= 0 && text[(colon + 1)..].Contains((byte)':');
            if (colon >= 0 && !isIPv6)
            {
                address = text[..colon];
                port = text[colon..];
            }
        }
        if (!TryParsePort(port, out ushort portNumber)) return false;
        if (isIPv6)
        {
            Span<byte> bytes = stackalloc byte[16];
            if (!TryParseIPv6(address, bytes)) return false;
            endPoint = PeerEndPoint.FromIPv6(bytes, portNumber);
            return true;
        }
        if (!TryParseIPv4(address, out uint number)) return false;
        endPoint = PeerEndPoint.FromIPv4(number, portNumber);
        return true;
    }

    /// <summary>
    /// Writes <c>192.0.2.1</c> or <c>2001:db8:0:0:0:0:0:1</c>, and with a port <c>192.0.2.1:6881</c> or <c>[2001:db8:0:0:0:0:0:1]:6881</c>.
    /// </summary>
    /// <param name="endPoint">What to write.</param>
    /// <param name="withPort">Whether the port is written.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Format(PeerEndPoint endPoint, bool withPort, Span<byte> destination)
    {
        Span<byte> address = stackalloc byte[16];
        endPoint.WriteAddress(address);
        bool isBracketed = withPort && !endPoint.IsIPv4;
        int length = 0, digits;
        if (isBracketed) destination[length++] = (byte)'[';
        for (int at = endPoint.IsIPv4 ? 12 : 0; at < 16; at += endPoint.IsIPv4 ? 1 : 2)
        {
            if (at is not (0 or 12) || (at == 12 && !endPoint.IsIPv4)) destination[length++] = endPoint.IsIPv4 ? (byte)'.' : (byte)':';
            if (endPoint.IsIPv4) Utf8Formatter.TryFormat(address[at], destination[length..], out digits);
            else Utf8Formatter.TryFormat(BinaryPrimitives.ReadUInt16BigEndian(address[at..]), destination[length..], out digits, 'x');
            length += digits;
        }
        if (isBracketed) destination[length++] = (byte)']';
        if (!withPort) return length;
        destination[length++] = (byte)':';
        Utf8Formatter.TryFormat(endPoint.Port, destination[length..], out digits);
        return length + digits;
    }

    private static bool TryParsePort(ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        if (text.IsEmpty) return true;
        return text[0] == ':' && text.Length <= 6
            && Utf8Parser.TryParse(text[1..], out port, out int consumed) && consumed == text.Length - 1;
    }

    private static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        for (int part = 0; part < 4; part++)
        {
            int end = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (end is < 1 or > 3) return false;
            uint value = 0;
            foreach (byte digit in text[..end])
            {
                if (!char.IsAsciiDigit((char)digit)) return false;
                value = value * 10 + digit - '0';
            }
            if (value > 255) return false;
            address = (address << 8) | value;
            if (part < 3) text = text[(end + 1)..];
        }
        return true;
    }

    private static bool TryParseIPv6(ReadOnlySpan<byte> text, Span<byte> address)
    {
        int written = 0, gap = -1, at = 0;
        if (text.StartsWith("::"u8)) (gap, at) = (0, 2);
        while (at < text.Length)
        {
            ReadOnlySpan<byte> rest = text[at..];
            int end = rest.IndexOf((byte)':');
            if (end < 0 && rest.Contains((byte)'.'))
            {
                if (written > 12 || !TryParseIPv4(rest, out uint last)) return false;
                BinaryPrimitives.WriteUInt32BigEndian(address[written..], last);
                written += 4;
                break;
            }
            ReadOnlySpan<byte> group = end < 0 ? rest : rest[..end];
            if (written == 16 || group.Length is 0 or > 4) return false;
            if (!Utf8Parser.TryParse(group, out ushort value, out int consumed, 'x') || consumed != group.Length) return false;
            BinaryPrimitives.WriteUInt16BigEndian(address[written..], value);
            written += 2;
            if (end < 0) break;
            at += end + 1;
            if (at == text.Length) return false;
            if (text[at] != ':') continue;
            if (gap >= 0) return false;
            gap = written;
            at++;
        }
        if (gap < 0 || written == 16) return gap < 0 && written == 16;
        int tail = written - gap;
        address.Slice(gap, tail).CopyTo(address[(16 - tail)..]);
        address[gap..(16 - tail)].Clear();
        return true;
    }
}
