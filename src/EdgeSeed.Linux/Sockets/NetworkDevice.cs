using System.Runtime.InteropServices;
using System.Text;

namespace EdgeSeed.Linux.Sockets;

/// <summary>A network interface as the kernel has it now (netdevice(7)); one that went away and came back has another number.</summary>
internal static unsafe class NetworkDevice
{
    /// <summary>Bytes of a name at most (IFNAMSIZ without the end).</summary>
    public const int MaxNameBytes = 15;

    /// <summary>The device by which this machine speaks to itself.</summary>
    public const string Loopback = "lo";

    /// <summary>struct ifreq.</summary>
    private const int RequestBytes = 40, FlagsOffset = 16;

    private const uint GetFlags = 0x8913;
    private const ushort IsUpFlag = 0x1, IsRunningFlag = 0x40;

    /// <summary>Whether a text can be the name of one: no longer than the kernel takes, nothing that it refuses, and not what is rather an address, mistyped or by name.</summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > MaxNameBytes || text is "." or ".." or "localhost") return false;
        bool hasLetter = false;
        foreach (char c in text)
        {
            if (c is <= ' ' or > '~' or '/' or ':') return false;
            hasLetter |= char.IsAsciiLetter(c);
        }
        return hasLetter;
    }

    /// <summary>Its number; 0 while there is none of this name.</summary>
    public static int IndexOf(string name) => (int)Libc.DeviceIndex(name);

    /// <summary>Whether there is one of this name that is another than before: sockets at the one before would never hear of it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="before">Its number when it was last looked at; 0 for none.</param>
    /// <param name="index">Its number now; 0 while there is none.</param>
    public static bool IsAnother(string name, int before, out int index) => (index = IndexOf(name)) != 0 && index != before;

    /// <summary>Whether it is there, switched on, and has a line.</summary>
    public static bool IsRunning(string name)
    {
        int socket = Libc.Socket(Libc.IPv4Family, Libc.DatagramNonBlockingCloseOnExec, 0);
        if (socket < 0) return false;
        byte* request = stackalloc byte[RequestBytes];
        new Span<byte>(request, RequestBytes).Clear();
        Encoding.ASCII.GetBytes(name, new Span<byte>(request, MaxNameBytes));
        int failed = Libc.Control(socket, GetFlags, request);
        _ = Libc.Close(socket);
        ushort flags = MemoryMarshal.Read<ushort>(new ReadOnlySpan<byte>(request + FlagsOffset, sizeof(ushort)));
        return failed == 0 && (flags & (IsUpFlag | IsRunningFlag)) == (IsUpFlag | IsRunningFlag);
    }
}
