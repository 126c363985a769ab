using System.Net;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Network;

public sealed class DatagramSocketTests
{
    private static readonly PeerEndPoint s_here = new(IPAddress.Loopback, 6881), s_world = new(IPAddress.Parse("203.0.113.7"), 6881);

    [Fact]
    public void Socket_of_this_machines_own_device_leads_to_this_machine_alone()
    {
        using var listener = new PeerListener(new DeviceEndPoint(IPAddress.Any, 0, NetworkDevice.Loopback), 1);
        using DatagramSocket socket = DatagramSocket.TryOpenBeside(listener, listener.Port)!;
        Assert.True(socket.LeadsTo(s_here));
        Assert.False(socket.LeadsTo(s_world));
    }

    [Fact]
    public void Socket_of_no_device_leads_everywhere()
    {
        using var listener = new PeerListener(new IPEndPoint(IPAddress.Loopback, 0), 1);
        using DatagramSocket socket = DatagramSocket.TryOpenBeside(listener, listener.Port)!;
        Assert.True(socket.LeadsTo(s_here));
        Assert.True(socket.LeadsTo(s_world));
    }

    [Fact]
    public void None_is_opened_while_the_device_is_away()
    {
        using var listener = new PeerListener(new DeviceEndPoint(IPAddress.Any, 6881, "absent0"), 1);
        Assert.Null(DatagramSocket.TryOpenBeside(listener, listener.Port));
        listener.PassOver([AddressBlock.Of(s_world)]);
        Assert.False(listener.Renew(1));
    }
}
