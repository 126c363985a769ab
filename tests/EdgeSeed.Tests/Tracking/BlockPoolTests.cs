using System.Buffers;
using EdgeSeed.Tracking;

namespace EdgeSeed.Tests.Tracking;

public sealed class BlockPoolTests : IDisposable
{
    private readonly BlockPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(-1, BlockPool.BlockBytes)]
    [InlineData(0, BlockPool.BlockBytes)]
    [InlineData(BlockPool.BlockBytes, BlockPool.BlockBytes)]
    [InlineData(100_000, 100_000)]
    public void Rent_gives_at_least_what_is_asked_for_and_never_nothing(int asked, int least)
    {
        using IMemoryOwner<byte> block = _pool.Rent(asked);
        Assert.True(block.Memory.Length >= least);
    }

    [Fact]
    public void Block_given_back_twice_is_not_given_to_two()
    {
        IMemoryOwner<byte> block = _pool.Rent();
        block.Dispose();
        block.Dispose();
        Assert.NotSame(_pool.Rent(), _pool.Rent());
        Assert.Equal(0, _pool.Kept);
    }

    [Fact]
    public void Blocks_are_used_again_and_few_are_kept()
    {
        var blocks = new List<IMemoryOwner<byte>>();
        for (int i = 0; i < BlockPool.MaxKept + 10; i++) blocks.Add(_pool.Rent());
        blocks.ForEach(block => block.Dispose());
        Assert.Equal(BlockPool.MaxKept, _pool.Kept);
        Assert.Contains(_pool.Rent(), blocks);
    }
}
