using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using Microsoft.AspNetCore.Connections;

namespace EdgeSeed.Tracking;

/// <summary>
/// Listens at a local socket, for a proxy in front: who connects there is nobody's address, and is believed when he says who asks
/// (<see cref="WebConnection.IsProxied"/>). The socket left by a run that was killed is replaced, nothing else is; it is removed at the end.
/// </summary>
internal sealed class ProxySocket : IConnectionListener
{
    private const int Backlog = 512;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ProxyEndPoint _place;
    private readonly UploadBudgets? _budgets;
    private readonly Places _places;
    private long _accepted;

    /// <summary>Listens.</summary>
    /// <param name="place">Where.</param>
    /// <param name="budgets">From which everything is sent; null for no budget.</param>
    /// <param name="config">How many connections there may be: a further one takes the place of the one that has been idle for longest.</param>
    /// <exception cref="ServiceStartException">It cannot listen there.</exception>
    public ProxySocket(ProxyEndPoint place, UploadBudgets? budgets, WebConfig config)
    {
        (_place, _budgets, _places) = (place, budgets, new Places(config.MaxConnections, TimeSpan.Zero));
        try
        {
            RemoveLeftOver();
            _socket.Bind(new UnixDomainSocketEndPoint(place.Path));
            // After the name is there: the process's umask takes away from what the socket itself has.
            if (OperatingSystem.IsLinux()) File.SetUnixFileMode(place.Path, place.Mode);
            _socket.Listen(Backlog);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            _socket.Dispose();
            throw new ServiceStartException($"cannot listen at {place}: {exception.Message}; its folder must be there, and writable for this program (service.socket)", exception);
        }
    }

    /// <inheritdoc/>
    public EndPoint EndPoint => _place;

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                var client = new PeerEndPoint(IPAddress.Loopback, 0);
                string id = string.Create(CultureInfo.InvariantCulture, $"proxied-{++_accepted}");
                var connection = new WebConnection(id, socket, client, new SendAccount(client, _budgets, isProxy: true), _places.Leave, isProxied: true);
                _places.TryEnter(connection);
                connection.Start();
                return connection;
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (SocketException)
            {
                // No descriptors left, or the proxy has gone already.
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _socket.Dispose();
        File.Delete(_place.Path);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();

    /// <summary>Removes a socket at which nobody listens any more.</summary>
    private void RemoveLeftOver()
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(_place.Path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // So says Linux of a file that is no socket, too.
            _ = FileDescriptor.StatusOfPath(Encoding.UTF8.GetBytes(_place.Path), out FileStatus status);
            if (status.Kind != FileKind.Special) throw new ServiceStartException($"{_place.Path} is there and no socket: move it away, or name another (service.socket)", exception);
            File.Delete(_place.Path);
            return;
        }
        catch (SocketException)
        {
            // It is not there, or binding says what is wrong.
            return;
        }
        throw new ServiceStartException($"another program listens at {_place} (service.socket names another)");
    }
}

/// <summary>A local socket to listen at.</summary>
/// <param name="socket">Where.</param>
/// <param name="mode">Who may connect.</param>
internal sealed class ProxyEndPoint(LocalSocket socket, UnixFileMode mode) : EndPoint
{
    /// <summary>The path.</summary>
    public string Path => socket.Path;

    /// <summary>Who may connect.</summary>
    public UnixFileMode Mode => mode;

    /// <summary>The socket as it is written down in a configuration.</summary>
    public override string ToString() => socket.ToString();
}
