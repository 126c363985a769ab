using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// A <c>.torrent</c> on disk, read by parts with <c>pread</c>: cut short or torn out of the box meanwhile it is an error, where mapped memory would be a
/// fault that ends the process. The file is open only while a part is read; two parts are kept, for hashes that are wanted one after the other, a hybrid's in
/// two places by turns.
/// </summary>
/// <param name="file">As for <see cref="TorrentFileReader.Read"/>.</param>
/// <param name="stamp">The file's length, at most 2 GiB, and time; with others it is another file.</param>
internal sealed class TorrentFileBytes(ContentLocation file, FileStamp stamp) : TorrentBytes
{
    private readonly Lock _lock = new();
    private Part _latest;
    private Part _other;

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
            if (!_latest.TryCopy(offset, buffer))
            {
                (_latest, _other) = (_other, _latest);
                if (!_latest.TryCopy(offset, buffer)) return TryReadPart(offset) && _latest.TryCopy(offset, buffer);
            }
            return true;
        }
    }

    private bool TryReadPart(int offset)
    {
        byte[] bytes = _latest.Bytes ?? GC.AllocateUninitializedArray<byte>(Math.Min(PartLength, Length));
        int length = Math.Min(bytes.Length, Length - offset);
        bool isRead = TryReadFile(offset, bytes.AsSpan(0, length));
        _latest = new Part(bytes, offset, isRead ? length : 0);
        return isRead;
    }

    private bool TryReadFile(int offset, Span<byte> buffer)
    {
        if (TorrentFileReader.ReadPart(file, stamp, offset, buffer) is not { } error) return true;
        Error = error;
        return false;
    }

    private readonly record struct Part(byte[]? Bytes, int Start, int Length)
    {
        public bool TryCopy(int offset, Span<byte> buffer)
        {
            if (offset < Start || offset + buffer.Length > Start + Length) return false;
            Bytes.AsSpan(offset - Start, buffer.Length).CopyTo(buffer);
            return true;
        }
    }
}
