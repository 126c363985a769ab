using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Targets;

namespace EdgeSeed.Storage.State;

/// <summary>
/// One folder of state files. Writing is all or nothing: into a temporary file, made durable, then renamed over the old one; a power cut leaves
/// the old file or the new one. Thread-safe. Beside it, only the targets of downloads are written (<see cref="TorrentTarget"/>).
/// </summary>
public sealed class StateFolder : IDisposable
{
    private const string TemporaryPrefix = "new-";
    private const uint FileMode = 0x1a4;

    private readonly FileDescriptor _directory;
    private readonly Lock _writing = new();
    private long _bytesWritten;

    internal StateFolder(FileDescriptor directory, LocalPath path) => (_directory, Path) = (directory, path);

    /// <summary>Where it is.</summary>
    public LocalPath Path { get; }

    /// <summary>Bytes written since start: what an SD card wears by.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>Reads a whole file.</summary>
    /// <param name="name">A name as <see cref="Write"/> takes it.</param>
    /// <param name="maxLength">A longer file is an error, not read.</param>
    /// <param name="content">The bytes; null with a null result when there is no such file.</param>
    public StorageError? Read(string name, int maxLength, out byte[]? content)
    {
        content = null;
        int errno = _directory.OpenEntry(Name(name), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor? file);
        if (errno == Errno.NotFound) return null;
        if (errno != Errno.None) return Error(StorageOperation.Read, name, errno);
        using (file)
        {
            errno = file!.Status(out FileStatus status);
            if (errno != Errno.None) return Error(StorageOperation.Read, name, errno);
            if (status.Kind != FileKind.Regular) return Found(name, StorageFault.NotAFile, "it is not a regular file");
            if (status.Stamp.Length > maxLength) return Found(name, StorageFault.TooLarge, $"it has {status.Stamp.Length} bytes, more than {maxLength}");
            byte[] bytes = new byte[(int)status.Stamp.Length];
            errno = file.ReadAt(0, bytes, out int count);
            if (errno != Errno.None) return Error(StorageOperation.Read, name, errno);
            content = count == bytes.Length ? bytes : bytes[..count];
            return null;
        }
    }

    /// <summary>Writes a whole file: temporary file, fsync, rename, fsync of the folder.</summary>
    /// <param name="name">ASCII letters, digits, <c>.</c>, <c>-</c> and <c>_</c>; not beginning with a dot or <c>new-</c>.</param>
    /// <param name="content">What it shall hold.</param>
    /// <returns>Null on success; otherwise the old file is still there.</returns>
    public StorageError? Write(string name, ReadOnlySpan<byte> content)
    {
        byte[] final = Name(name), temporary = Encoding.ASCII.GetBytes(TemporaryPrefix + name);
        lock (_writing)
        {
            int errno = ReplacedFile.Begin(_directory, temporary, FileMode, out ReplacedFile? file);
            if (errno != Errno.None) return Error(StorageOperation.Write, name, errno);
            using (file)
            {
                errno = file!.Append(content);
                Interlocked.Add(ref _bytesWritten, file.Length);
                if (errno == Errno.None) errno = file.Commit(final);
            }
            return errno == Errno.None ? null : Error(StorageOperation.Write, name, errno);
        }
    }

    /// <summary>Whether there is certainly no such file.</summary>
    internal bool IsMissing(string name) => _directory.StatusOfEntry(Name(name), out _) == Errno.NotFound;

    /// <summary>Removes a file; one that is not there is no error.</summary>
    public StorageError? Remove(string name)
    {
        int errno = _directory.Unlink(Name(name), 0);
        return errno is Errno.None or Errno.NotFound ? null : Error(StorageOperation.Write, name, errno);
    }

    /// <summary>The names in the folder that <see cref="Write"/> could have written, in no order.</summary>
    /// <param name="names">At most <paramref name="max"/>; further ones are left out.</param>
    /// <param name="max">Most names.</param>
    public StorageError? List(out List<string> names, int max)
    {
        List<string> found = names = [];
        int errno = _directory.OpenEntry("."u8, OpenFlags.Directory, out FileDescriptor? listed);
        if (errno != Errno.None) return Error(StorageOperation.List, "", errno);
        using (listed)
        {
            errno = DirectoryListing.ForEach(listed!, name =>
            {
                string text = Encoding.ASCII.GetString(name);
                if (IsName(text)) found.Add(text);
                return found.Count < max;
            });
        }
        return errno == Errno.None ? null : Error(StorageOperation.List, "", errno);
    }

    /// <summary>When a file was last written or touched; the earliest time there is for one that cannot be looked at.</summary>
    internal DateTimeOffset ModifiedAt(string name)
    {
        if (_directory.StatusOfEntry(Name(name), out FileStatus status) != Errno.None) return DateTimeOffset.MinValue;
        return DateTimeOffset.UnixEpoch.AddTicks(Math.Max(0, status.Stamp.ModifiedNanoseconds) / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Marks a file as written just now, without writing it.</summary>
    internal StorageError? Touch(string name)
    {
        int errno = _directory.OpenEntry(Name(name), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor? file);
        if (errno != Errno.None) return Error(StorageOperation.Write, name, errno);
        using (file) errno = file!.Touch();
        return errno == Errno.None ? null : Error(StorageOperation.Write, name, errno);
    }

    /// <summary>Moves a file that cannot be understood into another folder, where a person may look at it; an older one of its name goes.</summary>
    internal int MoveTo(StateFolder other, string name) => _directory.Rename(Name(name), other._directory, Name(name));

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static byte[] Name(string name) =>
        IsName(name) ? Encoding.ASCII.GetBytes(name) : throw new ArgumentException("Not a name of a state file.", nameof(name));

    private static bool IsName(string name) =>
        name.Length is > 0 and < 200 && name[0] != '.' && !name.StartsWith(TemporaryPrefix, StringComparison.Ordinal)
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    private StorageError Error(StorageOperation operation, string name, int errno) =>
        StorageError.FromErrno(operation, Path.Join(Encoding.ASCII.GetBytes(name)).ToString(), errno);

    private StorageError Found(string name, StorageFault fault, string detail) =>
        StorageError.Found(StorageOperation.Load, Path.Join(Encoding.ASCII.GetBytes(name)).ToString(), fault, detail);
}
