using System.Net;
using System.Numerics;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Protocol.Tests.Dht;

public class ScrapeFilterTests
{
    /// <summary>The example of BEP 33: 192.0.2.0 to .255 and 2001:db8:: to ::3e7; whoever reads the filter estimates 1224.9308 of the 1,256.</summary>
    [Fact]
    public void Filter_of_the_specification_gives_its_estimate()
    {
        byte[] filter = new byte[ScrapeFilter.Length];
        for (int i = 0; i < 256; i++) ScrapeFilter.Add(filter, new PeerEndPoint(IPAddress.Parse($"192.0.2.{i}"), 1));
        for (int i = 0; i <= 0x3E7; i++) ScrapeFilter.Add(filter, new PeerEndPoint(IPAddress.Parse($"2001:db8::{i:x}"), 1));
        const double Bits = ScrapeFilter.Length * 8;
        double zero = Bits - filter.Sum(static each => BitOperations.PopCount(each));
        double estimate = Math.Log(zero / Bits) / (2 * Math.Log(1 - 1 / Bits));
        Assert.InRange(estimate, 1224.9308, 1224.9309);
        Assert.StartsWith("F6C3F5EAA07FFD91BDE89F777F26FB2B", Convert.ToHexString(filter), StringComparison.Ordinal);
    }
}
