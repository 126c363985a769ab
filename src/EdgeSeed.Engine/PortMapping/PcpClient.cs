using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>Asks by PCP (RFC 6887), and by NAT-PMP (RFC 6886) where the router says that it knows only that. One request at a time.</summary>
internal sealed class PcpClient : IRouterClient
{
    private const uint LifetimeSeconds = 3600;

    /// <summary>A packet may be lost: asked again after 250 ms, and after twice as long each time; given up after 3.75 s.</summary>
    private const int MaxTries = 4;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(250);

    private readonly Socket _socket;
    private readonly byte[] _nonce = MakeNonce();
    private readonly byte[] _answer = new byte[PcpMessage.MaxBytes];
    private readonly IPAddress _client;
    private readonly TimeProvider _time;
    private bool _isNatPmp;

    /// <summary>Prepares to ask a router; only what comes from it is taken for an answer.</summary>
    /// <param name="egress">Opens the socket.</param>
    /// <param name="route">The router and this machine.</param>
    /// <param name="routerPort">UDP port of the router, usually <see cref="PcpMessage.RouterPort"/>.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The network is another by now.</exception>
    public PcpClient(Egress egress, RouterRoute route, int routerPort, TimeProvider time)
    {
        (_client, _time) = (route.Client, time);
        _socket = egress.Open(AddressFamily.InterNetwork, SocketType.Dgram);
        try
        {
            _socket.Bind(new IPEndPoint(route.Client, 0));
            _socket.Connect(route.Router, routerPort);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Way => _isNatPmp ? "NAT-PMP" : "PCP";

    /// <inheritdoc/>
    public async Task<MapOutcome?> MapAsync(MappedPort port, CancellationToken cancellation)
    {
        if (await AskAsync(port, LifetimeSeconds, cancellation).ConfigureAwait(false) is not { } reply) return null;
        if (reply.Result != 0) return new MapOutcome(Reason(reply.Result), null, TimeSpan.Zero);
        if (reply.ExternalPort != port.Port)
        {
            await UnmapAsync(port, cancellation).ConfigureAwait(false);
            return new MapOutcome($"the router has given {port} to another machine", null, TimeSpan.Zero);
        }
        IPAddress? external = reply.ExternalAddress ?? await AskAddressAsync(cancellation).ConfigureAwait(false);
        return new MapOutcome(null, external, TimeSpan.FromSeconds(reply.LifetimeSeconds));
    }

    /// <inheritdoc/>
    public Task UnmapAsync(MappedPort port, CancellationToken cancellation) => AskAsync(port, 0, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<MapReply?> AskAsync(MappedPort port, uint lifetimeSeconds, CancellationToken cancellation)
    {
        if (!_isNatPmp)
        {
            byte[] request = new byte[PcpMessage.MapBytes];
            PcpMessage.WriteMap(request, _client, _nonce, port.Protocol, port.Port, lifetimeSeconds);
            MapReply reply = default;
            bool isOld = false;
            bool isAnswered = await ExchangeAsync(
                request,
                packet => PcpMessage.TryReadMap(packet.Span, _nonce, port.Protocol, port.Port, out reply) || (isOld = PcpMessage.IsOtherVersion(packet.Span)),
                cancellation).ConfigureAwait(false);
            if (isAnswered && !isOld) return reply;
            if (!isAnswered) return null;
            _isNatPmp = true;
        }
        byte[] older = new byte[NatPmpMessage.MapBytes];
        NatPmpMessage.WriteMap(older, port.Protocol, port.Port, lifetimeSeconds);
        MapReply answer = default;
        return await ExchangeAsync(older, packet => NatPmpMessage.TryReadMap(packet.Span, port.Protocol, port.Port, out answer), cancellation).ConfigureAwait(false)
            ? answer
            : null;
    }

    private async Task<IPAddress?> AskAddressAsync(CancellationToken cancellation)
    {
        byte[] request = new byte[NatPmpMessage.AddressBytes];
        NatPmpMessage.WriteAddress(request);
        IPAddress? address = null;
        await ExchangeAsync(request, packet => NatPmpMessage.TryReadAddress(packet.Span, out address), cancellation).ConfigureAwait(false);
        return address is null || address.Equals(IPAddress.None) ? null : address;
    }

    /// <summary>Sends until an answer is right; false when none was in time. A router that refuses the port (ICMP) gives no answer.</summary>
    private async Task<bool> ExchangeAsync(byte[] request, Func<ReadOnlyMemory<byte>, bool> isRight, CancellationToken cancellation)
    {
        TimeSpan wait = s_firstWait;
        for (int attempt = 0; attempt < MaxTries; attempt++, wait *= 2)
        {
            using var timeout = new CancellationTokenSource(wait, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
            try
            {
                await _socket.SendAsync(request, either.Token).ConfigureAwait(false);
                while (true)
                {
                    int length = await _socket.ReceiveAsync(_answer, either.Token).ConfigureAwait(false);
                    if (isRight(_answer.AsMemory(0, length))) return true;
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Lost on the way, or nobody listens: asked again.
            }
            catch (SocketException)
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>
    /// The same after a restart, even one that left no time to give ports back: routers let nobody else touch a mapping. A machine's id is
    /// not shown to others (machine-id(5)), so that it is hashed; without one, chance has to do.
    /// </summary>
    private static byte[] MakeNonce()
    {
        try
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes($"EdgeSeed PCP {File.ReadAllText("/etc/machine-id")}"))[..PcpMessage.NonceBytes];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RandomNumberGenerator.GetBytes(PcpMessage.NonceBytes);
        }
    }

    /// <summary>The result codes that a user can do something about (RFC 6887, 7.4; the same numbers mean alike in RFC 6886, 3.5).</summary>
    private static string Reason(ushort result) => result switch
    {
        2 => "the router does not allow it",
        3 => "the router has no network itself",
        4 or 8 => "the router has no room for more ports",
        11 => "the router has given the port to another machine",
        _ => $"the router refuses with error {result}",
    };
}
