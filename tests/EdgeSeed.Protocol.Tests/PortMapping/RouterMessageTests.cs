using System.Net;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Protocol.Tests.PortMapping;

public sealed class RouterMessageTests
{
    private static readonly byte[] s_nonce = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly IPAddress s_router = new([192, 168, 1, 1]);

    [Fact]
    public void Pcp_request_is_laid_out_as_RFC_6887_says()
    {
        byte[] packet = new byte[PcpMessage.MapBytes];
        PcpMessage.WriteMap(packet, new IPAddress([192, 168, 1, 2]), s_nonce, MappedProtocol.Udp, 6969, 3600);
        byte[] expected =
        [
            2, 1, 0, 0, 0, 0, 0x0e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 1, 2,
            .. s_nonce, 17, 0, 0, 0, 0x1b, 0x39, 0x1b, 0x39, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0,
        ];
        Assert.Equal(expected, packet);
    }

    [Fact]
    public void Pcp_answer_is_read_and_one_to_another_request_is_not()
    {
        byte[] answer = PcpAnswer(result: 0);
        Assert.True(PcpMessage.TryReadMap(answer, s_nonce, MappedProtocol.Tcp, 6881, out MapReply reply));
        Assert.Equal((0, 6881, 1800u, IPAddress.Parse("203.0.113.7")), ((int)reply.Result, (int)reply.ExternalPort, reply.LifetimeSeconds, reply.ExternalAddress!));
        Assert.True(PcpMessage.TryReadMap(PcpAnswer(result: 8), s_nonce, MappedProtocol.Tcp, 6881, out reply) && reply.Result == 8);
        Assert.False(PcpMessage.TryReadMap(answer, new byte[12], MappedProtocol.Tcp, 6881, out _));
        Assert.False(PcpMessage.TryReadMap(answer, s_nonce, MappedProtocol.Udp, 6881, out _));
        Assert.False(PcpMessage.TryReadMap(answer, s_nonce, MappedProtocol.Tcp, 6882, out _));
        Assert.False(PcpMessage.TryReadMap(answer.AsSpan(0, 59), s_nonce, MappedProtocol.Tcp, 6881, out _));
        Assert.False(PcpMessage.IsOtherVersion(answer));
        Assert.True(PcpMessage.IsOtherVersion([0, 0x81, 0, 1, 0, 0, 0, 9]));
    }

    [Fact]
    public void NatPmp_packets_are_laid_out_as_RFC_6886_says()
    {
        byte[] packet = new byte[NatPmpMessage.MapBytes];
        NatPmpMessage.WriteMap(packet, MappedProtocol.Tcp, 6881, 3600);
        Assert.Equal([0, 2, 0, 0, 0x1a, 0xe1, 0x1a, 0xe1, 0, 0, 0x0e, 0x10], packet);
        NatPmpMessage.WriteMap(packet, MappedProtocol.Udp, 6881, 0);
        Assert.Equal([0, 1, 0, 0, 0x1a, 0xe1, 0, 0, 0, 0, 0, 0], packet);
        Assert.True(NatPmpMessage.TryReadMap([0, 130, 0, 0, 0, 0, 0, 9, 0x1a, 0xe1, 0x1a, 0xe1, 0, 0, 0x07, 0x08], MappedProtocol.Tcp, 6881, out MapReply reply));
        Assert.Equal((0, 6881, 1800u), ((int)reply.Result, (int)reply.ExternalPort, reply.LifetimeSeconds));
        Assert.True(NatPmpMessage.TryReadMap([0, 130, 0, 2, 0, 0, 0, 9], MappedProtocol.Tcp, 6881, out reply) && reply.Result == 2);
        Assert.False(NatPmpMessage.TryReadMap([0, 129, 0, 0, 0, 0, 0, 9, 0x1a, 0xe1, 0x1a, 0xe1, 0, 0, 0x07, 0x08], MappedProtocol.Tcp, 6881, out _));
        Assert.True(NatPmpMessage.TryReadAddress([0, 128, 0, 0, 0, 0, 0, 9, 203, 0, 113, 7], out IPAddress address));
        Assert.Equal(IPAddress.Parse("203.0.113.7"), address);
        Assert.False(NatPmpMessage.TryReadAddress([0, 128, 0, 3, 0, 0, 0, 9, 0, 0, 0, 0], out _));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nST: x\r\nLocation: http://192.168.1.1:5000/rootDesc.xml\r\n\r\n", "http://192.168.1.1:5000/rootDesc.xml")]
    [InlineData("HTTP/1.1 200 OK\r\nLOCATION:http://192.168.1.9:5000/rootDesc.xml\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nLOCATION: file:///etc/passwd\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nLOCATION: http://router.example/\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", null)]
    public void Description_is_only_asked_for_at_the_router_itself(string answer, string? expected)
    {
        Assert.Equal(expected is not null, UpnpMessage.TryReadLocation(System.Text.Encoding.ASCII.GetBytes(answer), s_router, out Uri? location));
        Assert.Equal(expected, location?.AbsoluteUri);
    }

    [Fact]
    public void Service_is_found_among_others_and_only_at_the_router_itself()
    {
        const string Other = "<service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType><controlURL>/other</controlURL></service>";
        const string Wanted = "<service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType><controlURL>/ctl/IPConn?a=1&amp;b=2</controlURL></service>";
        var location = new Uri("http://192.168.1.1:5000/rootDesc.xml");
        Assert.True(UpnpMessage.TryReadService(Other + Wanted, location, s_router, out string service, out Uri? control));
        Assert.Equal("urn:schemas-upnp-org:service:WANIPConnection:1", service);
        Assert.Equal("http://192.168.1.1:5000/ctl/IPConn?a=1&b=2", control.AbsoluteUri);
        Assert.False(UpnpMessage.TryReadService(Other, location, s_router, out _, out _));
        string elsewhere = Wanted.Replace("/ctl", "http://192.168.1.9/ctl", StringComparison.Ordinal);
        Assert.False(UpnpMessage.TryReadService(elsewhere, location, s_router, out _, out _));
        string injected = Wanted.Replace("WANIPConnection:1", "WANIPConnection:1\"\r\nX: y", StringComparison.Ordinal);
        Assert.False(UpnpMessage.TryReadService(injected, location, s_router, out _, out _));
    }

    private static byte[] PcpAnswer(byte result) =>
    [
        2, 0x81, 0, result, 0, 0, 0x07, 0x08, 0, 0, 0, 9, .. new byte[12],
        .. s_nonce, 6, 0, 0, 0, 0x1a, 0xe1, 0x1a, 0xe1, .. new byte[10], 0xff, 0xff, 203, 0, 113, 7,
    ];
}
