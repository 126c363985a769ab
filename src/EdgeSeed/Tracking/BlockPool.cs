using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeSeed.Tracking;

/// <summary>
/// Memory for Kestrel's answers in blocks of at least 4 KiB. A connection made outside Kestrel's own transport carries the runtime's shared
/// pool, of which Kestrel asks for zero bytes where it means "some", and gets none: a page of several writes then fails.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>, IMemoryPoolFeature
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 4096;

    /// <summary>The only one there need be: it has no state.</summary>
    public static BlockPool Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <inheritdoc/>
    public MemoryPool<byte> MemoryPool => this;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockBytes));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
