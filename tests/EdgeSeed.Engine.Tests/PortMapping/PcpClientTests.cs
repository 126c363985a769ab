using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Engine.Tests.PortMapping;

/// <summary>A router on loopback that answers as it is told.</summary>
public sealed class PcpClientTests : IDisposable
{
    private static readonly MappedPort s_port = new(MappedProtocol.Tcp, 6881);

    private readonly Socket _router = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly PcpClient _client;

    public PcpClientTests()
    {
        _router.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client = new PcpClient(EdgeSeed.Engine.Network.Egress.Anywhere, new RouterRoute(IPAddress.Loopback, IPAddress.Loopback), ((IPEndPoint)_router.LocalEndPoint!).Port, TimeProvider.System);
    }

    public void Dispose()
    {
        _client.Dispose();
        _router.Dispose();
    }

    [Fact]
    public async Task Router_that_knows_only_NAT_PMP_is_asked_in_that()
    {
        Task<MapOutcome?> asking = _client.MapAsync(s_port, CancellationToken.None);
        await AnswerAsync(_ => [0, 0x81, 0, 1, 0, 0, 0, 9]);
        await AnswerAsync(request => [0, 130, 0, 0, 0, 0, 0, 9, .. request[4..8], 0, 0, 0x0e, 0x10]);
        await AnswerAsync(_ => [0, 128, 0, 0, 0, 0, 0, 9, 203, 0, 113, 7]);
        Assert.Equal(new MapOutcome(null, IPAddress.Parse("203.0.113.7"), TimeSpan.FromHours(1)), await asking);
        Assert.Equal("NAT-PMP", _client.Way);
    }

    [Fact]
    public async Task Lost_packet_is_sent_again_and_a_strangers_answer_is_passed_over()
    {
        Task<MapOutcome?> asking = _client.MapAsync(s_port, CancellationToken.None);
        await AnswerAsync(_ => null);
        await AnswerAsync(request => Answer(request, change: answer => answer[30] ^= 1));
        await AnswerAsync(request => Answer(request, change: _ => { }));
        Assert.Equal(new MapOutcome(null, IPAddress.Parse("203.0.113.7"), TimeSpan.FromMinutes(30)), await asking);
        Assert.Equal("PCP", _client.Way);
    }

    [Fact]
    public async Task Another_port_than_the_one_wanted_is_given_back()
    {
        Task<MapOutcome?> asking = _client.MapAsync(s_port, CancellationToken.None);
        await AnswerAsync(request => Answer(request, change: answer => answer[43]++));
        byte[] farewell = await AnswerAsync(request => Answer(request, change: _ => { }));
        Assert.Equal([0, 0, 0, 0], farewell[4..8]);
        Assert.Contains("another machine", (await asking)!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_is_said_in_words()
    {
        Task<MapOutcome?> asking = _client.MapAsync(s_port, CancellationToken.None);
        await AnswerAsync(request => Answer(request, change: answer => answer[3] = 2));
        Assert.Equal("the router does not allow it", (await asking)!.Problem);
    }

    [Fact]
    public async Task No_router_there_is_no_answer()
    {
        _router.Dispose();
        Assert.Null(await _client.MapAsync(s_port, CancellationToken.None));
    }

    [Theory]
    [InlineData("Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\nwlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\tFE01A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n", "192.168.1.254")]
    [InlineData("Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n", null)]
    [InlineData("garbage\n\t\t\t\t\t\t\t\t\n", null)]
    public void Router_is_that_of_the_default_route_with_the_smallest_metric(string table, string? expected) =>
        Assert.Equal(expected, RouterRoute.Gateway(table)?.ToString());

    private static byte[] Answer(byte[] request, Action<byte[]> change)
    {
        byte[] answer = [2, 0x81, 0, 0, 0, 0, 0x07, 0x08, .. new byte[16], .. request[24..44], .. new byte[10], 0xff, 0xff, 203, 0, 113, 7];
        request.AsSpan(40, 2).CopyTo(answer.AsSpan(42));
        change(answer);
        return answer;
    }

    private async Task<byte[]> AnswerAsync(Func<byte[], byte[]?> answer)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        byte[] request = new byte[PcpMessage.MaxBytes];
        SocketReceiveFromResult came = await _router.ReceiveFromAsync(request, new IPEndPoint(IPAddress.Any, 0), limit.Token);
        byte[] asked = request[..came.ReceivedBytes];
        if (answer(asked) is { } packet) await _router.SendToAsync(packet, came.RemoteEndPoint, limit.Token);
        return asked;
    }
}
