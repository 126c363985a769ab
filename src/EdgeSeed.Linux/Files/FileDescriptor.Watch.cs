using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Files;

/// <content>inotify(7): a descriptor that tells what happens in folders.</content>
internal sealed unsafe partial class FileDescriptor
{
    /// <summary>A watch over no folder yet; null where the kernel has none to give.</summary>
    internal static FileDescriptor? OpenWatch()
    {
        int descriptor = Libc.OpenWatch(OpenFlags.CloseOnExec | OpenFlags.NonBlocking);
        return descriptor < 0 ? null : new FileDescriptor(descriptor);
    }

    /// <summary>Adds a folder or file, following links.</summary>
    /// <returns>Its number in this watch; -1 when it cannot be watched.</returns>
    internal int AddWatch(ReadOnlySpan<byte> path, uint events)
    {
        if (path.Length >= MaxPathLength) return -1;
        byte* terminated = stackalloc byte[MaxPathLength];
        Terminate(path, terminated);
        using Use use = new(this);
        return Libc.AddWatch(use.Number, terminated, events);
    }

    /// <summary>Takes a folder out.</summary>
    internal void RemoveWatch(int folder)
    {
        using Use use = new(this);
        _ = Libc.RemoveWatch(use.Number, folder);
    }

    /// <summary>Reads the events that are there, whole ones.</summary>
    /// <returns>Bytes; 0 when there are none.</returns>
    internal int ReadEvents(Span<byte> buffer)
    {
        using Use use = new(this);
        fixed (byte* start = buffer)
        {
            nint length;
            do length = Libc.Read(use.Number, start, (nuint)buffer.Length);
            while (length < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
            return (int)Math.Max(0, length);
        }
    }
}
