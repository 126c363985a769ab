using EdgeSeed.Engine.Downloads;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Downloads;

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
        Assert.True(candidates.TryTake(0, out PeerEndPoint taken));
        Assert.Equal(peer, taken);
        Assert.False(candidates.TryTake(9_999, out _));
        Assert.True(candidates.TryTake(10_000, out _));
        Assert.False(candidates.TryTake(29_999, out _));
        Assert.True(candidates.TryTake(30_000, out _));
        candidates.Succeeded(peer);
        Assert.True(candidates.TryTake(80_000, out _));
        Assert.True(candidates.TryTake(90_000, out _));
    }

    [Fact]
    public void Full_list_gives_the_place_of_a_failed_address_to_a_newcomer_only()
    {
        var candidates = new PeerCandidates(2);
        candidates.Add(PeerEndPoint.FromIPv4(1, 1));
        candidates.Add(PeerEndPoint.FromIPv4(2, 1));
        candidates.Add(PeerEndPoint.FromIPv4(3, 1));
        Assert.Equal(2, candidates.Count);
        for (int i = 0; i < 4; i++) candidates.TryTake(i * 100_000, out _);
        candidates.Add(PeerEndPoint.FromIPv4(3, 1));
        Assert.Contains(PeerEndPoint.FromIPv4(3, 1), candidates.ToArray());
        Assert.Equal(2, candidates.Count);
    }

    [Fact]
    public void Address_without_a_port_is_not_taken()
    {
        var candidates = new PeerCandidates(2);
        candidates.Add(PeerEndPoint.FromIPv4(1, 0));
        Assert.Equal(0, candidates.Count);
    }
}
