using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Engine.Disks;

/// <summary>What one thread of a drive is to do. How much waits is bounded by who asks.</summary>
internal sealed class JobQueue<TJob>
    where TJob : DriveJob
{
    private readonly Queue<TJob> _jobs = new();
    private bool _isStopping;

    /// <summary>Queues a job.</summary>
    public void Enqueue(TJob job)
    {
        lock (_jobs)
        {
            _jobs.Enqueue(job);
            Monitor.Pulse(_jobs);
        }
    }

    /// <summary>Ends the waiting once the queue is empty.</summary>
    public void Stop()
    {
        lock (_jobs)
        {
            _isStopping = true;
            Monitor.Pulse(_jobs);
        }
    }

    /// <summary>Takes the next job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="mayWait">Whether to wait for one until <see cref="Stop"/>.</param>
    public bool TryTake([NotNullWhen(true)] out TJob? job, bool mayWait)
    {
        lock (_jobs)
        {
            while (mayWait && _jobs.Count == 0 && !_isStopping) Monitor.Wait(_jobs);
            return _jobs.TryDequeue(out job);
        }
    }
}
