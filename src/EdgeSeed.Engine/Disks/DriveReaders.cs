namespace EdgeSeed.Engine.Disks;

/// <summary>
/// A reading thread for each drive, started on first use. Owned by the session loop; only finished jobs come from other threads.
/// </summary>
/// <param name="maximum">Threads at most; drives beyond share them.</param>
/// <param name="wake">Wakes the session loop when a job is finished.</param>
internal sealed class DriveReaders(int maximum, Action wake)
{
    private readonly DriveReader?[] _readers = new DriveReader?[maximum];
    private readonly Queue<DriveJob> _finished = new();

    /// <summary>Reads on the drive's thread; the job comes back by <see cref="TryTakeFinished"/>.</summary>
    public void Enqueue(int drive, DriveJob job)
    {
        int index = (int)((uint)drive % (uint)maximum);
        DriveReader reader = _readers[index] ??= new DriveReader($"drive {index}", Finish);
        reader.Enqueue(job);
    }

    /// <summary>The next finished job.</summary>
    public bool TryTakeFinished([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DriveJob? job)
    {
        lock (_finished) return _finished.TryDequeue(out job);
    }

    /// <summary>Ends all threads once their queues are empty.</summary>
    public void Stop()
    {
        foreach (DriveReader? reader in _readers) reader?.Stop();
    }

    private void Finish(DriveJob job)
    {
        lock (_finished) _finished.Enqueue(job);
        wake();
    }
}
