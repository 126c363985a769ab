using System.Runtime.InteropServices;

namespace EdgeSeed.Tracker.Posix;

/// <summary>Several datagrams in one system call, recvmmsg(2) and sendmmsg(2), and the fsync(2) of a directory.</summary>
internal static unsafe partial class Libc
{
    /// <summary>Return as soon as one datagram is there, with as many as are.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>Do not wait for room in the send buffer.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>errno of a call that a signal interrupted.</summary>
    public const int Interrupted = 4;

    /// <summary>O_RDONLY | O_CLOEXEC. O_DIRECTORY differs between processors and is not needed.</summary>
    private const int ReadOnlyDirectory = 0x80000;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MessageHeader* messages, uint count, int flags);

    /// <summary>Makes a rename in a directory survive a power cut; a file system that cannot is left alone.</summary>
    public static void SyncDirectory(string path)
    {
        int directory = Open(path, ReadOnlyDirectory);
        if (directory < 0) return;
        _ = Sync(directory);
        _ = Close(directory);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Buffer* Buffers;
        public nuint BufferCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr: a message, and the length received or sent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public Message Message;
        public uint Length;
    }
}
