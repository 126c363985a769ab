using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// A <c>.torrent</c> on disk, read by parts with <c>pread</c>: cut short or torn out of the box meanwhile it is an error, where mapped memory would be a
/// fault that ends the process. The file is open only while a part is read; one part is kept, for hashes that are wanted one after the other.
/// </summary>
/// <param name="file">As for <see cref="TorrentFileReader.Read"/>.</param>
/// <param name="stamp">The file's length, at most 2 GiB, and time; with others it is another file.</param>
internal sealed class TorrentFileBytes(ContentLocation file, FileStamp stamp) : TorrentBytes
{
    private readonly Lock _lock = new();
    private byte[] _part = [];
    private int _partStart;
    private int _partLength;

    /// <inheritdoc/>
    public override int Length => (int)stamp.Length;

    /// <summary>Why it could not be read the last time that it could not.</summary>
    internal StorageError? Error { get; private set; }

    /// <inheritdoc/>
    public override bool TryRead(int offset, Span<byte> buffer)
    {
        lock (_lock)
        {
            if (buffer.Length >= PartLength) return TryReadFile(offset, buffer);
            if (offset < _partStart || offset + buffer.Length > _partStart + _partLength)
            {
                if (_part.Length == 0) _part = GC.AllocateUninitializedArray<byte>(Math.Min(PartLength, Length));
                (_partStart, _partLength) = (offset, Math.Min(_part.Length, Length - offset));
                if (!TryReadFile(offset, _part.AsSpan(0, _partLength)))
                {
                    _partLength = 0;
                    return false;
                }
            }
            _part.AsSpan(offset - _partStart, buffer.Length).CopyTo(buffer);
            return true;
        }
    }

    private bool TryReadFile(int offset, Span<byte> buffer)
    {
        if (TorrentFileReader.ReadPart(file, stamp, offset, buffer) is not { } error) return true;
        Error = error;
        return false;
    }
}
