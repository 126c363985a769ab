using System.Net;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Announcing;

public class ScopedPeersTests
{
    [Theory]
    [InlineData("198.51.100.7", "203.0.113.9", 6881, true)]
    [InlineData("198.51.100.7", "203.0.113.9", 25, false)]
    [InlineData("198.51.100.7", "192.168.1.5", 6881, false)]
    [InlineData("198.51.100.7", "169.254.1.5", 6881, false)]
    [InlineData("198.51.100.7", "127.0.0.1", 6881, false)]
    [InlineData("198.51.100.7", "0.0.0.0", 6881, false)]
    [InlineData("2001:db8::7", "::1", 6881, false)]
    [InlineData("2001:db8::7", "::ffff:192.168.1.5", 6881, false)]
    [InlineData("2001:db8::7", "fd00::5", 6881, false)]
    [InlineData("192.168.1.7", "192.168.1.5", 6881, true)]
    [InlineData("192.168.1.7", "192.168.1.5", 80, true)]
    [InlineData("192.168.1.7", "127.0.0.1", 6881, false)]
    [InlineData("127.0.0.1", "127.0.0.1", 9100, true)]
    public void Nobody_names_a_peer_that_is_nearer_than_he_is_nor_from_outside_a_systems_port(string teller, string peer, int port, bool may) =>
        Assert.Equal(may, ScopedPeers.MayName(AddressScopes.Of(Address(teller, 1)), Address(peer, port)));

    private static PeerEndPoint Address(string address, int port) => new(IPAddress.Parse(address), (ushort)port);
}
