using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Peers;

public class PeerCandidatesTests
{
    [Fact]
    public void Address_is_tried_at_once_and_then_after_growing_pauses()
    {
        var candidates = new PeerCandidates(10);
        PeerEndPoint peer = PeerEndPoint.FromIPv4(1, 6881);
        candidates.Add(peer);
        candidates.Add(peer);
        Assert.Equal(1, candidates.Count);
        Assert.True(candidates.TryTake(0, out PeerEndPoint taken, out _));
        Assert.Equal(peer, taken);
        Assert.False(candidates.TryTake(9_999, out _, out _));
        Assert.True(candidates.TryTake(10_000, out _, out _));
        Assert.False(candidates.TryTake(29_999, out _, out _));
        Assert.True(candidates.TryTake(30_000, out _, out _));
        candidates.Succeeded(peer);
        Assert.True(candidates.TryTake(80_000, out _, out _));
        Assert.True(candidates.TryTake(90_000, out _, out _));
    }

    [Fact]
    public void Another_network_ends_the_pauses_and_not_what_was_left_alone()
    {
        var candidates = new PeerCandidates(2);
        PeerEndPoint tried = PeerEndPoint.FromIPv4(1, 6881), self = PeerEndPoint.FromIPv4(2, 6881);
        candidates.Add(tried);
        candidates.Add(self);
        candidates.Rest(self, long.MaxValue);
        Assert.True(candidates.TryTake(0, out _, out _));
        Assert.False(candidates.TryTake(1, out _, out _));
        candidates.Forgive(1);
        Assert.True(candidates.TryTake(1, out PeerEndPoint taken, out _));
        Assert.Equal(tried, taken);
        Assert.False(candidates.TryTake(1, out _, out _));
    }

    [Fact]
    public void Full_list_gives_the_place_of_a_failed_address_to_a_newcomer_only()
    {
        var candidates = new PeerCandidates(2);
        candidates.Add(PeerEndPoint.FromIPv4(1, 6881));
        candidates.Add(PeerEndPoint.FromIPv4(2, 6881));
        candidates.Add(PeerEndPoint.FromIPv4(3, 6881));
        Assert.Equal(2, candidates.Count);
        for (int i = 0; i < 4; i++) candidates.TryTake(i * 100_000, out _, out _);
        candidates.Add(PeerEndPoint.FromIPv4(3, 6881));
        Assert.Contains(PeerEndPoint.FromIPv4(3, 6881), candidates.Called(bySecondName: false));
        Assert.Equal(2, candidates.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(1023)]
    public void Address_whose_port_is_a_service_of_another_kind_is_not_taken(int port)
    {
        var candidates = new PeerCandidates(2);
        candidates.Add(PeerEndPoint.FromIPv4(1, (ushort)port));
        Assert.Equal(0, candidates.Count);
    }

    [Fact]
    public void Addresses_that_failed_least_come_first_and_of_them_those_of_the_highest_priority()
    {
        var candidates = new PeerCandidates(10);
        for (uint i = 1; i <= 3; i++) candidates.Add(PeerEndPoint.FromIPv4(i, 6881), priority: i);
        candidates.TryTake(0, out PeerEndPoint first, out _);
        candidates.TryTake(0, out PeerEndPoint second, out _);
        Assert.Equal((3u, 2u), (first.IPv4Address, second.IPv4Address));
        candidates.TryTake(10_000, out PeerEndPoint third, out _);
        candidates.TryTake(10_000, out PeerEndPoint fourth, out _);
        Assert.Equal((1u, 3u), (third.IPv4Address, fourth.IPv4Address));
    }

    [Fact]
    public void Address_that_rests_is_left_alone_until_then()
    {
        var candidates = new PeerCandidates(10);
        PeerEndPoint peer = PeerEndPoint.FromIPv4(1, 6881);
        candidates.Add(peer);
        candidates.Rest(peer, 500_000);
        Assert.False(candidates.TryTake(499_999, out _, out _));
        Assert.True(candidates.TryTake(500_000, out _, out _));
        candidates.Rest(peer, long.MaxValue);
        candidates.Add(peer);
        Assert.False(candidates.TryTake(long.MaxValue - 1, out _, out _));
    }

    [Fact]
    public void Who_was_named_under_a_second_name_is_called_by_it_whatever_else_was_heard_of_him()
    {
        var candidates = new PeerCandidates(10);
        PeerEndPoint both = PeerEndPoint.FromIPv4(1, 6881), first = PeerEndPoint.FromIPv4(2, 6881);
        candidates.Add(both);
        candidates.Add(both, bySecondName: true);
        candidates.Add(both);
        candidates.Add(first);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(candidates.TryTake(0, out PeerEndPoint taken, out bool bySecondName));
            Assert.Equal(taken == both, bySecondName);
        }
        Assert.Equal([both], candidates.Called(bySecondName: true));
        Assert.Equal([first], candidates.Called(bySecondName: false));
    }
}
