using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// A reading thread for each drive, and one that has its windows read, started on first use. Owned by the session loop; only finished jobs come from other threads.
/// </summary>
/// <param name="maximum">Threads at most; drives beyond share them.</param>
/// <param name="wake">Wakes the session loop when a job is finished.</param>
/// <param name="time">Measures how long windows take.</param>
/// <param name="supervisor">Runs the threads.</param>
internal sealed class DriveReaders(int maximum, Action wake, TimeProvider time, Supervisor supervisor)
{
    private readonly DriveReader?[] _readers = new DriveReader?[maximum];
    private readonly WindowReader?[] _windows = new WindowReader?[maximum];
    private readonly Queue<DriveJob> _finished = new();

    /// <summary>Reads on the drive's thread; the job comes back by <see cref="TryTakeFinished"/>.</summary>
    public void Enqueue(int drive, DriveJob job)
    {
        int index = IndexOf(drive);
        DriveReader reader = _readers[index] ??= new DriveReader($"drive {index}", Finish, supervisor);
        reader.Enqueue(job);
    }

    /// <summary>Has the kernel read a window on the drive's other thread; it comes back as a <see cref="WindowJob"/>.</summary>
    public void Enqueue(int drive, ReadWindow window)
    {
        int index = IndexOf(drive);
        WindowReader reader = _windows[index] ??= new WindowReader($"drive {index} ahead", Finish, supervisor);
        reader.Enqueue(new WindowJob(window, time));
    }

    /// <summary>The threads that a drive has, or shares.</summary>
    public int IndexOf(int drive) => (int)((uint)drive % (uint)maximum);

    /// <summary>The next finished job.</summary>
    public bool TryTakeFinished([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DriveJob? job)
    {
        lock (_finished) return _finished.TryDequeue(out job);
    }

    /// <summary>Ends all threads once their queues are empty.</summary>
    public void Stop()
    {
        foreach (DriveReader? reader in _readers) reader?.Stop();
        foreach (WindowReader? reader in _windows) reader?.Stop();
    }

    private void Finish(DriveJob job)
    {
        lock (_finished) _finished.Enqueue(job);
        wake();
    }
}
