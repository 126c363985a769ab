using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Memory;

namespace EdgeSeed.Tests.Memory;

public class MemoryPlanTests
{
    private const int BufferBytes = 64 * 1024;

    [Theory]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(256)]
    public void Parts_together_stayWithinTheLimit(int mebibytes)
    {
        var plan = new MemoryPlan((long)mebibytes << 20);
        long parts = MemoryPlan.ProgramBytes + (long)plan.Buffers(BufferBytes) * BufferBytes + plan.PeerBytes
            + (long)plan.Torrents * MemoryPlan.TorrentBytes + plan.Fit(new TrackerConfig { MaxMemory = ByteSize.Unlimited }).MaxMemory.Bytes;
        Assert.InRange(parts, MemoryPlan.ProgramBytes, plan.LimitBytes);
    }

    [Theory]
    [InlineData(32, 5_000)]
    [InlineData(40, 10_000)]
    public void Torrents_promisedForALimit_areOffered(int mebibytes, int torrents) => Assert.InRange(new MemoryPlan((long)mebibytes << 20).Torrents, torrents, 2 * torrents);

    [Theory]
    [InlineData(32, 1_024)]
    [InlineData(40, 1_706)]
    public void ExternalTrackers_areFewerThanTorrents(int mebibytes, int trackers) => Assert.Equal(trackers, new MemoryPlan((long)mebibytes << 20).ExternalTrackers);

    [Fact]
    public void Fit_smallerThanItsPart_isAsConfigured()
    {
        var tracker = new TrackerConfig { MaxMemory = new ByteSize(65_536), MaxTorrents = 7 };
        Assert.Equal(tracker, new MemoryPlan(256 << 20).Fit(tracker));
    }
}
