namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The fixed set of blocks through which everything downloaded passes. When all are out, peers are not read from: this is what bounds the
/// memory of downloading, however slow the target. Allocated on first use. Owned by the session loop.
/// </summary>
/// <param name="count">Blocks at most.</param>
internal sealed class IncomingBlockPool(int count)
{
    private readonly Stack<IncomingBlock> _free = new();
    private int _allocated;

    /// <summary>Whether the next <see cref="TryRent"/> would fail.</summary>
    public bool IsEmpty => _free.Count == 0 && _allocated == count;

    /// <summary>Rents a block; null when all are out.</summary>
    public IncomingBlock? TryRent()
    {
        if (_free.TryPop(out IncomingBlock? block)) return block;
        if (_allocated == count) return null;
        _allocated++;
        return new IncomingBlock();
    }

    /// <summary>Takes a rented block back.</summary>
    public void Return(IncomingBlock block)
    {
        block.Clear();
        _free.Push(block);
    }
}
