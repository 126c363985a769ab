using System.Runtime.InteropServices;

namespace EdgeSeed.Tracker.Udp;

/// <summary>Several datagrams in one system call: recvmmsg(2) and sendmmsg(2).</summary>
internal static unsafe partial class Libc
{
    /// <summary>Return as soon as one datagram is there, with as many as are.</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>Do not wait for room in the send buffer.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>errno of a call that a signal interrupted.</summary>
    public const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MessageHeader* messages, uint count, int flags);

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
