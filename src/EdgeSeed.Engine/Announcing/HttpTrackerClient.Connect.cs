using System.Net;
using System.Net.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

internal sealed partial class HttpTrackerClient
{
    /// <summary>
    /// Connects over one family. Whether an address lies inside the local network is judged on the very address connected to, so that a
    /// name which changes its mind gains nothing.
    /// </summary>
    private async Task<Stream> ConnectAsync(Uri to, AddressFamily family, bool mayBeLocal, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        IPAddress[] found = await lookup(to.IdnHost, either.Token).ConfigureAwait(false);
        found = Array.FindAll(found, address => address.AddressFamily == family);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        IPAddress[] usable = mayBeLocal ? found : Array.FindAll(found, IsGlobal);
        if (usable.Length == 0) throw new InvalidDataException($"{to.IdnHost} is inside the local network, where only announce addresses are asked");
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (identity.SourceFor(family) is { } source && !source.Equals(IPAddress.Any) && !source.Equals(IPAddress.IPv6Any))
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(usable, to.Port, either.Token).ConfigureAwait(false);
            return budget is null ? new NetworkStream(socket, ownsSocket: true) : new ChargedStream(socket, budget);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsGlobal(IPAddress address) => AddressScopes.Of(new PeerEndPoint(address, 0)) == AddressScope.Global;

    private static string Describe(Exception e) => e switch
    {
        OperationCanceledException => "no answer in time",
        SocketException => $"cannot be reached: {e.Message}",
        InvalidDataException or EndOfStreamException => e.Message,
        _ => $"the connection broke: {e.Message}",
    };
}
