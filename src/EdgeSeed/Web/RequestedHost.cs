using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EdgeSeed.Web;

/// <summary>
/// The host by which a client asked for the page, when it is one of ours: then links made for that client may carry it, and
/// work over loopback, the local network and <c>.local</c> names alike. A Host header says whatever its sender likes, so a
/// name we do not know, or anything but letters, digits, dots and dashes, counts for nothing.
/// </summary>
/// <param name="machineName">The host name; it and its <c>.local</c> form (mDNS) are ours.</param>
/// <param name="extraHosts">Hosts the operator named, for instance in <c>--announce</c>; without port, without brackets.</param>
internal sealed class RequestedHost(string machineName, IReadOnlyList<string> extraHosts)
{
    /// <summary>Longest Host header considered: a DNS name has at most 253 characters.</summary>
    public const int MaxLength = 260;

    /// <summary>Checks a Host header against the connection it came on.</summary>
    /// <param name="header">The raw header; empty when there was none.</param>
    /// <param name="localAddress">The address of this machine to which the client connected.</param>
    /// <param name="authority">Host and port, safe inside a URL, rebuilt from the parsed parts; empty on failure.</param>
    /// <returns>False when the host is not known to be ours.</returns>
    public bool TryAccept(string header, IPAddress? localAddress, out string authority)
    {
        authority = "";
        if (header.Length is 0 or > MaxLength || !TrySplit(header, out string host, out int port)) return false;

        string? accepted = null;
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            if (IsOurs(literal, localAddress)) accepted = literal.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{literal}]" : literal.ToString();
        }
        else if (IsName(host) && IsOurs(host))
        {
            accepted = host.ToLowerInvariant();
        }
        if (accepted is null) return false;
        authority = port == 80 ? accepted : $"{accepted}:{port}";
        return true;
    }

    private bool IsOurs(IPAddress literal, IPAddress? localAddress)
    {
        if (literal.IsIPv4MappedToIPv6) literal = literal.MapToIPv4();
        if (localAddress is { IsIPv4MappedToIPv6: true }) localAddress = localAddress.MapToIPv4();
        return localAddress is not null && (literal.Equals(localAddress) || Contains(extraHosts, literal.ToString()));
    }

    private bool IsOurs(string name) =>
        Same(name, "localhost") || Same(name, machineName) || Same(name, machineName + ".local") || Contains(extraHosts, name);

    private static bool Contains(IReadOnlyList<string> hosts, string host)
    {
        foreach (string known in hosts)
            if (Same(known, host)) return true;
        return false;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string host)
    {
        foreach (char c in host)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-')) return false;
        return host.Length > 0;
    }

    private static bool TrySplit(string header, out string host, out int port)
    {
        (host, port) = ("", 80);
        int colon = header.LastIndexOf(':');
        bool bracketed = header[0] == '[';
        int end = bracketed ? header.IndexOf(']') : colon < 0 ? header.Length : colon;
        if (end < 1) return false;
        host = bracketed ? header[1..end] : header[..end];
        ReadOnlySpan<char> rest = header.AsSpan(bracketed ? end + 1 : end);
        // A scope (%eth0) means something on one machine only.
        if ((bracketed && !host.Contains(':')) || host.Contains('%')) return false;
        if (rest.IsEmpty) return true;
        return rest[0] == ':'
            && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }
}
