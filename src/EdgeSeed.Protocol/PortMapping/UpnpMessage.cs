using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace EdgeSeed.Protocol.PortMapping;

/// <summary>
/// What is said to a router of the UPnP Internet Gateway Device kind: a search over UDP, then calls in XML over HTTP (UPnP Device
/// Architecture 1.1; WANIPConnection). Of XML only elements without prefix and attributes are read, which is how routers write them.
/// </summary>
public static class UpnpMessage
{
    /// <summary>Where searches go: multicast, UDP.</summary>
    public static readonly IPEndPoint SearchAddress = new(new IPAddress([239, 255, 255, 250]), 1900);

    /// <summary>A search for the device with this version, 1 or 2.</summary>
    public static byte[] Search(int version) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:{version}\r\n\r\n"));

    /// <summary>Where an answer to a search says that the device describes itself; false unless that is over HTTP at the router's own address.</summary>
    /// <param name="packet">The answer.</param>
    /// <param name="router">Who sent it: a stranger shall not point us at others.</param>
    /// <param name="location">The address.</param>
    public static bool TryReadLocation(ReadOnlySpan<byte> packet, IPAddress router, [NotNullWhen(true)] out Uri? location)
    {
        location = null;
        foreach (string line in Encoding.Latin1.GetString(packet).Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !line.AsSpan(0, colon).Equals("location", StringComparison.OrdinalIgnoreCase)) continue;
            return TryAt(router, null, line[(colon + 1)..].Trim(), out location);
        }
        return false;
    }

    /// <summary>Finds in a device's description who forwards ports.</summary>
    /// <param name="description">XML.</param>
    /// <param name="location">Where it was read.</param>
    /// <param name="router">The router's address, at which the service must be.</param>
    /// <param name="service">Which kind of service it is: part of every call.</param>
    /// <param name="control">Where calls go.</param>
    public static bool TryReadService(string description, Uri location, IPAddress router, out string service, [NotNullWhen(true)] out Uri? control)
    {
        ArgumentNullException.ThrowIfNull(description);
        (service, control) = ("", null);
        for (int at = 0; (at = description.IndexOf("<service>", at, StringComparison.Ordinal)) >= 0; at++)
        {
            int end = description.IndexOf("</service>", at, StringComparison.Ordinal);
            if (end < 0) return false;
            string block = description[at..end];
            service = Element(block, "serviceType") ?? "";
            bool isIt = service.Contains(":WANIPConnection:", StringComparison.Ordinal) || service.Contains(":WANPPPConnection:", StringComparison.Ordinal);
            if (isIt && IsName(service) && Element(block, "controlURL") is { } url && TryAt(router, location, url, out control)) return true;
        }
        return false;
    }

    /// <summary>The body of a call.</summary>
    /// <param name="service">As <see cref="TryReadService"/> found it.</param>
    /// <param name="action">Its name.</param>
    /// <param name="arguments">XML.</param>
    public static string Call(string service, string action, string arguments) =>
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>"
        + $"<u:{action} xmlns:u=\"{service}\">{arguments}</u:{action}></s:Body></s:Envelope>";

    /// <summary>The arguments of <c>AddPortMapping</c>.</summary>
    /// <param name="protocol">Which traffic.</param>
    /// <param name="port">The port here and outside.</param>
    /// <param name="client">This machine.</param>
    /// <param name="lifetimeSeconds">For how long; 0: for ever, the only length that some routers know.</param>
    public static string MapArguments(MappedProtocol protocol, ushort port, IPAddress client, uint lifetimeSeconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{UnmapArguments(protocol, port)}<NewInternalPort>{port}</NewInternalPort><NewInternalClient>{client}</NewInternalClient><NewEnabled>1</NewEnabled><NewPortMappingDescription>EdgeSeed</NewPortMappingDescription><NewLeaseDuration>{lifetimeSeconds}</NewLeaseDuration>");

    /// <summary>The arguments of <c>DeletePortMapping</c>.</summary>
    public static string UnmapArguments(MappedProtocol protocol, ushort port) => string.Create(
        CultureInfo.InvariantCulture,
        $"<NewRemoteHost></NewRemoteHost><NewExternalPort>{port}</NewExternalPort><NewProtocol>{(protocol == MappedProtocol.Tcp ? "TCP" : "UDP")}</NewProtocol>");

    /// <summary>Longest text of an element that is taken: no address, name or number of a router is longer, and some of it is shown.</summary>
    public const int MaxElementChars = 256;

    /// <summary>The text of the first element with this name; null when there is none, or it is longer than <see cref="MaxElementChars"/>.</summary>
    public static string? Element(string xml, string name)
    {
        ArgumentNullException.ThrowIfNull(xml);
        string open = $"<{name}>";
        int start = xml.IndexOf(open, StringComparison.Ordinal);
        int end = start < 0 ? -1 : xml.IndexOf("</", start + open.Length, StringComparison.Ordinal);
        return end < 0 || end - start - open.Length > MaxElementChars ? null : xml[(start + open.Length)..end].Trim().Replace("&amp;", "&", StringComparison.Ordinal);
    }

    /// <summary>Whether it can stand in XML and in a header field as it is.</summary>
    private static bool IsName(string text)
    {
        foreach (char c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not (':' or '-' or '_' or '.')) return false;
        return true;
    }

    private static bool TryAt(IPAddress router, Uri? from, string address, [NotNullWhen(true)] out Uri? at)
    {
        bool isRead = from is null ? Uri.TryCreate(address, UriKind.Absolute, out at) : Uri.TryCreate(from, address, out at);
        bool isThere = isRead && at!.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(at.Host, out IPAddress? host) && host.Equals(router);
        if (!isThere) at = null;
        return isThere;
    }
}
