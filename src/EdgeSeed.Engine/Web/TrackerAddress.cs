using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Engine.Web;

/// <summary>A tracker's address that was found fit to be used: scheme <c>http</c>, <c>https</c> or <c>udp</c>, a host and a port.</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Host">A name in ASCII, or an address without brackets.</param>
/// <param name="Port">Never 0.</param>
/// <param name="PathAndQuery">In ASCII, escaped, from the slash on.</param>
/// <param name="Login">What HTTP authentication is asked with, <c>user:password</c>, escaped; empty for none. Never shown.</param>
internal sealed record TrackerAddress(string Scheme, string Host, int Port, string PathAndQuery, string Login = "")
{
    public const string UdpScheme = "udp";

    public const string SecureScheme = "https";

    private static readonly UriCreationOptions s_verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public bool IsUdp => Scheme == UdpScheme;

    /// <summary>Scheme, host and port: what may be shown and sent, for a path or query can be a user's secret.</summary>
    public string Origin { get; } = string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");

    /// <summary><see cref="Origin"/> with the login in it, as an address to be asked for has it.</summary>
    public string OriginWithLogin => Login.Length == 0 ? Origin : Origin.Insert(Scheme.Length + 3, Login + "@");

    /// <summary>
    /// Whether it is exactly <c>/announce</c>, which over UDP may be left out. Only such an address of a stranger's torrent may lie inside our
    /// own network: it must not have us press the buttons of a router's web page.
    /// </summary>
    public bool IsPlain => IsPlainWithLogin && Login.Length == 0;

    /// <summary>The same, whether there is a login in it or not.</summary>
    public bool IsPlainWithLogin { get; private init; }

    /// <summary>Reads an address as a torrent has it.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="uri">The same as an object, for the host to judge.</param>
    /// <param name="address">The parts.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? uri, [NotNullWhen(true)] out TrackerAddress? address)
    {
        (uri, address) = (null, null);
        if (WrittenAddress.Read(text, AddressKind.Tracker).Text is not { } read || !Uri.TryCreate(read, UriKind.Absolute, out uri)) return false;
        bool isUsable = uri.Scheme is UdpScheme or "http" or SecureScheme && uri.IdnHost.Length > 0 && uri.Port is > 0 and <= ushort.MaxValue;
        if (!isUsable) return false;
        bool isPlain = uri.PathAndQuery == "/announce" || (uri.Scheme == UdpScheme && uri.PathAndQuery is "" or "/");
        address = new TrackerAddress(uri.Scheme, uri.IdnHost.Trim('[', ']'), uri.Port, uri.PathAndQuery, uri.UserInfo) { IsPlainWithLogin = isPlain };
        return true;
    }

    /// <summary>
    /// An HTTP address whose path and query go out byte for byte: an info-hash in percent-encoding is not text, and must not be put in
    /// order as text.
    /// </summary>
    public static bool TryCreateVerbatim(string text, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~')) return false;
        return Uri.TryCreate(text, s_verbatim, out uri) && uri.Scheme is "http" or SecureScheme && uri.Port != 0;
    }
}
