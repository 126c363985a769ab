using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Network;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>The router that packets to the world go through, and this machine's address towards it; over IPv4, where ports need forwarding.</summary>
/// <param name="Router">The router.</param>
/// <param name="Client">This machine.</param>
internal sealed record RouterRoute(IPAddress Router, IPAddress Client)
{
    private const string RouteTable = "/proc/net/route";
    private const int MaxTableChars = 64 * 1024;
    private const int UsesGateway = 2;

    /// <summary>Asks the kernel; null when there is no such router.</summary>
    public static RouterRoute? Find(Egress egress)
    {
        try
        {
            using StreamReader table = File.OpenText(RouteTable);
            char[] text = new char[MaxTableChars];
            if (Gateway(text.AsSpan(0, table.ReadBlock(text)), egress.Device) is not { } router) return null;
            using Socket socket = egress.Open(AddressFamily.InterNetwork, SocketType.Dgram);
            socket.Connect(router, 9);
            return new RouterRoute(router, ((IPEndPoint)socket.LocalEndPoint!).Address);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            return null;
        }
    }

    /// <summary>The gateway of the default route with the smallest metric, in the kernel's table (fib_trie.c: hexadecimal, in the machine's byte order); of one device's alone where it is named.</summary>
    internal static IPAddress? Gateway(ReadOnlySpan<char> table, string? device = null)
    {
        IPAddress? gateway = null;
        long best = long.MaxValue;
        Span<Range> columns = stackalloc Range[9];
        foreach (ReadOnlySpan<char> line in table.EnumerateLines())
        {
            if (line.Split(columns, '\t') < 8 || !line[columns[1]].SequenceEqual("00000000") || !line[columns[7]].SequenceEqual("00000000")) continue;
            if (device is not null && !line[columns[0]].SequenceEqual(device)) continue;
            bool isRead = uint.TryParse(line[columns[2]], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint address)
                & int.TryParse(line[columns[3]], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int flags)
                & long.TryParse(line[columns[6]], NumberStyles.None, CultureInfo.InvariantCulture, out long metric);
            if (!isRead || (flags & UsesGateway) == 0 || metric >= best) continue;
            (best, gateway) = (metric, new IPAddress(address));
        }
        return gateway;
    }
}
