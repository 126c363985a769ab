using System.Net;
using System.Net.Sockets;

namespace EdgeSeed.Engine.Network;

/// <summary>The system's <see cref="AddressLookup"/>.</summary>
internal static class HostNames
{
    /// <summary>Finds the addresses of a host as a stranger wrote it; an address is its own.</summary>
    /// <exception cref="SocketException">It has none, is no name for a host, or nobody could be asked.</exception>
    public static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // Longer than a name may be, or the address that stands for any.
            throw new SocketException((int)SocketError.HostNotFound);
        }
    }
}

/// <summary>Finds the addresses of a host, of either family.</summary>
/// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could be asked.</exception>
internal delegate Task<IPAddress[]> AddressLookup(string host, CancellationToken cancellation);
