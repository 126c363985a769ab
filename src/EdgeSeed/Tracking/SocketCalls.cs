using System.Runtime.InteropServices;

namespace EdgeSeed.Tracking;

/// <summary>The socket and epoll calls of the tracker's front; .NET's own sockets cannot look at bytes and leave them. Linux only.</summary>
internal static unsafe partial class SocketCalls
{
    public const int EpollIn = 1;
    public const int EpollHangUp = 0x10;
    public const int EpollReadHangUp = 0x2000;
    public const uint EpollEdge = 1u << 31;
    public const int ControlAdd = 1;
    public const int ControlDelete = 2;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int Peek = 2;
    public const int Truncate = 0x20;
    public const int DoNotWait = 0x40;
    public const int NoSignal = 0x4000;

    public const int SocketLevel = 1;
    public const int LingerOption = 13;

    /// <summary>EAGAIN: nothing there now.</summary>
    public const int TryAgain = 11;

    /// <summary>Bytes of struct epoll_event, which is packed on x86-64 only.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where its data begins.</summary>
    public static readonly int EventDataOffset = EventBytes - 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* data);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int socket, byte* name, uint* nameLength, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int socket, byte* name, uint* nameLength);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>struct linger.</summary>
    public struct Linger
    {
        public int IsOn;
        public int Seconds;
    }
}
