using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Engine.Network;

/// <summary>
/// The way by which everything leaves: opens all sockets that speak to others, and looks up all names. Where it has a device, the kernel lets
/// nothing of theirs go by another one, also while the device is away: then opening fails, and nothing is sent. One for the process; may be used from any thread.
/// </summary>
public sealed class Egress
{
    /// <summary>Two questions for a name, of either family, without the name: headers, and what a question holds besides.</summary>
    private const int QuestionBytes = 2 * (PacketOverhead.DatagramBytes + 18);

    private readonly NameResolver? _names;
    private volatile bool _isReady;

    /// <summary>A way out.</summary>
    /// <param name="device">The network interface by which everything goes; null for whichever the kernel chooses.</param>
    /// <param name="nameServers">Who is asked for names; empty for those of <c>/etc/resolv.conf</c>, and with no device for the system's resolver.</param>
    /// <param name="time">The clock.</param>
    public Egress(string? device, IReadOnlyList<IPAddress> nameServers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(nameServers);
        Device = device;
        _isReady = device is null;
        if (device is not null || nameServers.Count > 0) _names = new NameResolver(this, nameServers, time);
    }

    /// <summary>By whichever network the kernel chooses, with the system's resolver.</summary>
    public static Egress Anywhere { get; } = new(null, [], TimeProvider.System);

    /// <summary>The network interface by which everything goes; null for any.</summary>
    public string? Device { get; }

    /// <summary>
    /// Whether the device is there with an address, as was seen last; always without a device. It keeps us from trying in vain, and nothing else hangs on it.
    /// </summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value || Device is null;
    }

    /// <summary>Pays for what name servers are asked; null for nobody. Answers that do not come, and those that are too long for a datagram, are not counted again.</summary>
    public UploadBudget? Budget { get; set; }

    /// <summary>Why no name can be looked up, in words for the user that say what to do; null when nothing is known to be wrong.</summary>
    public string? NameProblem => _names?.Problem;

    /// <summary>The device's number, another one after it went away and came back; 0 without a device, or while it is away.</summary>
    internal int DeviceIndex => Device is null ? 0 : NetworkDevice.IndexOf(Device);

    /// <summary>Opens a socket, to be connected once at most.</summary>
    /// <exception cref="SocketException">There is no such family, or the device is away.</exception>
    public Socket Open(AddressFamily family, SocketType type) => NetworkSocket.Open(family, type, Device);

    /// <summary>Finds the addresses of a host as a stranger wrote it; an address is its own.</summary>
    /// <exception cref="SocketException">It has none, is no name for a host, or nobody could be asked.</exception>
    public async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation)
    {
        if (Budget is { } budget && !IPAddress.TryParse(host, out _))
        {
            // Torrents may name thousands of hosts that are not there.
            int bytes = QuestionBytes + 2 * host.Length;
            await budget.ReserveAsideAsync(bytes, cancellation).ConfigureAwait(false);
            await budget.MakeRoomAsync(bytes, cancellation).ConfigureAwait(false);
        }
        return _names is null
            ? await HostNames.LookUpAsync(host, cancellation).ConfigureAwait(false)
            : await _names.LookUpAsync(host, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens a socket of the kernel's.</summary>
    /// <returns>The descriptor; or -1, and the error is the last one.</returns>
    internal int Open(int family, int type) => NetworkSocket.Open(family, type, Device);

    /// <summary>Connects to the first of some addresses that takes us, one after the other.</summary>
    /// <param name="addresses">At least one.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="source">The local address; null for any.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="SocketException">None does; of the last.</exception>
    internal async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, IPAddress? source, CancellationToken cancellation)
    {
        for (int i = 0; ; i++)
        {
            Socket? socket = null;
            try
            {
                // A new one for each: the framework replaces a socket whose connecting failed by one that keeps to no device.
                socket = Open(addresses[i].AddressFamily, SocketType.Stream);
                socket.NoDelay = true;
                if (source is not null && !source.Equals(IPAddress.Any) && !source.Equals(IPAddress.IPv6Any)) socket.Bind(new IPEndPoint(source, 0));
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), cancellation).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                socket?.Dispose();
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }
    }
}
