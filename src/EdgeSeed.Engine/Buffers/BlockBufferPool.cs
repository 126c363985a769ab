namespace EdgeSeed.Engine.Buffers;

/// <summary>
/// The fixed set of buffers through which blocks travel from a disk to a socket. When all are out, who needs one waits: this is what bounds
/// the
/// memory of uploading, however many peers ask. Allocated one by one on first use and never given up. Owned by the session loop.
/// </summary>
internal sealed class BlockBufferPool
{
    private readonly Stack<BlockBuffer> _free;
    private int _allocated;

    /// <param name="count">Buffers at most, positive.</param>
    /// <param name="bufferBytes">Bytes in each.</param>
    public BlockBufferPool(int count, int bufferBytes)
    {
        Count = count;
        BufferBytes = bufferBytes;
        _free = new Stack<BlockBuffer>(count);
    }

    /// <summary>Buffers there can be.</summary>
    public int Count { get; }

    /// <summary>Bytes in each buffer.</summary>
    public int BufferBytes { get; }

    /// <summary>Buffers that are out at present.</summary>
    public int InUse { get; private set; }

    /// <summary>Rents a buffer, which the caller must <see cref="Return"/>.</summary>
    /// <returns>Null when all are out.</returns>
    public BlockBuffer? TryRent()
    {
        if (!_free.TryPop(out BlockBuffer? buffer))
        {
            if (_allocated == Count) return null;
            _allocated++;
            buffer = new BlockBuffer(BufferBytes);
        }
        InUse++;
        return buffer;
    }

    /// <summary>Takes a rented buffer back.</summary>
    public void Return(BlockBuffer buffer)
    {
        buffer.Clear();
        InUse--;
        _free.Push(buffer);
    }
}
