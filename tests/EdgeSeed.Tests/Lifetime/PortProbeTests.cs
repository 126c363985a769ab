using System.Net;
using System.Net.Sockets;
using EdgeSeed.Lifetime;
using EdgeSeed.Status;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Lifetime;

public sealed class PortProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ports_of_a_running_service_are_answered_and_closed_ones_are_not()
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        StatusSnapshot status = await service.ReadyAsync();
        Assert.True(await new PortProbe(IPAddress.Loopback, service.Page.Port, status.PeerPort).IsAnsweredAsync());
        int closed = ClosedPort();
        Assert.False(await new PortProbe(IPAddress.Loopback, closed, status.PeerPort).IsAnsweredAsync());
        Assert.False(await new PortProbe(IPAddress.Loopback, service.Page.Port, closed).IsAnsweredAsync());
    }

    [Fact]
    public async Task Half_sent_heads_and_idle_connections_of_strangers_leave_this_machine_its_answer()
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        StatusSnapshot status = await service.ReadyAsync();
        var strangers = new List<Socket>();
        for (int i = 0; i < 400; i++)
        {
            var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stranger.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
            await stranger.ConnectAsync(IPAddress.Loopback, service.Page.Port);
            await stranger.SendAsync("GET /x HTTP/1.1\r\n"u8.ToArray());
            strangers.Add(stranger);
        }
        Assert.True(await new PortProbe(IPAddress.Loopback, service.Page.Port, status.PeerPort).IsAnsweredAsync());
        strangers.ForEach(stranger => stranger.Dispose());
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
