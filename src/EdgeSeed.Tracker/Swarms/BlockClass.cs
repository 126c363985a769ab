namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// All blocks of one size in a shard, dense: the last block moves into the place of one that is freed, so nothing is ever lost to
/// fragmentation but the rest of the last page.
/// </summary>
internal sealed class BlockClass(PagePool pool, int capacity, int blockBytes)
{
    private nint[] _pages = [];
    private int _pageCount;

    /// <summary>Entries that a block holds.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Blocks in a page.</summary>
    public int PerPage { get; } = PagePool.PageBytes / blockBytes;

    /// <summary>Blocks in use, numbered from 0.</summary>
    public int Used { get; private set; }

    /// <summary>Bytes of a block, header included.</summary>
    public int BlockBytes { get; } = blockBytes;

    /// <summary>Where a block lies.</summary>
    public nint Address(int index)
    {
        (int page, int slot) = Math.DivRem(index, PerPage);
        return _pages[page] + (slot * BlockBytes);
    }

    /// <summary>Takes one block more and returns its index; its content is arbitrary.</summary>
    public int Add()
    {
        if (Used == _pageCount * PerPage)
        {
            if (_pageCount == _pages.Length) Array.Resize(ref _pages, Math.Max(4, _pageCount * 2));
            _pages[_pageCount++] = pool.Take();
        }
        return Used++;
    }

    /// <summary>Gives the last block up.</summary>
    public void RemoveLast()
    {
        Used--;
        if (Used == (_pageCount - 1) * PerPage) pool.Return(_pages[--_pageCount]);
    }
}
