using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Sockets;

/// <summary>
/// Waits for sockets to become readable or writable (epoll). A socket is reported once for each change (edge-triggered),
/// so nothing is told to the kernel between blocks. Owned by one thread; only <see cref="Wake"/> may be called from others.
/// </summary>
internal sealed unsafe class ReadinessPoll : IDisposable
{
    /// <summary>The key under which <see cref="Wake"/> is reported.</summary>
    public const ulong WakeKey = ulong.MaxValue;

    // The kernel packs struct epoll_event on x86-64 only.
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + sizeof(ulong);

    private readonly byte[] _events;
    private readonly Lock _gate = new();
    private readonly int _poll;
    private readonly int _wake;
    private bool _isDisposed;

    /// <summary>Begins; nothing is watched yet.</summary>
    /// <param name="maximumEvents">Events fetched by one <see cref="Wait"/>; more stay with the kernel until the next.</param>
    /// <exception cref="Win32Exception">The kernel gives no more descriptors.</exception>
    public ReadinessPoll(int maximumEvents = 256)
    {
        _events = GC.AllocateArray<byte>(maximumEvents * s_eventSize, pinned: true);
        _poll = Check(Libc.PollCreate(Libc.CloseOnExec));
        _wake = Check(Libc.EventCreate(0, Libc.NonBlockingCloseOnExec));
        if (!TryAdd(_wake, WakeKey, Libc.ReadableEvent)) throw new Win32Exception();
    }

    /// <summary>Begins to watch a descriptor.</summary>
    /// <param name="descriptor">An open descriptor; closing it ends the watch.</param>
    /// <param name="key">What <see cref="Event"/> reports it as.</param>
    /// <param name="events">epoll event bits.</param>
    /// <returns>False when the kernel is out of memory or watches.</returns>
    public bool TryAdd(int descriptor, ulong key, uint events)
    {
        Span<byte> entry = stackalloc byte[16];
        MemoryMarshal.Write(entry, events);
        MemoryMarshal.Write(entry[s_dataOffset..], key);
        fixed (byte* pointer = entry) return Libc.PollControl(_poll, Libc.ControlAdd, descriptor, pointer) == 0;
    }

    /// <summary>Stops watching a descriptor that stays open.</summary>
    public void Remove(int descriptor) => _ = Libc.PollControl(_poll, Libc.ControlDelete, descriptor, null);

    /// <summary>Waits for events.</summary>
    /// <param name="milliseconds">0 only looks; -1 waits without end.</param>
    /// <returns>How many there are for <see cref="Event"/>.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            int count = Libc.PollWait(_poll, events, _events.Length / s_eventSize, milliseconds);
            return Math.Max(0, count);
        }
    }

    /// <summary>The <paramref name="index"/>th event of the last <see cref="Wait"/>.</summary>
    public (ulong Key, uint Events) Event(int index)
    {
        ReadOnlySpan<byte> entry = _events.AsSpan(index * s_eventSize, s_eventSize);
        return (MemoryMarshal.Read<ulong>(entry[s_dataOffset..]), MemoryMarshal.Read<uint>(entry));
    }

    /// <summary>Ends the current or the next <see cref="Wait"/>; from any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        lock (_gate)
        {
            // A drive that was slow to die may wake a session that is over.
            if (!_isDisposed) _ = Libc.Write(_wake, &one, sizeof(ulong));
        }
    }

    /// <summary>Forgets wakes so far; call it before looking at what they were about.</summary>
    public void DrainWakes()
    {
        ulong count;
        _ = Libc.Read(_wake, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _ = Libc.Close(_wake);
            _ = Libc.Close(_poll);
        }
    }

    private static int Check(int descriptor) => descriptor >= 0 ? descriptor : throw new Win32Exception();
}
