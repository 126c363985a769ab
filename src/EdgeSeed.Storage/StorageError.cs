namespace EdgeSeed.Storage;

/// <summary>What went wrong with a file: a value that is handed on, shown and counted. Methods return null for success.</summary>
/// <param name="Operation">What was being done.</param>
/// <param name="Path">The file, in printable form (control characters and bytes that are not UTF-8 are escaped).</param>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Errno">The system's error number, or 0 when EdgeSeed itself found the fault.</param>
/// <param name="Detail">One plain phrase, such as "Permission denied".</param>
public sealed record StorageError(StorageOperation Operation, string Path, StorageFault Fault, int Errno, string Detail)
{
    /// <summary>An error that a system call reported.</summary>
    /// <param name="operation">What was being done.</param>
    /// <param name="path">The file, printable.</param>
    /// <param name="errno">Not 0.</param>
    public static StorageError FromErrno(StorageOperation operation, string path, int errno) => new(
        operation,
        path,
        errno switch
        {
            Linux.Errno.NotFound or Linux.Errno.NotADirectory => StorageFault.Missing,
            Linux.Errno.InputOutput or Linux.Errno.NoSuchDevice or Linux.Errno.NoSuchDeviceOrAddress => StorageFault.MediumFailed,
            Linux.Errno.NoSpace => StorageFault.Full,
            Linux.Errno.Loop => StorageFault.Link,
            Linux.Errno.IsADirectory => StorageFault.NotAFile,
            _ => StorageFault.System,
        },
        errno,
        Linux.Errno.Describe(errno));

    /// <summary>A fault that EdgeSeed itself found.</summary>
    public static StorageError Found(StorageOperation operation, string path, StorageFault fault, string detail) =>
        new(operation, path, fault, Linux.Errno.None, detail);

    /// <summary><c>cannot read 'films/a.mkv': Input/output error</c>.</summary>
    public override string ToString()
    {
        string verb = Operation switch
        {
            StorageOperation.Open => "open",
            StorageOperation.Read => "read",
            StorageOperation.List => "list",
            StorageOperation.Hash => "hash",
            StorageOperation.Write or StorageOperation.Store => "write",
            _ => "load",
        };
        return $"cannot {verb} '{Path}': {Detail}";
    }
}

/// <summary>What was being done to a file when it failed.</summary>
public enum StorageOperation
{
    /// <summary>Opening for reading, or finding.</summary>
    Open,

    /// <summary>Reading content.</summary>
    Read,

    /// <summary>Listing a directory.</summary>
    List,

    /// <summary>Hashing content for a torrent.</summary>
    Hash,

    /// <summary>Writing a state file; never published data.</summary>
    Write,

    /// <summary>Storing downloaded content in its target.</summary>
    Store,

    /// <summary>Interpreting a state file or a <c>.torrent</c>.</summary>
    Load,
}
