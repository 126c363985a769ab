using System.Net;
using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class AllowedFastSetTests
{
    private static readonly InfoHash InfoHash = new(Enumerable.Repeat((byte)0xAA, 20).ToArray());
    private static readonly PeerEndPoint Peer = new(IPAddress.Parse("80.4.4.200"), 6881);

    [Theory]
    [InlineData(7, new uint[] { 1059, 431, 808, 1217, 287, 376, 1188 })]
    [InlineData(9, new uint[] { 1059, 431, 808, 1217, 287, 376, 1188, 353, 508 })]
    public void Set_is_that_of_the_specification(int size, uint[] expected)
    {
        uint[] pieces = new uint[size];
        Assert.Equal(size, AllowedFastSet.Compute(Peer, InfoHash, 1313, pieces));
        Assert.Equal(expected, pieces);
    }

    [Fact]
    public void Addresses_of_one_network_share_a_set()
    {
        uint[] first = new uint[10], second = new uint[10], other = new uint[10];
        AllowedFastSet.Compute(Peer, InfoHash, 1313, first);
        AllowedFastSet.Compute(new PeerEndPoint(IPAddress.Parse("80.4.4.1"), 1), InfoHash, 1313, second);
        AllowedFastSet.Compute(new PeerEndPoint(IPAddress.Parse("80.4.5.200"), 6881), InfoHash, 1313, other);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void IPv6_peer_has_no_set() =>
        Assert.Equal(0, AllowedFastSet.Compute(new PeerEndPoint(IPAddress.Parse("2001:db8::1"), 1), InfoHash, 1313, new uint[10]));

    [Fact]
    public void Set_has_distinct_pieces_of_the_torrent_and_no_more_than_there_are() =>
        (from peer in Generate.EndPoint4 from infoHash in Generate.InfoHash from count in Gen.Choose(0, 40) from size in Gen.Choose(0, 40) select (peer, infoHash, count, size))
        .Holds(sample =>
        {
            uint[] pieces = new uint[sample.size];
            int count = AllowedFastSet.Compute(sample.peer, sample.infoHash, sample.count, pieces);
            return count == Math.Min(Math.Min(sample.size, AllowedFastSet.MaxSize), sample.count)
                && pieces.Take(count).Distinct().Count() == count
                && pieces.Take(count).All(piece => piece < sample.count);
        });
}
