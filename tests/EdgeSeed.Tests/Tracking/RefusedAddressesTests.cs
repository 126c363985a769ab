using System.Net;
using System.Net.Sockets;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;

namespace EdgeSeed.Tests.Tracking;

public sealed class RefusedAddressesTests
{
    [Fact]
    public async Task Who_was_refused_is_not_answered_for_seconds_and_others_are()
    {
        using Socket listener = Listen(), refused = From("127.0.0.2"), other = From("127.0.0.3");
        var addresses = new RefusedAddresses((int)listener.Handle);
        addresses.Add(Block("127.0.0.2"), now: 1000);
        addresses.Tell(now: 1000);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Task connecting = refused.ConnectAsync(listener.LocalEndPoint!, limit.Token).AsTask();
        await other.ConnectAsync(listener.LocalEndPoint!, limit.Token);
        Assert.False(connecting.IsCompleted);
        addresses.Tell(now: 1000 + RefusedAddresses.RestMilliseconds);
        Assert.Equal(0, addresses.Count);
        await connecting;
    }

    [Fact]
    public void No_more_rest_than_the_kernel_takes()
    {
        using Socket listener = Listen();
        var addresses = new RefusedAddresses((int)listener.Handle);
        for (uint i = 0; i < 2 * RefusedAddresses.MaxResting; i++) addresses.Add(AddressBlock.Of(PeerEndPoint.FromIPv4(0x08000000 + i, 1)), now: 0);
        addresses.Tell(now: 0);
        Assert.Equal(RefusedAddresses.MaxResting, addresses.Count);
    }

    private static AddressBlock Block(string address) => AddressBlock.Of(new PeerEndPoint(IPAddress.Parse(address), 1));

    private static Socket Listen()
    {
        Socket listener = From("127.0.0.1");
        listener.Listen(16);
        return listener;
    }

    private static Socket From(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }
}
