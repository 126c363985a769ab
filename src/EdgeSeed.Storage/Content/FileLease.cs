
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Storage.Content;

/// <summary>
/// An open file lent for one send. While it is held, the descriptor stays open even if the cache drops the file; so hold it for one
/// send, not for a connection, or a drive cannot be unmounted. Dispose exactly once; do not use a copy afterwards.
/// </summary>
public readonly struct FileLease : IDisposable
{
    private readonly FileDescriptor? _file;

    /// <summary>Takes over a reference that the caller holds.</summary>
    internal FileLease(FileDescriptor file, long offset, int length) => (_file, Offset, Length) = (file, offset, length);

    /// <summary>The file descriptor, to read from only; -1 for the default value.</summary>
    public int Descriptor => _file?.Number ?? -1;

    /// <summary>First byte within the file.</summary>
    public long Offset { get; }

    /// <summary>Bytes lent.</summary>
    public int Length { get; }

    /// <summary>Gives the file back.</summary>
    public void Dispose() => _file?.DangerousRelease();
}
