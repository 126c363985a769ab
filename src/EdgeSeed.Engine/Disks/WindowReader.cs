using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// The thread that has the kernel read windows from one drive. While it waits for one the next is announced already, so that the drive does not rest
/// between them. What it is asked is bounded by <see cref="DriveWindows.MaxUnderWay"/>.
/// </summary>
internal sealed class WindowReader
{
    private const int StackBytes = 128 * 1024;

    private readonly JobQueue<WindowJob> _jobs = new();
    private readonly Queue<WindowJob> _announced = new();
    private readonly Action<DriveJob> _completed;

    /// <param name="name">The thread's name.</param>
    /// <param name="completed">Called on this thread with each finished job.</param>
    /// <param name="supervisor">Runs the thread.</param>
    public WindowReader(string name, Action<DriveJob> completed, Supervisor supervisor)
    {
        _completed = completed;
        supervisor.StartThread(name, Run, StackBytes);
    }

    /// <summary>Queues a window.</summary>
    public void Enqueue(WindowJob job) => _jobs.Enqueue(job);

    /// <summary>Ends the thread after what is queued; does not wait, because a dying drive may hold a read for a minute.</summary>
    public void Stop() => _jobs.Stop();

    private void Run()
    {
        long endedAt = 0;
        while (true)
        {
            while (_jobs.TryTake(out WindowJob? next, mayWait: _announced.Count == 0))
            {
                next.Announce();
                _announced.Enqueue(next);
            }
            if (!_announced.TryDequeue(out WindowJob? job)) return;
            job.BeginNotBefore(endedAt);
            job.Run();
            endedAt = job.EndedAt;
            _completed(job);
        }
    }
}
