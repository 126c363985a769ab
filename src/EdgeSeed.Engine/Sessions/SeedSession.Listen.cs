using System.ComponentModel;
using System.Net;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>Addresses on which one session listens at most, 16; more are refused when it is made.</summary>
    public const int MaximumListeners = PollKeys.MaxListeners;

    /// <summary>Opens all addresses, at the port that the first got, or none; those of a device that is away are opened when it comes.</summary>
    private static PeerListener[] Listen(IReadOnlyList<IPEndPoint> listen, int backlog)
    {
        var listeners = new List<PeerListener>(listen.Count);
        try
        {
            foreach (IPEndPoint endPoint in listen)
            {
                int port = listeners.Count > 0 ? listeners[0].Port : endPoint.Port;
                listeners.Add(new PeerListener(DeviceEndPoint.At(endPoint, port), backlog));
            }
        }
        catch (Win32Exception)
        {
            foreach (PeerListener opened in listeners) opened.Dispose();
            throw;
        }
        return [.. listeners];
    }
}
