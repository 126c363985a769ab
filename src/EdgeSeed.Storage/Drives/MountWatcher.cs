using System.Runtime.InteropServices;
using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Storage.Drives;

/// <summary>
/// Tells when file systems are mounted or unmounted: <c>poll(2)</c> for POLLPRI and POLLERR on <c>/proc/self/mountinfo</c>, proc(5), on a thread
/// of its own. Where that file is not there, nothing is told.
/// </summary>
public sealed unsafe class MountWatcher : IDisposable
{
    private const int StackBytes = 64 * 1024;
    private const int WaitMilliseconds = 1000;

    private readonly FileDescriptor? _table;
    private readonly Action _changed;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private volatile bool _isStopping;

    /// <summary>Begins to watch.</summary>
    /// <param name="changed">Called on the watcher's thread after every change; it must return quickly.</param>
    /// <param name="supervisor">Runs the thread, and begins it again after a fault.</param>
    public MountWatcher(Action changed, Supervisor supervisor)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        _changed = changed;
        int errno = FileDescriptor.OpenPath(Encoding.ASCII.GetBytes(MountTable.KernelFile), OpenFlags.ReadOnly, out _table);
        if (errno == Errno.None) supervisor.StartThread("mounts", Run, StackBytes, _stop);
    }

    /// <summary>Ends the thread within a second; nothing is told any more once this returns, but for a call that is under way.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _stop.Set();
        _table?.Dispose();
    }

    private void Run()
    {
        FileDescriptor.Use use;
        try
        {
            use = new FileDescriptor.Use(_table!);
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        using (use)
        {
            while (!_isStopping)
            {
                Libc.PollRequest request = new() { Descriptor = use.Number, Wanted = Libc.PollPriority };
                int ready = Libc.Poll(&request, 1, WaitMilliseconds);
                if (_isStopping) return;
                // The kernel clears the event by itself once it has been told.
                if (ready > 0 && (request.Happened & (Libc.PollPriority | Libc.PollError)) != 0) _changed();
                else if (ready < 0 && Marshal.GetLastPInvokeError() is not Errno.Interrupted and int errno) throw new IOException(Errno.Describe(errno));
            }
        }
    }
}
