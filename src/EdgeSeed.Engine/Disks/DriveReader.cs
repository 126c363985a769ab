using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// The thread that reads from one drive, one read after the other. At most so many reads wait for it as there
/// are buffers for peers, and <see cref="EngineOptions.MaxRangeReads"/>.
/// </summary>
internal sealed class DriveReader
{
    private const int StackBytes = 128 * 1024;

    private readonly JobQueue<DriveJob> _jobs = new();
    private readonly Action<DriveJob> _completed;

    /// <param name="name">The thread's name.</param>
    /// <param name="completed">Called on this thread with each finished job.</param>
    /// <param name="supervisor">Runs the thread.</param>
    public DriveReader(string name, Action<DriveJob> completed, Supervisor supervisor)
    {
        _completed = completed;
        supervisor.StartThread(name, Run, StackBytes);
    }

    /// <summary>Queues a read.</summary>
    public void Enqueue(DriveJob job) => _jobs.Enqueue(job);

    /// <summary>Ends the thread after what is queued; does not wait, because a dying drive may hold a read for a minute.</summary>
    public void Stop() => _jobs.Stop();

    private void Run()
    {
        while (_jobs.TryTake(out DriveJob? job, mayWait: true))
        {
            job.Run();
            _completed(job);
        }
    }
}
