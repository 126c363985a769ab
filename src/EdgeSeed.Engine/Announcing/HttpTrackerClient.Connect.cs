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
    private async ValueTask<Stream> ConnectAsync(DnsEndPoint to, AddressFamily family, bool mayBeLocal, CancellationToken cancellation)
    {
        IPAddress[] found = await lookup(to.Host, cancellation).ConfigureAwait(false);
        found = Array.FindAll(found, address => address.AddressFamily == family);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        IPAddress[] usable = mayBeLocal ? found : Array.FindAll(found, IsGlobal);
        if (usable.Length == 0) throw new IOException($"{to.Host} is inside the local network, where only announce addresses are asked");
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (identity.SourceFor(family) is { } source && !source.Equals(IPAddress.Any) && !source.Equals(IPAddress.IPv6Any))
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(usable, to.Port, cancellation).ConfigureAwait(false);
            return budget is null ? new NetworkStream(socket, ownsSocket: true) : new ChargedStream(socket, budget);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsGlobal(IPAddress address) => AddressScopes.Of(new PeerEndPoint(address, 0)) == AddressScope.Global;

    private static string Describe(Exception e) => (e as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => $"no secure connection: {(e.InnerException ?? e).Message}",
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => $"cannot be reached: {(e.InnerException ?? e).Message}",
        HttpRequestError.ResponseEnded => "it closed the connection without an answer",
        HttpRequestError.ConfigurationLimitExceeded => "its answer has too long a header",
        null => e is OperationCanceledException ? "no answer in time" : $"the connection broke: {e.Message}",
        _ => $"not an HTTP answer: {e.Message}",
    };
}
