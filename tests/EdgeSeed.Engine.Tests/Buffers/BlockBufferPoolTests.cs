using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Buffers;

public class BlockBufferPoolTests
{
    [Fact]
    public void Pool_never_has_more_buffers_than_its_bound()
    {
        var pool = new BlockBufferPool(2, 1024);
        BlockBuffer first = pool.TryRent()!, second = pool.TryRent()!;
        Assert.NotSame(first, second);
        Assert.Null(pool.TryRent());
        Assert.Equal(2, pool.InUse);
        pool.Return(first);
        Assert.Same(first, pool.TryRent());
    }

    [Fact]
    public void Buffer_hands_out_only_the_range_it_holds()
    {
        BlockSource data = new MemoryBlocks(default), info = new MemoryBlocks(default);
        var buffer = new BlockBuffer(100);
        Assert.True(buffer.From(data, 0, 10).IsEmpty);
        for (int i = 0; i < 50; i++) buffer.Bytes[i] = (byte)i;
        buffer.Fill(data, 1_000, 50);
        Assert.Equal([3, 4], buffer.From(data, 1_003, 2).ToArray());
        Assert.Equal(10, buffer.From(data, 1_040, 100).Length);
        Assert.True(buffer.From(info, 1_003, 2).IsEmpty);
        Assert.True(buffer.From(data, 999, 2).IsEmpty);
        Assert.True(buffer.From(data, 1_050, 1).IsEmpty);
        buffer.Clear();
        Assert.True(buffer.From(data, 1_003, 2).IsEmpty);
    }
}
