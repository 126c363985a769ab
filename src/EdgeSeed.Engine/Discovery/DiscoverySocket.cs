using System.Buffers.Binary;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Linux;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Discovery;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Engine.Discovery;

/// <summary>
/// The UDP socket of one family's group (BEP 14). It is bound to the group, so that nothing else is received, and shares the port with other
/// clients of this machine. What is sent goes as far as the router.
/// </summary>
internal sealed unsafe class DiscoverySocket : IDisposable
{
    private readonly int _family;

    private DiscoverySocket(int family, int descriptor) => (_family, Descriptor) = (family, descriptor);

    /// <summary>The socket; readable when somebody has said something.</summary>
    public int Descriptor { get; }

    private bool IsIPv4 => _family == Libc.IPv4Family;

    private PeerEndPoint Group => IsIPv4 ? LocalSearch.GroupIPv4 : LocalSearch.GroupIPv6;

    /// <summary>Opens it and joins the group on those of the networks that have this family.</summary>
    /// <returns>Null when the system does not let us, or no network has the family.</returns>
    public static DiscoverySocket? TryOpen(Egress egress, bool isIPv4, IReadOnlyList<LocalNetwork> networks)
    {
        int family = isIPv4 ? Libc.IPv4Family : Libc.IPv6Family;
        int descriptor = egress.Open(family, Libc.DatagramNonBlockingCloseOnExec);
        if (descriptor < 0) return null;
        var socket = new DiscoverySocket(family, descriptor);
        if (socket.TryBind() && socket.Join(networks)) return socket;
        socket.Dispose();
        return null;
    }

    /// <summary>Takes one datagram that is there.</summary>
    /// <param name="buffer">Where to; the rest of a longer one is lost.</param>
    /// <param name="source">From where it came.</param>
    /// <returns>Its bytes, at most the buffer's; -1 when there is none.</returns>
    public int Receive(Span<byte> buffer, out PeerEndPoint source) => KernelSocket.Receive(Descriptor, buffer, out source);

    /// <summary>Sends a datagram to the group on one network, or not, when it takes none at present.</summary>
    public void Send(in LocalNetwork network, ReadOnlySpan<byte> datagram)
    {
        int through = ChoiceOf(network);
        if (IsIPv4) KernelSocket.SetOption(Descriptor, Libc.IPv4Level, Libc.IPv4MulticastInterfaceOption, through);
        else KernelSocket.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6MulticastInterfaceOption, through);
        KernelSocket.Send(Descriptor, _family, datagram, Group);
    }

    /// <summary>Whether a network has this family.</summary>
    public bool IsOn(in LocalNetwork network) => network.Address.IsIPv4 == IsIPv4;

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(Descriptor);

    /// <summary>How the kernel is told of an interface: by its address in network order for IPv4, by its number for IPv6.</summary>
    private int ChoiceOf(in LocalNetwork network) => IsIPv4 ? System.Net.IPAddress.HostToNetworkOrder((int)network.Address.IPv4Address) : network.InterfaceIndex;

    private bool TryBind()
    {
        KernelSocket.SetOption(Descriptor, Libc.SocketLevel, Libc.ReuseAddressOption, 1);
        KernelSocket.SetOption(Descriptor, Libc.SocketLevel, Libc.ReusePortOption, 1);
        // Only what comes by the networks joined, not by those that other programs have joined.
        if (IsIPv4) KernelSocket.SetOption(Descriptor, Libc.IPv4Level, Libc.IPv4MulticastAllOption, 0);
        else KernelSocket.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6MulticastAllOption, 0);
        if (!IsIPv4) KernelSocket.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6OnlyOption, 1);
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        int length = KernelSocket.WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), Group, _family);
        return Libc.Bind(Descriptor, address, (uint)length) == 0;
    }

    private bool Join(IReadOnlyList<LocalNetwork> networks)
    {
        bool isOnAny = false;
        // struct ip_mreq: group, interface's address; struct ipv6_mreq: group, interface's number.
        byte* request = stackalloc byte[20];
        foreach (LocalNetwork network in networks)
        {
            if (!IsOn(network)) continue;
            if (IsIPv4)
            {
                BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(request, 4), Group.IPv4Address);
                *(int*)(request + 4) = ChoiceOf(network);
                isOnAny |= Libc.SetOption(Descriptor, Libc.IPv4Level, Libc.IPv4JoinOption, (int*)request, 8) == 0;
            }
            else
            {
                Group.WriteAddress(new Span<byte>(request, 16));
                *(int*)(request + 16) = ChoiceOf(network);
                isOnAny |= Libc.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6JoinOption, (int*)request, 20) == 0;
            }
        }
        return isOnAny;
    }
}
