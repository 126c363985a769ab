using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeSeed.Tracking;

/// <summary>
/// Memory for the HTTP server's requests and answers, in blocks of 4 KiB that are used again: the runtime's shared pool keeps few of a size, and what a crowd of
/// downloads throws away there fills the heap before it is collected. Safe to use from any thread.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>, IMemoryPoolFeature
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Blocks kept for the next at most, 1 MiB; those beyond are left to the collector.</summary>
    public const int MaxKept = 256;

    private readonly Stack<Block> _kept = [];

    /// <summary>The one of this process.</summary>
    public static BlockPool Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <inheritdoc/>
    public MemoryPool<byte> MemoryPool => this;

    /// <summary>Blocks that are kept.</summary>
    internal int Kept
    {
        get
        {
            lock (_kept) return _kept.Count;
        }
    }

    /// <summary>Rents a block, or as much as is asked for beyond one. Kestrel asks for zero bytes where it means "some".</summary>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (minBufferSize > BlockBytes) return Shared.Rent(minBufferSize);
        lock (_kept)
        {
            if (!_kept.TryPop(out Block? block)) block = new Block(this);
            block.IsOut = true;
            return block;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        lock (_kept)
        {
            // Given back twice, it would be given to two.
            if (!block.IsOut) return;
            block.IsOut = false;
            if (_kept.Count < MaxKept) _kept.Push(block);
        }
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes);

        /// <summary>Whether somebody has it; under the pool's lock.</summary>
        public bool IsOut { get; set; }

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}
