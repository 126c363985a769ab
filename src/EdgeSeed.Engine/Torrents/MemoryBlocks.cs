using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Torrents;

/// <summary>Bytes that are in memory already, such as an info dictionary, as a <see cref="BlockSource"/>.</summary>
/// <param name="bytes">The bytes; borrowed for the life of this object.</param>
public sealed class MemoryBlocks(ReadOnlyMemory<byte> bytes) : BlockSource
{
    /// <inheritdoc/>
    public override long TotalLength => bytes.Length;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, bytes.Length - buffer.Length);
        bytes.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
        return null;
    }
}
