using System.Net;
using System.Text;
using EdgeSeed.Protocol.PortMapping;

namespace EdgeSeed.Fuzz;

public sealed class PortMappingFuzz
{
    private static readonly IPAddress s_router = new([192, 168, 1, 1]);

    [Fact]
    public void Answers_of_a_router_never_throw_and_lead_nowhere_but_to_the_router()
    {
        var mutator = new Mutator(31);
        byte[] nonce = new byte[PcpMessage.NonceBytes], pcp = new byte[PcpMessage.MapBytes];
        PcpMessage.WriteMap(pcp, s_router, nonce, MappedProtocol.Tcp, 6881, 3600);
        pcp[1] |= 0x80;
        byte[] location = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nLOCATION: http://192.168.1.1:5000/d.xml\r\n\r\n");
        byte[] description = Encoding.ASCII.GetBytes(
            "<root><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType><controlURL>/ctl</controlURL></service></root>");
        byte[][] samples = [pcp, [0, 130, 0, 0, 0, 0, 0, 9, 0x1a, 0xe1, 0x1a, 0xe1, 0, 0, 7, 8], [0, 128, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4], location, description];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] packet = i % 8 == 0 ? mutator.Bytes(200) : mutator.Mutate(samples[i % samples.Length]);
            bool isKnown = PcpMessage.TryReadMap(packet, nonce, MappedProtocol.Tcp, 6881, out _)
                | NatPmpMessage.TryReadMap(packet, MappedProtocol.Tcp, 6881, out _) | NatPmpMessage.TryReadAddress(packet, out _);
            if (UpnpMessage.TryReadLocation(packet, s_router, out Uri? at)) (isKnown, _) = (true, AtRouter(at));
            if (UpnpMessage.TryReadService(Encoding.UTF8.GetString(packet), new Uri("http://192.168.1.1/"), s_router, out string service, out Uri? control))
            {
                isKnown = AtRouter(control);
                Assert.DoesNotContain('\n', service);
            }
            if (isKnown) accepted++; else refused++;
        }
        Assert.True(accepted > 0 && refused > 0);
    }

    private static bool AtRouter(Uri uri)
    {
        Assert.Equal((Uri.UriSchemeHttp, s_router.ToString()), (uri.Scheme, uri.Host));
        return true;
    }
}
