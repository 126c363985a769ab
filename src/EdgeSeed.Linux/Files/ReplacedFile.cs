namespace EdgeSeed.Linux.Files;

/// <summary>
/// A file that is written anew as a whole: into a temporary one beside it, made durable, then renamed over the old one. After a power cut it is the
/// old one or the new one. Until <see cref="Commit"/> nothing is changed, and without it nothing is left behind. Not thread-safe. Methods return an errno.
/// </summary>
internal sealed class ReplacedFile : IDisposable
{
    private readonly FileDescriptor _directory;
    private readonly FileDescriptor _file;
    private readonly byte[] _temporary;
    private bool _isCommitted;

    private ReplacedFile(FileDescriptor directory, FileDescriptor file, byte[] temporary) => (_directory, _file, _temporary) = (directory, file, temporary);

    /// <summary>Bytes written so far.</summary>
    internal long Length { get; private set; }

    /// <summary>Begins; a temporary file that a power cut has left is removed.</summary>
    /// <param name="directory">Where it is; borrowed until this is disposed.</param>
    /// <param name="temporary">The name to write under.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="begun">The caller's to dispose; null on failure.</param>
    internal static int Begin(FileDescriptor directory, byte[] temporary, uint mode, out ReplacedFile? begun)
    {
        begun = null;
        _ = directory.Unlink(temporary, 0);
        int errno = directory.OpenEntry(temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor? file, mode);
        if (errno == Errno.None) begun = new ReplacedFile(directory, file!, temporary);
        return errno;
    }

    /// <summary>Writes further bytes.</summary>
    internal int Append(ReadOnlySpan<byte> bytes)
    {
        int errno = _file.WriteAt(Length, bytes);
        if (errno == Errno.None) Length += bytes.Length;
        return errno;
    }

    /// <summary>Puts what was written in the place of the old file: fsync, rename, fsync of the directory.</summary>
    /// <param name="name">The file's name.</param>
    internal int Commit(ReadOnlySpan<byte> name)
    {
        int errno = _file.Synchronise();
        if (errno == Errno.None) errno = _directory.Rename(_temporary, _directory, name);
        if (errno != Errno.None) return errno;
        _isCommitted = true;
        return _directory.Synchronise();
    }

    /// <summary>Ends it; what was not committed goes.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isCommitted) _ = _directory.Unlink(_temporary, 0);
    }
}
