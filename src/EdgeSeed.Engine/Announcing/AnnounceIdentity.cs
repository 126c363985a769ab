using System.Net;
using System.Net.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// As whom, and from where, announces are made. A tracker takes the address it sees for the peer's, so they leave from where peers
/// connect.
/// </summary>
/// <param name="PeerId">The session's.</param>
/// <param name="Port">TCP port where peers connect.</param>
/// <param name="ListenAddress">
/// Where the session listens: <see cref="IPAddress.IPv6Any"/> announces over both families, <see cref="IPAddress.Any"/> over IPv4, and one
/// address over its family and from it alone.
/// </param>
public sealed record AnnounceIdentity(PeerId PeerId, ushort Port, IPAddress ListenAddress)
{
    /// <summary>The local address for one family; null when nothing is announced over it.</summary>
    internal IPAddress? SourceFor(AddressFamily family)
    {
        if (ListenAddress.Equals(IPAddress.IPv6Any)) return family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        return ListenAddress.AddressFamily == family ? ListenAddress : null;
    }
}
