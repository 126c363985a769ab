using System.Runtime.InteropServices;

namespace EdgeSeed.Linux;

/// <content>Sockets and epoll. .NET's own cannot look at bytes and leave them, nor be used without a task or an allocation for each block.</content>
internal static unsafe partial class Libc
{
    public const int IPv4Family = 2;
    public const int IPv6Family = 10;
    public const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    public const int DatagramNonBlockingCloseOnExec = 2 | 0x800 | 0x80000;
    public const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    public const int CloseOnExec = 0x80000;

    public const int SocketLevel = 1;
    public const int ReuseAddressOption = 2;
    public const int ErrorOption = 4;
    public const int LingerOption = 13;
    public const int AttachFilterOption = 26;
    public const int DetachFilterOption = 27;
    public const int TcpLevel = 6;
    public const int NoDelayOption = 1;
    public const int MaxSegmentOption = 2;
    public const int NotSentLowWatermarkOption = 25;
    public const int IPv6Level = 41;
    public const int IPv6OnlyOption = 26;
    public const int ReusePortOption = 15;
    public const int IPv4Level = 0;
    public const int IPv4MulticastInterfaceOption = 32;
    public const int IPv4JoinOption = 35;
    public const int IPv4MulticastAllOption = 49;
    public const int IPv6MulticastInterfaceOption = 17;
    public const int IPv6JoinOption = 20;
    public const int IPv6MulticastAllOption = 29;

    public const int Peek = 2;
    public const int Truncate = 0x20;
    public const int DoNotWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int WaitForOne = 0x10000;

    public const int ControlAdd = 1;
    public const int ControlDelete = 2;
    public const uint ReadableEvent = 0x001;
    public const uint WritableEvent = 0x004;
    public const uint ErrorEvent = 0x008;
    public const uint HangUpEvent = 0x010;
    public const uint PeerClosedEvent = 0x2000;
    public const uint EdgeTriggered = 1u << 31;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint DeviceIndex(string name);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int socket, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int socket, int backlog);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int socket, byte* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int LocalName(int socket, byte* address, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int option, int* value, uint* length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    public static partial nint ReceiveFrom(int socket, byte* buffer, nint length, int flags, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(int socket, byte* buffer, nint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int PollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int PollControl(int poll, int operation, int descriptor, byte* @event);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int PollWait(int poll, byte* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventCreate(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MessageHeader* messages, uint count, int flags);

    /// <summary><c>struct linger</c>, socket(7).</summary>
    public struct Linger
    {
        public int IsOn;
        public int Seconds;
    }

    /// <summary><c>struct sock_filter</c>, linux/filter.h: one instruction.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterStep
    {
        public ushort Code;
        public byte WhenTrue;
        public byte WhenFalse;
        public uint Value;
    }

    /// <summary><c>struct sock_fprog</c>, linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public FilterStep* Steps;
    }

    /// <summary><c>struct iovec</c>, readv(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>, recvmsg(2).</summary>
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

    /// <summary><c>struct mmsghdr</c>, recvmmsg(2): a message, and the length received or sent.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public Message Message;
        public uint Length;
    }
}
