using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Linux.Files;

/// <summary>
/// An open file or directory. Reading while another thread disposes is safe: the number is given back to the system
/// only when the last call that uses it has returned.
/// Methods return an errno, 0 for success; the caller knows the path.
/// </summary>
internal sealed unsafe partial class FileDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Longest file name that any Linux file system holds, in bytes; longer ones are refused with ENAMETOOLONG before the call.</summary>
    internal const int MaxNameLength = 255;

    /// <summary>Parts written by one call.</summary>
    internal const int MaxParts = 2;

    /// <summary>Longest path the kernel takes in one call, its NUL included.</summary>
    internal const int MaxPathLength = 4096;

    private FileDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>The number itself; valid while a reference is held.</summary>
    internal int Number => (int)handle;

    /// <summary>Opens a path that the user named, following links.</summary>
    internal static int OpenPath(ReadOnlySpan<byte> path, int flags, out FileDescriptor? opened, uint mode = 0) =>
        Open(OpenFlags.WorkingDirectory, path, MaxPathLength, flags, mode, out opened);

    /// <summary>Opens one name inside a directory; a link there is never followed.</summary>
    internal int OpenEntry(ReadOnlySpan<byte> name, int flags, out FileDescriptor? opened, uint mode = 0)
    {
        using Use use = new(this);
        return Open(use.Number, name, MaxNameLength + 1, flags | OpenFlags.NoFollow, mode, out opened);
    }

    /// <summary>The status of a path that the user named, following links.</summary>
    internal static int StatusOfPath(ReadOnlySpan<byte> path, out FileStatus status) =>
        Status(OpenFlags.WorkingDirectory, path, MaxPathLength, 0, out status);

    /// <summary>The status of one name inside a directory; of a link, the link itself.</summary>
    internal int StatusOfEntry(ReadOnlySpan<byte> name, out FileStatus status)
    {
        using Use use = new(this);
        return Status(use.Number, name, MaxNameLength + 1, OpenFlags.StatNoFollow, out status);
    }

    /// <summary>Where a symbolic link leads, as it is written; of a path that leads to a link, that link.</summary>
    internal static int ReadLink(ReadOnlySpan<byte> path, out byte[] target) => ReadLink(OpenFlags.WorkingDirectory, path, MaxPathLength, out target);

    /// <summary>Where a symbolic link inside a directory leads, as it is written.</summary>
    internal int ReadLinkEntry(ReadOnlySpan<byte> name, out byte[] target)
    {
        using Use use = new(this);
        return ReadLink(use.Number, name, MaxNameLength + 1, out target);
    }

    /// <summary>The status of this open file.</summary>
    internal int Status(out FileStatus status)
    {
        using Use use = new(this);
        return Status(use.Number, [], 1, OpenFlags.StatEmptyPath, out status);
    }

    /// <summary>Reads at an offset until the buffer is full or the file ends; <paramref name="count"/> says how much came before either or an error.</summary>
    internal int ReadAt(long offset, Span<byte> buffer, out int count)
    {
        count = 0;
        using Use use = new(this);
        fixed (byte* start = buffer)
        {
            while (count < buffer.Length)
            {
                nint read = Libc.PositionedRead(use.Number, start + count, (nuint)(buffer.Length - count), offset + count);
                if (read == 0) return Errno.None;
                if (read > 0)
                {
                    count += (int)read;
                    continue;
                }
                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.Interrupted) return errno;
            }
        }
        return Errno.None;
    }

    /// <summary>
    /// Whether a stretch was never written to and reads as zeros (<c>SEEK_DATA</c>). A file system without holes, or one that cannot say, has none; nor has
    /// a stretch that goes beyond the end of the file.
    /// </summary>
    internal bool IsHole(long offset, long length)
    {
        using Use use = new(this);
        long data = Libc.Seek(use.Number, offset, Libc.SeekData);
        bool isHole = data < 0 ? Marshal.GetLastPInvokeError() == Errno.NoSuchDeviceOrAddress : data - offset >= length;
        // Nothing but a hole is left of a file that is shorter, too.
        return isHole && Status(out FileStatus status) == Errno.None && status.Stamp.Length - offset >= length;
    }

    /// <summary>Tells the kernel how a range will be used (<c>posix_fadvise</c>); advice that fails does no harm.</summary>
    internal void Advise(long offset, long length, FileAdvice advice)
    {
        using Use use = new(this);
        _ = Libc.AdviseFile(use.Number, offset, length, (int)advice);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    private static int Open(int directory, ReadOnlySpan<byte> path, int capacity, int flags, uint mode, out FileDescriptor? opened)
    {
        opened = null;
        if (path.Length >= capacity) return Errno.NameTooLong;
        byte* terminated = stackalloc byte[capacity];
        Terminate(path, terminated);
        flags |= OpenFlags.CloseOnExec | OpenFlags.NoControllingTerminal;
        while (true)
        {
            int descriptor = Libc.OpenAt(directory, terminated, flags, mode);
            if (descriptor >= 0)
            {
                opened = new FileDescriptor(descriptor);
                return Errno.None;
            }
            int errno = Marshal.GetLastPInvokeError();
            // Only a file's owner may read it without leaving an access time.
            if (errno == Errno.NotPermitted && (flags & OpenFlags.NoAccessTime) != 0) flags &= ~OpenFlags.NoAccessTime;
            else if (errno != Errno.Interrupted) return errno;
        }
    }

    private static int Status(int directory, ReadOnlySpan<byte> path, int capacity, int flags, out FileStatus status)
    {
        status = default;
        if (path.Length >= capacity) return Errno.NameTooLong;
        byte* terminated = stackalloc byte[capacity];
        Terminate(path, terminated);
        byte* statx = stackalloc byte[FileStatus.StatXLength];
        while (Libc.StatX(directory, terminated, flags, FileStatus.StatXBasic, statx) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.Interrupted) return errno;
        }
        status = FileStatus.FromStatX(new ReadOnlySpan<byte>(statx, FileStatus.StatXLength));
        return Errno.None;
    }

    private static int ReadLink(int directory, ReadOnlySpan<byte> path, int capacity, out byte[] target)
    {
        target = [];
        if (path.Length >= capacity) return Errno.NameTooLong;
        byte* terminated = stackalloc byte[capacity];
        Terminate(path, terminated);
        byte* buffer = stackalloc byte[MaxPathLength];
        nint length = Libc.ReadLinkAt(directory, terminated, buffer, MaxPathLength);
        if (length < 0) return Marshal.GetLastPInvokeError();
        // A full buffer may hold a part of it, and no call takes a path that long.
        if (length == MaxPathLength) return Errno.NameTooLong;
        target = new ReadOnlySpan<byte>(buffer, (int)length).ToArray();
        return Errno.None;
    }

    private static void Terminate(ReadOnlySpan<byte> path, byte* destination)
    {
        path.CopyTo(new Span<byte>(destination, path.Length));
        destination[path.Length] = 0;
    }

    /// <summary>Keeps the descriptor from being closed, and its number from being reused, for the length of a call.</summary>
    internal readonly ref struct Use : IDisposable
    {
        private readonly FileDescriptor _descriptor;

        /// <summary>Takes a reference.</summary>
        /// <exception cref="ObjectDisposedException">It was disposed before.</exception>
        internal Use(FileDescriptor descriptor)
        {
            _descriptor = descriptor;
            bool added = false;
            descriptor.DangerousAddRef(ref added);
        }

        internal int Number => _descriptor.Number;

        /// <summary>Gives the reference back.</summary>
        public void Dispose() => _descriptor.DangerousRelease();
    }
}
