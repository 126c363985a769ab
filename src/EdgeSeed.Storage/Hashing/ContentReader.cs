using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Reads a torrent's stream for one hashing thread, keeping the file it is in open. Not thread-safe.</summary>
internal sealed class ContentReader(HashInput input, bool dropBehind) : IDisposable
{
    private const int NoFile = -1;

    /// <summary>Longest range to announce at once: the kernel silently cuts a longer one to the device's read-ahead, 128 KiB on most.</summary>
    private const int MaxAnnouncedBytes = 128 * 1024;

    private readonly RootedFiles _rooted = new(input.Location);
    private FileDescriptor? _file;
    private int _fileIndex = NoFile;
    private bool _isSparse;

    /// <summary>Index of the file that was read last.</summary>
    internal int FileIndex => Math.Max(_fileIndex, 0);

    /// <summary>Fills the buffer from an offset in the stream; padding is zeros.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="buffer">Lies inside the content.</param>
    /// <param name="wantedNext">Bytes after the buffer that will be read soon after, in whatever order the threads come.</param>
    internal StorageError? Read(long offset, Span<byte> buffer, long wantedNext)
    {
        foreach (FileExtent extent in input.Map.Extents(offset, buffer.Length))
        {
            Span<byte> part = buffer[..(int)extent.Length];
            buffer = buffer[part.Length..];
            if (input.Files[extent.FileIndex].IsPadding)
            {
                part.Clear();
                continue;
            }
            StorageError? error = Enter(extent.FileIndex);
            if (error is not null) return error;
            // Pieces larger than a buffer are read by turns. Announced whole, in order, they still come off the medium as one stream,
            // and the kernel's cache, not this process, holds what is ahead.
            if (wantedNext > 0 && buffer.IsEmpty) _file!.Advise(extent.FileOffset, part.Length + wantedNext, FileAdvice.WillNeed);
            int errno = _file!.ReadAt(extent.FileOffset, part, out int count);
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Read, Show(), errno);
            if (count < part.Length) return TooShort(extent.FileOffset + count);
            if (dropBehind) _file.Advise(extent.FileOffset, part.Length, FileAdvice.DontNeed);
        }
        return null;
    }

    /// <summary>Whether a stretch of the stream is zeros of which nothing was ever written. What cannot be opened is not: reading will tell.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; they lie inside the content.</param>
    internal bool IsHole(long offset, long length)
    {
        foreach (FileExtent extent in input.Map.Extents(offset, length))
        {
            if (input.Files[extent.FileIndex].IsPadding) continue;
            if (Enter(extent.FileIndex) is not null || !_isSparse || !_file!.IsHole(extent.FileOffset, extent.Length)) return false;
        }
        return true;
    }

    /// <summary>
    /// Asks the kernel to read a stretch of the stream into its cache, from front to back, so that reads of its parts in another order still
    /// leave the medium one stream. What cannot be opened is passed over: reading will tell.
    /// </summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; they lie inside the content.</param>
    internal void Announce(long offset, long length)
    {
        foreach (FileExtent extent in input.Map.Extents(offset, length))
        {
            if (input.Files[extent.FileIndex].IsPadding || Enter(extent.FileIndex) is not null) continue;
            for (long done = 0; done < extent.Length; done += MaxAnnouncedBytes)
                _file!.Advise(extent.FileOffset + done, Math.Min(MaxAnnouncedBytes, extent.Length - done), FileAdvice.WillNeed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _rooted.Dispose();
    }

    private StorageError? Enter(int index)
    {
        if (_fileIndex == index && _file is not null) return null;
        _file?.Dispose();
        (_file, _fileIndex) = (null, index);
        StorageError? error = _rooted.Open(input.PathOf(index), out FileDescriptor? opened, out FileStatus status);
        if (error is not null) return error;
        if (input.Stamps is { } stamps && stamps[index].Stamp != status.Stamp)
        {
            opened!.Dispose();
            return StorageError.Found(StorageOperation.Hash, Show(), StorageFault.Changed, "it changed while it was hashed");
        }
        (_file, _isSparse) = (opened, status.IsSparse);
        _file!.Advise(0, 0, FileAdvice.Sequential);
        return null;
    }

    private StorageError TooShort(long end) => input.Stamps is null
        ? StorageError.Found(StorageOperation.Read, Show(), StorageFault.WrongLength, $"it ends at byte {end}")
        : StorageError.Found(StorageOperation.Hash, Show(), StorageFault.Changed, "it became shorter while it was hashed");

    private string Show() => _rooted.Show(input.PathOf(_fileIndex));
}
