using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Tests.Simulation;

namespace EdgeSeed.Engine.Tests.Connections;

public sealed class UtpRefusalTests
{
    // Type and version, extension, connection, time, difference, window, number, acknowledged.
    private static readonly byte[] s_begin = [0x41, 0, 0x12, 0x34, 1, 2, 3, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0x56, 0x78, 0, 0];

    [Fact]
    public void Reset_is_of_the_same_connection_and_acknowledges_its_number()
    {
        byte[] packet = [.. s_begin];
        UtpRefusal.MakeReset(packet, 0x0a0b0c0d);
        Assert.Equal([0x31, 0, 0x12, 0x34, 0x0a, 0x0b, 0x0c, 0x0d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x56, 0x78], packet);
    }

    [Fact]
    public async Task Who_begins_over_udp_is_sent_away_at_once_and_nobody_else_is_answered()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var session = new IPEndPoint(IPAddress.Loopback, fixture.Session.Port);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        // Too short, data of no connection, another version: the first answer is to what comes last.
        foreach (byte[] packet in (byte[][])[[], s_begin[..19], [0x01, .. s_begin[1..]], [0x40, .. s_begin[1..]], [.. s_begin, 1, 2, 3]])
            await client.SendAsync(packet, session, limit.Token);
        UdpReceiveResult answer = await client.ReceiveAsync(limit.Token);
        Assert.Equal(UtpRefusal.HeaderBytes, answer.Buffer.Length);
        Assert.Equal([0x31, 0, 0x12, 0x34], answer.Buffer[..4]);
        Assert.Equal(0, client.Available);
    }

    [Fact]
    public async Task Flood_is_answered_in_part_and_who_comes_later_all_the_same()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using var flood = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var session = new IPEndPoint(IPAddress.Loopback, fixture.Session.Port);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (int i = 0; i < PeerDatagrams.MaxHeardSecond + 50; i++) await flood.SendAsync(s_begin, session, limit.Token);
        // The kernel may have no room for it behind the flood: a client says it again. Another second has come by then.
        Task<UdpReceiveResult> answer = client.ReceiveAsync(limit.Token).AsTask();
        while (!answer.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await client.SendAsync(s_begin, session, limit.Token);
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token));
        }
        Assert.Equal(0x31, (await answer).Buffer[0]);
    }
}
