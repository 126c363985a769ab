using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// A torrent's info dictionary as part of the <c>.torrent</c> files on disk that hold it, read for each peer that asks (BEP 9): nothing of it is
/// in memory, and no file stays open.
/// </summary>
/// <param name="content">Its copies know where their <c>.torrent</c> is.</param>
/// <param name="length">Bytes of the info dictionary.</param>
public sealed class ShelvedInfo(MirroredContent content, int length) : BlockSource
{
    /// <inheritdoc/>
    public override long TotalLength => length;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, length);
        return content.ReadInfo(offset, buffer);
    }
}
