using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Engine.Sockets;

/// <summary>One listening TCP port for IPv4 and IPv6 peers alike. Accepting is non-blocking.</summary>
internal sealed unsafe class PeerListener : IDisposable
{
    private readonly int _family;
    private readonly ConnectFilter _filter;

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">
    /// Where; <see cref="IPAddress.IPv6Any"/> takes IPv4 too, and falls back to IPv4 alone on a kernel without IPv6. Port 0: any free one.
    /// </param>
    /// <param name="backlog">Connections the kernel holds until they are accepted.</param>
    /// <exception cref="Win32Exception">The address cannot be had: in use, not ours, not permitted.</exception>
    public PeerListener(IPEndPoint endPoint, int backlog)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.IPv6Any);
        _family = endPoint.AddressFamily == AddressFamily.InterNetwork ? Libc.IPv4Family : Libc.IPv6Family;
        Descriptor = Libc.Socket(_family, Libc.StreamNonBlockingCloseOnExec, 0);
        if (Descriptor < 0 && isAny && Marshal.GetLastPInvokeError() == Errno.AddressFamilyNotSupported)
        {
            _family = Libc.IPv4Family;
            endPoint = new IPEndPoint(IPAddress.Any, endPoint.Port);
            Descriptor = Libc.Socket(_family, Libc.StreamNonBlockingCloseOnExec, 0);
        }
        if (Descriptor < 0) throw new Win32Exception();
        try
        {
            _filter = new ConnectFilter(Descriptor);
            Open(new PeerEndPoint(endPoint.Address, (ushort)endPoint.Port), isAny, backlog);
        }
        catch (Win32Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The listening socket.</summary>
    public int Descriptor { get; }

    /// <summary>The port in use, host byte order.</summary>
    public ushort Port { get; private set; }

    /// <summary>Whether IPv4 peers come to it too, though it is an IPv6 socket.</summary>
    public bool TakesIPv4 { get; private set; }

    /// <summary>The family that outgoing sockets should have too: IPv6 sockets reach IPv4 peers by mapped addresses.</summary>
    public int Family => _family;

    /// <summary>Connections that the kernel holds until they are accepted, and one more; to others it does not answer. May be changed while in use.</summary>
    public int Backlog
    {
        get;
        set
        {
            if (field == value || Libc.Listen(Descriptor, value) != 0) return;
            field = value;
        }
    }

    /// <summary>Takes one waiting connection.</summary>
    /// <param name="socket">The non-blocking socket, the caller's to close; or -1.</param>
    /// <param name="peer">Who connected.</param>
    /// <returns>0, or the error number: EAGAIN when nobody waits.</returns>
    public int Accept(out int socket, out PeerEndPoint peer)
    {
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        uint length = SocketAddress.MaximumLength;
        socket = Libc.Accept(Descriptor, address, &length, Libc.NonBlockingCloseOnExec);
        int error = socket < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error == 0) _filter.TakeOff(socket);
        peer = error == 0 ? KernelSocket.ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength)) : default;
        return error;
    }

    /// <summary>Who is not answered from now on when connecting; whoever is connected stays.</summary>
    /// <param name="blocks">At most <see cref="ConnectFilter.MaxAddresses"/>.</param>
    public void PassOver(IReadOnlyCollection<AddressBlock> blocks) => _filter.PassOver([.. blocks.Select(static block => (block.Network, block.IsIPv4))]);

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(Descriptor);

    private void Open(PeerEndPoint endPoint, bool isAny, int backlog)
    {
        TakesIPv4 = isAny;
        KernelSocket.SetOption(Descriptor, Libc.SocketLevel, Libc.ReuseAddressOption, 1);
        if (_family == Libc.IPv6Family) KernelSocket.SetOption(Descriptor, Libc.IPv6Level, Libc.IPv6OnlyOption, isAny ? 0 : 1);
        byte* address = stackalloc byte[SocketAddress.MaximumLength];
        // PeerEndPoint.FromIPv6 of "::" stays IPv6; 0.0.0.0 is IPv4.
        int length = KernelSocket.WriteAddress(new Span<byte>(address, SocketAddress.MaximumLength), endPoint, _family);
        if (Libc.Bind(Descriptor, address, (uint)length) != 0 || Libc.Listen(Descriptor, backlog) != 0) throw new Win32Exception();
        Backlog = backlog;
        uint named = SocketAddress.MaximumLength;
        if (Libc.LocalName(Descriptor, address, &named) != 0) throw new Win32Exception();
        Port = KernelSocket.ReadAddress(new ReadOnlySpan<byte>(address, SocketAddress.MaximumLength)).Port;
    }
}
