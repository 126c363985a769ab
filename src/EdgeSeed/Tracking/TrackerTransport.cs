using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Http;
using Microsoft.AspNetCore.Connections;

namespace EdgeSeed.Tracking;

/// <summary>
/// Kestrel's transport with the tracker in front, and the budget behind: register it as the <see cref="IConnectionListenerFactory"/>. Linux only.
/// </summary>
/// <param name="tracker">Answers the tracker's requests; null for none.</param>
/// <param name="budgets">From which everything is sent; null for no budget.</param>
/// <param name="config">The limits for connections.</param>
/// <param name="supervisor">Runs the threads that accept.</param>
internal sealed class TrackerTransport(HttpTracker? tracker, UploadBudgets? budgets, WebConfig config, Supervisor supervisor) : IConnectionListenerFactory
{
    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is ProxyEndPoint place) return ValueTask.FromResult<IConnectionListener>(new ProxySocket(place, budgets, config));
        if (endpoint is not IPEndPoint address) throw new NotSupportedException($"The tracker cannot listen at {endpoint}.");
        try
        {
            var port = new FrontPort(address);
            var front = new TrackerFront(port, tracker, budgets, config);
            IConnectionListener listener = new Listener(port.EndPoint, front, tracker, budgets, config, supervisor);
            return ValueTask.FromResult(listener);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }
    }

    private sealed class Listener : IConnectionListener
    {
        private readonly TrackerFront _front;
        private readonly HttpTracker? _tracker;
        private readonly UploadBudgets? _budgets;
        private readonly Places _places;
        private long _accepted;

        public Listener(EndPoint endPoint, TrackerFront front, HttpTracker? tracker, UploadBudgets? budgets, WebConfig config, Supervisor supervisor)
        {
            (EndPoint, _front, _tracker, _budgets) = (endPoint, front, tracker, budgets);
            _places = new Places(config.MaxConnections, TimeSpan.Zero);
            front.Start(supervisor);
        }

        public EndPoint EndPoint { get; }

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await _front.HandedOver.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!_front.HandedOver.TryRead(out int descriptor)) continue;
                if (Connect(descriptor) is { } connection) return connection;
            }
            return null;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _front.Dispose();
            await _front.Ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public async ValueTask DisposeAsync()
        {
            await UnbindAsync().ConfigureAwait(false);
            while (_front.HandedOver.TryRead(out int descriptor)) new SafeSocketHandle(descriptor, ownsHandle: true).Dispose();
        }

        /// <summary>A connection may be dead by now; that is no reason to stop accepting.</summary>
        private WebConnection? Connect(int descriptor)
        {
            var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
            try
            {
                var socket = new Socket(handle);
                if (socket.RemoteEndPoint is not IPEndPoint remote) throw new SocketException((int)SocketError.NotConnected);
                var client = new PeerEndPoint(remote.Address, (ushort)remote.Port);
                bool isOwn = socket.LocalEndPoint is IPEndPoint own && own.Address.Equals(remote.Address);
                // What is on this machine, the watchdog too, is never kept waiting; a proxy here has a socket of its own (service.socket).
                bool isProxy = !isOwn && _tracker?.IsProxy(client) == true;
                var connection = new WebConnection(string.Create(CultureInfo.InvariantCulture, $"{++_accepted}"), socket, client, new SendAccount(client, _budgets, isOwn, isProxy), _places.Leave);
                _places.TryEnter(connection);
                connection.Start();
                return connection;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                handle.Dispose();
                return null;
            }
        }
    }
}
