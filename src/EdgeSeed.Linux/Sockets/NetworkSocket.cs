using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeSeed.Linux.Sockets;

/// <summary>
/// Opens every socket by which the program speaks to a network; nothing else does. One that is to keep to a device is bound to it before anybody
/// has it (SO_BINDTODEVICE, socket(7); without privileges since Linux 5.7): the kernel then sends and takes nothing by another, also while that device is away.
/// </summary>
internal static unsafe class NetworkSocket
{
    private const int BindToDevice = 25;

    /// <summary>Opens a socket.</summary>
    /// <param name="family"><see cref="Libc.IPv4Family"/> or <see cref="Libc.IPv6Family"/>.</param>
    /// <param name="type">Such as <see cref="Libc.StreamNonBlockingCloseOnExec"/>.</param>
    /// <param name="device">The device it keeps to; null for any.</param>
    /// <returns>The descriptor; or -1, and the error is the last one: ENODEV when there is no such device now.</returns>
    public static int Open(int family, int type, string? device)
    {
        int descriptor = Libc.Socket(family, type, 0);
        if (descriptor < 0 || device is null) return descriptor;
        byte[] name = Encoding.ASCII.GetBytes(device);
        int failed;
        fixed (byte* bytes = name) failed = Libc.SetOption(descriptor, Libc.SocketLevel, BindToDevice, bytes, (uint)name.Length);
        if (failed == 0) return descriptor;
        int error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(descriptor);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    /// <summary>
    /// Opens a socket of the framework's. It is connected once at most: for a second attempt the framework would take a new one, which keeps to no device.
    /// </summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="type">Stream or datagram.</param>
    /// <param name="device">The device it keeps to; null for any.</param>
    /// <exception cref="SocketException">There is no such family, or no such device now.</exception>
    public static Socket Open(AddressFamily family, SocketType type, string? device)
    {
        var socket = new Socket(family, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        if (device is null) return socket;
        try
        {
            socket.SetRawSocketOption(Libc.SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(device));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
