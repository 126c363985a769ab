using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Linux.Tests.Sockets;

/// <summary>On real sockets: a packet that is passed over is sent again after a second, so each test takes one or two.</summary>
public sealed class ConnectFilterTests
{
    private const ulong Here = 0x7F000002;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(ConnectFilter.MaxAddresses, 0)]
    [InlineData(ConnectFilter.MaxAddresses, 249)]
    [InlineData(ConnectFilter.MaxAddresses, 250)]
    [InlineData(ConnectFilter.MaxAddresses, ConnectFilter.MaxAddresses - 1)]
    public async Task Address_that_is_passed_over_is_not_answered_until_it_no_longer_is(int count, int place)
    {
        using Socket listener = Listen(IPAddress.IPv6Any);
        var filter = new ConnectFilter((int)listener.Handle);
        Assert.True(filter.PassOver([.. Enumerable.Range(0, count).Select(i => (i == place ? Here : 0x0A000000 + (ulong)i, true))]));
        using Socket passedOver = From("127.0.0.2"), other = From("127.0.0.3");
        Task connecting = Connect(passedOver, IPAddress.Loopback, listener);
        await Connect(other, IPAddress.Loopback, listener);
        Assert.False(connecting.IsCompleted);
        Assert.True(filter.PassOver([]));
        await connecting;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task IPv6_network_that_is_passed_over_is_not_answered_until_it_no_longer_is(int place)
    {
        using Socket listener = Listen(IPAddress.IPv6Any);
        // ::1 is of network 0; those that share one half with it are others.
        (ulong, bool)[] networks = [.. Enumerable.Range(0, 400).Select(i => (i == place ? 0UL : i % 2 == 0 ? (ulong)(i + 1) : (ulong)(i + 1) << 32, false))];
        var filter = new ConnectFilter((int)listener.Handle);
        Assert.True(filter.PassOver([(Here, true), .. networks]));
        using var passedOver = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        Task connecting = Connect(passedOver, IPAddress.IPv6Loopback, listener);
        using Socket other = From("127.0.0.3");
        await Connect(other, IPAddress.Loopback, listener);
        Assert.False(connecting.IsCompleted);
        networks[place] = (3, false);
        Assert.True(filter.PassOver([(Here, true), .. networks]));
        await connecting;
    }

    [Fact]
    public async Task Who_is_connected_stays()
    {
        using Socket listener = Listen(IPAddress.Loopback), client = From("127.0.0.2");
        await Connect(client, IPAddress.Loopback, listener);
        var filter = new ConnectFilter((int)listener.Handle);
        Assert.True(filter.PassOver([(Here, true)]));
        using Socket accepted = await listener.AcceptAsync();
        filter.TakeOff((int)accepted.Handle);
        await client.SendAsync(new byte[] { 7 });
        byte[] received = new byte[1];
        using var limit = new CancellationTokenSource(s_limit);
        Assert.Equal(1, await accepted.ReceiveAsync(received, limit.Token));
        Assert.Equal(7, received[0]);
    }

    private static Socket Listen(IPAddress address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = true;
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(16);
        return listener;
    }

    private static Socket From(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }

    private static async Task Connect(Socket client, IPAddress to, Socket listener)
    {
        using var limit = new CancellationTokenSource(s_limit);
        await client.ConnectAsync(new IPEndPoint(to, ((IPEndPoint)listener.LocalEndPoint!).Port), limit.Token);
    }
}
