using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>Asks a UPnP Internet Gateway Device. Only the router itself is listened to and called. One request at a time.</summary>
internal sealed class UpnpClient(Egress egress, RouterRoute route, TimeProvider time) : IRouterClient
{
    private const uint LifetimeSeconds = 3600;
    private const int MaxSearchReplyBytes = 2048;
    private const int OkStatus = 200;

    /// <summary>Most bytes of a description or an answer; a longer one is refused.</summary>
    private const int MaxReplyBytes = 128 * 1024;

    /// <summary>Error codes of WANIPConnection.</summary>
    private const string Conflict = "718", OnlyForEver = "725", NotAllowed = "606";

    /// <summary>What is sent to all may be lost: a search is sent again each second, so often in all.</summary>
    private const int MaxSearches = 3;

    private static readonly TimeSpan s_searchTime = TimeSpan.FromSeconds(1), s_callTime = TimeSpan.FromSeconds(10);

    private string _service = "";
    private Uri? _control;

    /// <inheritdoc/>
    public string Way => "UPnP";

    /// <inheritdoc/>
    public async Task<MapOutcome?> MapAsync(MappedPort port, CancellationToken cancellation)
    {
        try
        {
            if (_control is null && !await FindAsync(cancellation).ConfigureAwait(false)) return null;
            (string? error, _) = await CallAsync("AddPortMapping", UpnpMessage.MapArguments(port.Protocol, port.Port, route.Client, LifetimeSeconds), cancellation).ConfigureAwait(false);
            if (error == OnlyForEver)
                (error, _) = await CallAsync("AddPortMapping", UpnpMessage.MapArguments(port.Protocol, port.Port, route.Client, 0), cancellation).ConfigureAwait(false);
            if (error is not null) return new MapOutcome(Reason(error, port), null, TimeSpan.Zero);
            (_, string reply) = await CallAsync("GetExternalIPAddress", "", cancellation).ConfigureAwait(false);
            _ = IPAddress.TryParse(UpnpMessage.Element(reply, "NewExternalIPAddress"), out IPAddress? external);
            return new MapOutcome(null, external, TimeSpan.FromSeconds(LifetimeSeconds));
        }
        catch (Exception e) when (HttpDial.IsFailure(e) && !cancellation.IsCancellationRequested)
        {
            _control = null;
            return new MapOutcome($"the router did not answer: {HttpDial.Describe(e)}", null, TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public async Task UnmapAsync(MappedPort port, CancellationToken cancellation)
    {
        if (_control is null) return;
        try
        {
            await CallAsync("DeletePortMapping", UpnpMessage.UnmapArguments(port.Protocol, port.Port), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpDial.IsFailure(e))
        {
            // It ends by itself in an hour; where it does not, the next start takes it over.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async Task<bool> FindAsync(CancellationToken cancellation)
    {
        if (await SearchAsync(cancellation).ConfigureAwait(false) is not { } location) return false;
        (int status, string description) = await ExchangeAsync(location, "", null, cancellation).ConfigureAwait(false);
        if (status != OkStatus || !UpnpMessage.TryReadService(description, location, route.Router, out _service, out Uri? control)) return false;
        _control = control;
        return true;
    }

    /// <summary>Asks into the network who is a gateway, and waits for the router's answer.</summary>
    private async Task<Uri?> SearchAsync(CancellationToken cancellation)
    {
        try
        {
            using Socket socket = egress.Open(AddressFamily.InterNetwork, SocketType.Dgram);
            socket.Bind(new IPEndPoint(route.Client, 0));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, route.Client.GetAddressBytes());
            for (int search = 0; search < MaxSearches; search++)
            {
                foreach (int version in (ReadOnlySpan<int>)[1, 2]) socket.SendTo(UpnpMessage.Search(version), UpnpMessage.SearchAddress);
                if (await HearAsync(socket, cancellation).ConfigureAwait(false) is { } location) return location;
            }
        }
        catch (SocketException)
        {
            // The network is gone.
        }
        return null;
    }

    /// <summary>Where the router says that its description is; null when it says nothing within the time of a search.</summary>
    private async Task<Uri?> HearAsync(Socket socket, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_searchTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        byte[] answer = new byte[MaxSearchReplyBytes];
        try
        {
            while (true)
            {
                SocketReceiveFromResult came = await socket.ReceiveFromAsync(answer, UpnpMessage.SearchAddress, either.Token).ConfigureAwait(false);
                bool isRouter = ((IPEndPoint)came.RemoteEndPoint).Address.Equals(route.Router);
                if (isRouter && UpnpMessage.TryReadLocation(answer.AsSpan(0, came.ReceivedBytes), route.Router, out Uri? location)) return location;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Calls the service.</summary>
    /// <returns>The error code, null when there is none; and the answer's text.</returns>
    private async Task<(string? Error, string Reply)> CallAsync(string action, string arguments, CancellationToken cancellation)
    {
        string fields = $"Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPAction: \"{_service}#{action}\"\r\n";
        (int status, string reply) = await ExchangeAsync(_control!, fields, UpnpMessage.Call(_service, action, arguments), cancellation).ConfigureAwait(false);
        if (status == OkStatus) return (null, reply);
        return (UpnpMessage.Element(reply, "errorCode") ?? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}"), reply);
    }

    private async Task<(int Status, string Reply)> ExchangeAsync(Uri uri, string fields, string? content, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_callTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using Socket socket = await egress.ConnectAsync([route.Router], uri.Port, source: null, either.Token).ConfigureAwait(false);
        var exchange = new HttpExchange(new NetworkStream(socket));
        await using ConfiguredAsyncDisposable ending = exchange.ConfigureAwait(false);
        HttpReplyHead head = await exchange.AskAsync(uri, fields, either.Token, content).ConfigureAwait(false);
        byte[] reply = await exchange.ReadBodyAsync(MaxReplyBytes, either.Token).ConfigureAwait(false) ?? throw new InvalidDataException("its answer is too long");
        return (head.Status, Encoding.UTF8.GetString(reply));
    }

    private static string Reason(string error, MappedPort port) => error switch
    {
        Conflict => $"the router has given {port} to another machine",
        NotAllowed => "the router does not allow it",
        _ => $"the router refuses with error {error}",
    };
}
