using System.Net;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Protocol.Tests.Dht;

public class SecureNodeIdTests
{
    /// <summary>The examples of BEP 42.</summary>
    [Theory]
    [InlineData("124.31.75.21", "5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401")]
    [InlineData("21.75.31.124", "5a3ce9c14e7a08645677bbd1cfe7d8f956d53256")]
    [InlineData("65.23.51.170", "a5d43220bc8f112a3d426c84764f8c2a1150e616")]
    [InlineData("84.124.73.14", "1b0321dd1bb1fe518101ceef99462b947a01ff41")]
    [InlineData("43.213.53.83", "e56f6cbf5b7c4be0237986d5243b87aa6d51305a")]
    public void Names_of_the_specification_are_those_of_their_addresses_and_of_no_others(string address, string name)
    {
        var id = new NodeId(Convert.FromHexString(name));
        Assert.True(SecureNodeId.IsOf(id, At(address)));
        Assert.False(SecureNodeId.IsOf(id, At("84.124.73.15")));
        Assert.False(SecureNodeId.IsOf(id, At("2001:db8::1")));
    }

    [Theory]
    [InlineData("124.31.75.21")]
    [InlineData("2001:db8:1234:5678:9abc:def0:1234:5678")]
    public void Made_name_is_that_of_its_address_and_an_address_has_eight_places(string address)
    {
        var random = new Random(42);
        var places = new HashSet<string>();
        for (int i = 0; i < 500; i++)
        {
            NodeId id = SecureNodeId.Create(At(address), random);
            Assert.True(SecureNodeId.IsOf(id, At(address)));
            places.Add(id.ToString()[..5]);
        }
        Assert.Equal(8, places.Count);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.2")]
    [InlineData("fd77::1")]
    public void Any_name_is_good_where_no_outer_address_is(string address) => Assert.True(SecureNodeId.IsOf(NodeId.Create(new Random(1)), At(address)));

    private static PeerEndPoint At(string address) => new(IPAddress.Parse(address), 6881);
}
