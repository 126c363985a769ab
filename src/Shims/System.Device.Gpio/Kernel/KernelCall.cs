using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Kernel;

/// <summary>The libc calls by which devices are spoken to. One that fails is an exception with the purpose and the kernel's reason.</summary>
internal static unsafe partial class KernelCall
{
    private const int Interrupted = 4;
    private const int PermissionDenied = 13;
    private const int ReadWrite = 0x2;
    private const int CloseOnExec = 0x80000;

    /// <summary>Opens a device for reading and writing.</summary>
    public static SafeFileHandle Open(string path)
    {
        int descriptor;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            do descriptor = OpenFile(name, ReadWrite | CloseOnExec, 0);
            while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }
        return descriptor < 0 ? throw Failure($"Cannot open {path}") : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>An <c>ioctl</c> with a pointer.</summary>
    public static void Control(SafeFileHandle device, uint request, void* argument, string purpose)
    {
        int result;
        do result = IoControl(device, request, argument);
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (result < 0) throw Failure(purpose);
    }

    /// <summary>A <c>read</c> that fills the buffer or fails.</summary>
    public static void Read(SafeFileHandle device, Span<byte> buffer, string purpose)
    {
        nint count;
        fixed (byte* bytes = buffer)
        {
            do count = ReadFile(device, bytes, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }
        if (count < 0) throw Failure(purpose);
        if (count < buffer.Length) throw new IOException($"{purpose}: {count} bytes of {buffer.Length}.");
    }

    /// <summary>A <c>write</c> of the whole buffer.</summary>
    public static void Write(SafeFileHandle device, ReadOnlySpan<byte> buffer, string purpose)
    {
        nint count;
        fixed (byte* bytes = buffer)
        {
            do count = WriteFile(device, bytes, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }
        if (count < 0) throw Failure(purpose);
        if (count < buffer.Length) throw new IOException($"{purpose}: {count} bytes of {buffer.Length}.");
    }

    /// <summary>Waits until one of two descriptors can be read.</summary>
    /// <returns>Whether the first can.</returns>
    public static bool Poll(SafeFileHandle first, SafeFileHandle second)
    {
        Span<PollRequest> requests = stackalloc PollRequest[2];
        requests[0] = new PollRequest { Descriptor = (int)first.DangerousGetHandle(), Events = PollRequest.Readable };
        requests[1] = new PollRequest { Descriptor = (int)second.DangerousGetHandle(), Events = PollRequest.Readable };
        int result;
        fixed (PollRequest* pointer = requests)
        {
            do result = PollFiles(pointer, 2, -1);
            while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }
        if (result < 0) throw Failure("Cannot wait for an edge");
        return requests[1].Returned == 0;
    }

    /// <summary>A counter that can be polled: how another thread is woken.</summary>
    public static SafeFileHandle CreateEvent()
    {
        int descriptor = EventFile(0, CloseOnExec);
        return descriptor < 0 ? throw Failure("Cannot make an event") : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static Exception Failure(string purpose)
    {
        int errno = Marshal.GetLastPInvokeError();
        string message = $"{purpose}: {new Win32Exception(errno).Message}.";
        return errno == PermissionDenied ? new UnauthorizedAccessException(message) : new IOException(message, errno);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(SafeFileHandle device, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadFile(SafeFileHandle device, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(SafeFileHandle device, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollFiles(PollRequest* requests, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFile(uint initial, int flags);
}
