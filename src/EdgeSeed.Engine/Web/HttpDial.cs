using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Tls;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// Asks web servers over HTTP and HTTPS, each time over a connection of its own: no cookie is kept, no proxy used and nothing compressed
/// accepted. What is sent is charged to the budget, if there is one. May be used from any thread.
/// </summary>
internal sealed partial class HttpDial(Egress egress, AddressLookup lookup, UploadBudget? budget, TimeProvider time)
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Connects.</summary>
    /// <param name="to">Whose scheme, host and port count; HTTPS makes a secure connection of it.</param>
    /// <param name="family">The address family; null for any.</param>
    /// <param name="source">The local address; null for any.</param>
    /// <param name="known">The host's address where it was looked up already; null otherwise.</param>
    /// <param name="mayBeLocal">
    /// Whether the server may lie inside the local network. It is judged on the very address connected to, so that a name which changes its
    /// mind gains nothing.
    /// </param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="SocketException">The host has no address, or none can be connected to.</exception>
    /// <exception cref="InvalidDataException">It is inside the local network and may not be, or does not prove who it is.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    private async Task<Stream> ConnectAsync(
        Uri to, AddressFamily? family, IPAddress? source, IPAddress? known, bool mayBeLocal, CancellationToken cancellation)
    {
        if (budget is not null) await budget.MakeRoomAsync(PacketOverhead.ConnectionBytes, cancellation).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(s_connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        IPAddress[] found = known is not null ? [known] : await lookup(to.IdnHost, either.Token).ConfigureAwait(false);
        if (family is not null) found = Array.FindAll(found, address => address.AddressFamily == family);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        IPAddress[] usable = mayBeLocal ? found : Array.FindAll(found, static address => !OwnNetwork.Has(address));
        if (usable.Length == 0) throw new InvalidDataException($"{to.IdnHost} is inside the local network, where such an address may not lead");
        Socket socket = await egress.ConnectAsync(usable, to.Port, source, either.Token).ConfigureAwait(false);
        try
        {
            Stream plain = budget is null ? new NetworkStream(socket, ownsSocket: true) : new ChargedStream(socket, budget);
            return to.Scheme == TrackerAddress.SecureScheme ? await TlsStream.ConnectAsync(plain, to.IdnHost, either.Token).ConfigureAwait(false) : plain;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
