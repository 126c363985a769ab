using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

/// <summary>Reads <c>.torrent</c> files from disk.</summary>
public static class TorrentFileReader
{
    /// <summary>Reads and parses a <c>.torrent</c>.</summary>
    /// <param name="file">Must be a regular file; links are followed only as <see cref="ContentLocation"/> says.</param>
    /// <param name="maxLength">A larger file is refused without being read.</param>
    /// <param name="metainfo">The torrent, when null is returned.</param>
    /// <param name="stamp">The file's length and time.</param>
    /// <returns>Null on success; a malformed file's error names the byte offset.</returns>
    public static StorageError? Read(ContentLocation file, int maxLength, out Metainfo? metainfo, out FileStamp stamp)
    {
        metainfo = null;
        using RootedFiles rooted = new(file);
        StorageError? error = rooted.Open(default, out FileDescriptor? opened, out FileStatus status);
        stamp = status.Stamp;
        if (error is not null) return error;
        using (opened)
        {
            if (stamp.Length > maxLength)
                return Refused(file, StorageFault.TooLarge, $"it has {stamp.Length} bytes, and a .torrent has at most {maxLength}");
            byte[] bytes = new byte[(int)stamp.Length];
            int errno = opened!.ReadAt(0, bytes, out int count);
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Read, file.ToString(), errno);
            MetainfoLimits limits = new() { MaxFileLength = maxLength };
            return MetainfoParser.TryParse(bytes.AsMemory(0, count), limits, out metainfo, out MetainfoError malformed)
                ? null
                : Refused(file, StorageFault.Malformed, malformed.ToString());
        }
    }

    private static StorageError Refused(ContentLocation file, StorageFault fault, string detail) =>
        StorageError.Found(StorageOperation.Load, file.ToString(), fault, detail);
}
