using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;

namespace EdgeSeed.Tests.Web;

public class PlacesTests
{
    [Fact]
    public void Newcomer_takes_the_place_that_was_still_longest_of_the_address_that_holds_most()
    {
        var places = new Places(4, TimeSpan.FromHours(1));
        Holder lone = new("203.0.113.1", 0), busy = new("203.0.113.2", 90), still = new("203.0.113.2", 10), other = new("203.0.113.2", 50);
        foreach (Holder holder in (Holder[])[lone, busy, still, other]) Assert.True(places.TryEnter(holder));
        var newcomer = new Holder("203.0.113.3", 100);
        Assert.True(places.TryEnter(newcomer));
        Assert.Equal([still], Gone(lone, busy, still, other, newcomer));
        Assert.Equal(4, places.Count);
    }

    [Fact]
    public void Address_that_holds_most_pays_for_its_own_newcomer()
    {
        var places = new Places(3, TimeSpan.Zero);
        Holder honest = new("203.0.113.1", 0), first = new("203.0.113.2", 5), second = new("203.0.113.2", 6);
        foreach (Holder holder in (Holder[])[honest, first, second]) Assert.True(places.TryEnter(holder));
        for (int i = 0; i < 100; i++) Assert.True(places.TryEnter(new Holder("203.0.113.2", 7 + i)));
        Assert.False(honest.IsGone);
        Assert.True(first.IsGone && second.IsGone);
    }

    [Fact]
    public void Hosts_of_one_IPv6_network_count_as_one()
    {
        long now = Environment.TickCount64;
        var places = new Places(2, TimeSpan.FromHours(1));
        Holder first = new("2001:db8:0:1::1", now), second = new("2001:db8:0:1::2", now + 1);
        Assert.True(places.TryEnter(first) && places.TryEnter(second) && places.TryEnter(new Holder("2001:db8:0:2::1", now + 2)));
        Assert.True(first.IsGone);
        Assert.False(places.TryEnter(new Holder("2001:db8:0:3::1", now + 3)));
    }

    [Fact]
    public void While_each_address_holds_one_only_who_has_been_still_gives_way()
    {
        long now = Environment.TickCount64;
        var places = new Places(2, TimeSpan.FromMinutes(1));
        Holder stuck = new("203.0.113.1", now - 120_000), served = new("203.0.113.2", now);
        Assert.True(places.TryEnter(stuck) && places.TryEnter(served) && places.TryEnter(new Holder("203.0.113.3", now)));
        Assert.Equal([stuck], Gone(stuck, served));
        Assert.False(places.TryEnter(new Holder("203.0.113.4", now)));
        places.Leave(served);
        places.Leave(served);
        places.Leave(stuck);
        Assert.True(places.TryEnter(new Holder("203.0.113.4", now)));
        Assert.Equal(2, places.Count);
    }

    private static Holder[] Gone(params Holder[] holders) => [.. holders.Where(holder => holder.IsGone)];

    private sealed class Holder(string address, long activeAt) : IPlaceHolder
    {
        public AddressBlock Block { get; } = AddressBlock.Of(new PeerEndPoint(IPAddress.Parse(address), 1));

        public long ActiveAt => activeAt;

        public bool IsGone { get; private set; }

        public void GiveWay() => IsGone = true;
    }
}
