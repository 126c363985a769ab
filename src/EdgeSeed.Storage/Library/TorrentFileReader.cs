using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>Reads <c>.torrent</c> files from disk.</summary>
public static class TorrentFileReader
{
    /// <summary>A torrent that is kept in the state directory is named by its info-hash and this.</summary>
    internal const string Extension = ".torrent";

    /// <summary>Longest file that is read whole.</summary>
    private const int WholeBytes = 64 * 1024;

    /// <summary>Reads and parses a <c>.torrent</c>. The hashes of a longer one stay in the file, and <see cref="Metainfo"/> reads them there.</summary>
    /// <param name="file">Must be a regular file; links are followed only as <see cref="ContentLocation"/> says.</param>
    /// <param name="maxBytes">
    /// Bytes of memory for the file without its hashes and what is made of it; one that takes more is refused as <see cref="StorageFault.TooLarge"/>.
    /// </param>
    /// <param name="metainfo">The torrent, when null is returned.</param>
    /// <param name="stamp">The file's length and time.</param>
    /// <returns>Null on success; a malformed file's error names the byte offset.</returns>
    public static StorageError? Read(ContentLocation file, long maxBytes, out Metainfo? metainfo, out FileStamp stamp) =>
        Parse(file, maxBytes, WholeBytes, out metainfo, out stamp);

    /// <summary>Reads and parses a <c>.torrent</c> whole, for who writes it again.</summary>
    /// <inheritdoc cref="Read"/>
    public static StorageError? ReadWhole(ContentLocation file, long maxBytes, out Metainfo? metainfo) =>
        Parse(file, maxBytes, int.MaxValue, out metainfo, out _);

    private static StorageError? Parse(ContentLocation file, long maxBytes, int wholeBytes, out Metainfo? metainfo, out FileStamp stamp)
    {
        metainfo = null;
        using RootedFiles rooted = new(file);
        StorageError? error = rooted.Open(default, out FileDescriptor? opened, out FileStatus status);
        stamp = status.Stamp;
        if (error is not null) return error;
        using (opened)
        {
            MetainfoLimits limits = new() { MaxMemory = maxBytes };
            if (stamp.Length > limits.MaxFileLength)
                return Refused(file, StorageFault.TooLarge, $"it is too long for a torrent file: it has {stamp.Length} bytes, and there may be {limits.MaxFileLength}");
            MetainfoError malformed;
            if (stamp.Length > wholeBytes)
            {
                var parts = new TorrentFileBytes(file, stamp);
                bool isTorrent = MetainfoParser.TryParse(parts, limits, out metainfo, out malformed);
                if (parts.Error is null && isTorrent) return null;
                metainfo = null;
                if (parts.Error is { } unread) return unread;
            }
            else
            {
                if (stamp.Length > maxBytes) return Refused(file, StorageFault.TooLarge, TooLarge($"it has {stamp.Length} bytes, and there may be {maxBytes}"));
                byte[] bytes = new byte[(int)stamp.Length];
                int errno = opened!.ReadAt(0, bytes, out int count);
                if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Read, file.ToString(), errno);
                if (MetainfoParser.TryParse(bytes.AsMemory(0, count), limits, out metainfo, out malformed)) return null;
            }
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
    public static StorageError? ReadPart(ContentLocation file, long length, long offset, Span<byte> buffer) =>
        ReadPart(file, length, stamp: null, offset, buffer);

    /// <inheritdoc cref="ReadPart(ContentLocation, long, long, Span{byte})"/>
    /// <param name="file">As there.</param>
    /// <param name="stamp">The file's length and time; one with others is another file.</param>
    /// <param name="offset">As there.</param>
    /// <param name="buffer">As there.</param>
    internal static StorageError? ReadPart(ContentLocation file, FileStamp stamp, long offset, Span<byte> buffer) =>
        ReadPart(file, stamp.Length, stamp, offset, buffer);

    private static StorageError? ReadPart(ContentLocation file, long length, FileStamp? stamp, long offset, Span<byte> buffer)
    {
        using RootedFiles rooted = new(file);
        if (rooted.Open(default, out FileDescriptor? opened, out FileStatus status) is { } unreadable) return unreadable;
        using (opened)
        {
            if (status.Stamp.Length != length || (stamp is { } same && status.Stamp != same))
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
