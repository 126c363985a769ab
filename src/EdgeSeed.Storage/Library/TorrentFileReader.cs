using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>Reads <c>.torrent</c> files from disk.</summary>
public static class TorrentFileReader
{
    /// <summary>Reads and parses a <c>.torrent</c>.</summary>
    /// <param name="file">Must be a regular file; links are followed only as <see cref="ContentLocation"/> says.</param>
    /// <param name="maxBytes">Bytes of memory for the file and what is made of it; one that takes more is refused as <see cref="StorageFault.TooLarge"/>.</param>
    /// <param name="metainfo">The torrent, when null is returned.</param>
    /// <param name="stamp">The file's length and time.</param>
    /// <returns>Null on success; a malformed file's error names the byte offset.</returns>
    public static StorageError? Read(ContentLocation file, long maxBytes, out Metainfo? metainfo, out FileStamp stamp)
    {
        metainfo = null;
        using RootedFiles rooted = new(file);
        StorageError? error = rooted.Open(default, out FileDescriptor? opened, out FileStatus status);
        stamp = status.Stamp;
        if (error is not null) return error;
        using (opened)
        {
            if (stamp.Length > maxBytes) return Refused(file, StorageFault.TooLarge, TooLarge($"it has {stamp.Length} bytes, and there may be {maxBytes}"));
            byte[] bytes = new byte[(int)stamp.Length];
            int errno = opened!.ReadAt(0, bytes, out int count);
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Read, file.ToString(), errno);
            MetainfoLimits limits = new() { MaxFileLength = (int)Math.Min(maxBytes, int.MaxValue), MaxMemory = maxBytes };
            if (MetainfoParser.TryParse(bytes.AsMemory(0, count), limits, out metainfo, out MetainfoError malformed)) return null;
            return malformed.IsTooLarge
                ? Refused(file, StorageFault.TooLarge, TooLarge(malformed.Message))
                : Refused(file, StorageFault.Malformed, malformed.ToString());
        }
    }

    /// <summary>Reads a part of a file, which is open only meanwhile.</summary>
    /// <param name="file">As for <see cref="Read"/>.</param>
    /// <param name="length">Bytes that the file has; one of another length is another file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="buffer">Filled wholly when null is returned.</param>
    public static StorageError? ReadPart(ContentLocation file, long length, long offset, Span<byte> buffer)
    {
        using RootedFiles rooted = new(file);
        if (rooted.Open(default, out FileDescriptor? opened, out FileStatus status) is { } unreadable) return unreadable;
        using (opened)
        {
            if (status.Stamp.Length != length)
                return StorageError.Found(StorageOperation.Read, file.ToString(), StorageFault.Changed, "it is another file by now");
            int errno = opened!.ReadAt(offset, buffer, out int count);
            if (errno == Errno.None && count == buffer.Length) return null;
            return StorageError.FromErrno(StorageOperation.Read, file.ToString(), errno == Errno.None ? Errno.InputOutput : errno);
        }
    }

    private static string TooLarge(string why) => $"too large for service.memory_limit: {why}";

    private static StorageError Refused(ContentLocation file, StorageFault fault, string detail) =>
        StorageError.Found(StorageOperation.Load, file.ToString(), fault, detail);
}
