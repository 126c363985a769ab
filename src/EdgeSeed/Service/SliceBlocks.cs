using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <summary>Part of another source: the info dictionary inside a <c>.torrent</c> on disk, so that it need not be kept in memory.</summary>
/// <param name="whole">What it is part of.</param>
/// <param name="start">Its first byte there.</param>
/// <param name="length">Its length.</param>
internal sealed class SliceBlocks(BlockSource whole, long start, long length) : BlockSource, IDisposable
{
    /// <inheritdoc/>
    public override long TotalLength => length;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, length);
        return whole.Read(start + offset, buffer);
    }

    /// <summary>Closes what it is part of.</summary>
    public void Dispose() => (whole as IDisposable)?.Dispose();
}
