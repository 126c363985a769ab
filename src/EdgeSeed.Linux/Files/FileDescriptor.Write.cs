using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Files;

/// <content>The calls that change something: used for state files and for the targets of downloads, never for published data.</content>
internal sealed unsafe partial class FileDescriptor
{
    /// <summary>
    /// Finds room for a range inside the file (<c>fallocate</c>, its length stays): one search instead of one for each page written, which on
    /// ext4 is a tenth of what a download costs. Not every file system can; no harm is done then.
    /// </summary>
    internal void Reserve(long offset, long length)
    {
        const int KeepLength = 1;
        using Use use = new(this);
        _ = Libc.Allocate(use.Number, KeepLength, offset, length);
    }

    /// <summary>Has the file look as if it had been written just now; its owner may, however it was opened.</summary>
    internal int Touch()
    {
        using Use use = new(this);
        return Libc.SetTimes(use.Number, null) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>Writes all bytes at an offset. On failure some of them may be written.</summary>
    internal int WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        using Use use = new(this);
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint written = Libc.PositionedWrite(use.Number, start + done, (nuint)(bytes.Length - done), offset + done);
                if (written > 0)
                {
                    done += (int)written;
                    continue;
                }
                int errno = written == 0 ? Errno.NoSpace : Marshal.GetLastPInvokeError();
                if (errno != Errno.Interrupted) return errno;
            }
        }
        return Errno.None;
    }

    /// <summary>Writes all parts one behind the other, by one call as a rule. On failure some of them may be written.</summary>
    /// <param name="offset">Where the first goes.</param>
    /// <param name="parts">At most <see cref="MaxParts"/>.</param>
    internal int WriteAt(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts.Length, MaxParts);
        nint written = Gather(offset, parts);
        int errno = written < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
        if (errno is not (Errno.None or Errno.Interrupted)) return errno;
        // The disk is nearly full, or a signal came between: whatever is left tells by itself which.
        long end = offset + Math.Max(0, written);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            int done = (int)Math.Clamp(end - offset, 0, part.Length);
            errno = done == part.Length ? Errno.None : WriteAt(offset + done, part.Span[done..]);
            if (errno != Errno.None) return errno;
            offset += part.Length;
        }
        return Errno.None;
    }

    private nint Gather(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using Use use = new(this);
        nint* vectors = stackalloc nint[MaxParts * 2];
        PinnedParts pins = default;
        try
        {
            for (int i = 0; i < parts.Length; i++)
            {
                pins[i] = parts[i].Pin();
                (vectors[i * 2], vectors[i * 2 + 1]) = ((nint)pins[i].Pointer, parts[i].Length);
            }
            return Libc.PositionedWriteVectors(use.Number, vectors, parts.Length, offset);
        }
        finally
        {
            for (int i = 0; i < parts.Length; i++) pins[i].Dispose();
        }
    }

    [InlineArray(MaxParts)]
    private struct PinnedParts
    {
        private MemoryHandle _first;
    }

    /// <summary>Makes the file so long; what is added reads as zeros and takes no room on most file systems.</summary>
    internal int SetLength(long length)
    {
        using Use use = new(this);
        return Libc.SetLength(use.Number, length) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>Waits until the medium has everything that was written (<c>fsync</c>).</summary>
    internal int Synchronise()
    {
        using Use use = new(this);
        return Libc.Synchronise(use.Number) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>Makes a directory inside this one; one that is there already is as good.</summary>
    internal int MakeDirectory(ReadOnlySpan<byte> name, uint mode)
    {
        if (name.Length > MaxNameLength) return Errno.NameTooLong;
        byte* terminated = stackalloc byte[MaxNameLength + 1];
        Terminate(name, terminated);
        using Use use = new(this);
        if (Libc.MakeDirectoryAt(use.Number, terminated, mode) == 0) return Errno.None;
        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.Exists ? Errno.None : errno;
    }

    /// <summary>Takes the file's lock until it is closed; EAGAIN when another process has it.</summary>
    internal int TryLock()
    {
        const int ExclusiveAtOnce = 2 | 4;
        using Use use = new(this);
        return Libc.Lock(use.Number, ExclusiveAtOnce) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>
    /// Whether certainly nobody has the file open for writing: then the kernel gives a read lease on it (fcntl(2)), which is handed back at once. False where somebody
    /// has, and where it gives none: for files of another user without CAP_LEASE, on network drives.
    /// </summary>
    internal bool IsFreeOfWriters()
    {
        const int SetSignal = 10, SetLease = 1024, ReadLease = 0, Unlock = 2, Urgent = 23;
        using Use use = new(this);
        // Who wants to write just then is let in at once; the usual signal that tells of him would end this process.
        if (Libc.Control(use.Number, SetSignal, Urgent) != 0 || Libc.Control(use.Number, SetLease, ReadLease) != 0) return false;
        return Libc.Control(use.Number, SetLease, Unlock) == 0;
    }

    /// <summary>Moves a name from this directory into another; what has that name there is replaced.</summary>
    internal int Rename(ReadOnlySpan<byte> name, FileDescriptor target, ReadOnlySpan<byte> newName)
    {
        if (name.Length > MaxNameLength || newName.Length > MaxNameLength) return Errno.NameTooLong;
        byte* from = stackalloc byte[MaxNameLength + 1];
        byte* to = stackalloc byte[MaxNameLength + 1];
        Terminate(name, from);
        Terminate(newName, to);
        using Use source = new(this);
        using Use destination = new(target);
        return Libc.RenameAt(source.Number, from, destination.Number, to) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }

    /// <summary>Takes a name out of this directory (<c>unlinkat</c>).</summary>
    internal int Unlink(ReadOnlySpan<byte> name, int flags)
    {
        if (name.Length > MaxNameLength) return Errno.NameTooLong;
        byte* terminated = stackalloc byte[MaxNameLength + 1];
        Terminate(name, terminated);
        using Use use = new(this);
        return Libc.UnlinkAt(use.Number, terminated, flags) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
    }
}
